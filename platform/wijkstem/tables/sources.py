"""Files with figures from outside: how far each is, what stands in it, what is wrong with it, and where figures were read."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words.sources import FileState, SourceKind, Standing


class SourceDocument(TenantRow, table=True):
    """A survey or a publication; its id is made of its words, so the same one stands here once."""

    __tablename__ = "source_document"

    id: UUID = Field(primary_key=True)
    #: Such as "Omnibusenquête (O&S)".
    name: str = Field(max_length=200)
    #: Where the figure was read, such as "Jaarstukken 2019"; "": nobody said.
    publication: str = Field(max_length=200)
    #: "": no address, so nobody here can look it up.
    url: str = Field(max_length=500)


class SourceFile(TenantRow, table=True):
    """A file that an official brought in, or a form with one line."""

    __tablename__ = "source_file"
    __table_args__ = (
        UniqueConstraint("municipality_id", "kind", "place"),
        # One file of a kind at a time, so that what it was compared with stays as it was.
        index_where(
            "uq_source_file_taking",
            "municipality_id",
            "kind",
            unique=True,
            where="state = 'taking'",
        ),
        # The same file counts once.
        index_where(
            "uq_source_file_taken",
            "municipality_id",
            "kind",
            "digest",
            unique=True,
            where="state IN ('taking', 'taken')",
        ),
        Index(None, "municipality_id", "kind", "state"),
    )

    id: UUID = Field(primary_key=True)
    kind: SourceKind = Field(sa_type=Coded(SourceKind))
    state: FileState = Field(sa_type=Coded(FileState))
    begun_at: datetime = moment()
    begun_by: UUID | None = None
    #: Of what its lines say; None: it is not read to the end.
    digest: str | None = Field(default=None, max_length=64)
    #: Lines that are right, cells that are wrong, lines about other municipalities, and lines without a figure.
    lines: int = 0
    faults: int = 0
    skipped: int = 0
    gaps: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    #: What is not wrong and should be looked at: codes of `words.sources.Note`.
    notes: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    #: Headings of columns that nothing is done with.
    ignored: str = Field(default="", max_length=300, sa_column_kwargs={"server_default": ""})
    #: Lines that say something else than what counts now.
    others: int = 0
    #: Up to which change of what counts its lines were compared; see `commands/sources.py`.
    compared: int = 0
    #: The last line that went to the log.
    taken_line: int = 0
    place: int | None = None
    taken_on: date | None = None
    taken_by: UUID | None = None
    undone_on: date | None = None
    undone_by: UUID | None = None


class SourceLine(TenantRow, table=True):
    """A line in which everything is right, as it will go to the log."""

    __tablename__ = "source_line"
    __table_args__ = (
        refers("file_id", "source_file", cascade=True),
        # Two lines of a file never say the same thing.
        UniqueConstraint("municipality_id", "file_id", "slot"),
        Index(None, "municipality_id", "slot"),
    )

    file_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: What it is about, in codes; two lines with the same one contradict or repeat each other.
    slot: str = Field(max_length=200)
    #: Codes, figures and dates, as JSON.
    said: str = Field(sa_type=Text)
    standing: Standing = Field(sa_type=Coded(Standing))


class SourceFault(TenantRow, table=True):
    """A cell that is wrong. It may hold anything, so it goes with the file when that is dropped, or in a day."""

    __tablename__ = "source_fault"
    __table_args__ = (refers("file_id", "source_file", cascade=True),)

    file_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: The heading of the column; "": the line as a whole.
    heading: str = Field(primary_key=True, max_length=60)
    cell: str = Field(max_length=80)
    #: The sentence with what is filled in, as JSON.
    error: str = Field(sa_type=Text)
