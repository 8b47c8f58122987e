"""Files with figures for the desk: which there are, and one with its lines and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from wijkstem.domain.sources import as_said, error_of, unknown
from wijkstem.errors import FieldError
from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.sources import SourceDocument, SourceFault, SourceFile, SourceLine
from wijkstem.words.sources import FileState, Note, SourceKind, Standing

_file = table_of(SourceFile)
_line = table_of(SourceLine)
_fault = table_of(SourceFault)
_document = table_of(SourceDocument)

#: On one page.
FILES, LINES, FAULTS = 20, 50, 50


@dataclass(frozen=True)
class FileFacts:
    """A file as the list shows it."""

    id: UUID
    kind: SourceKind
    state: FileState
    begun_at: datetime
    lines: int
    faults: int
    skipped: int
    gaps: int
    #: Lines that say something else than what counts now.
    others: int
    notes: frozenset[Note]
    ignored: str
    taken_on: date | None
    undone_on: date | None


@dataclass(frozen=True)
class FileLine:
    """A line as it will count, and what stands in its place now."""

    number: int
    said: Sequence[Any]
    standing: Standing


@dataclass(frozen=True)
class FileFault:
    """A cell that is wrong."""

    number: int
    heading: str
    cell: str
    error: FieldError


@dataclass(frozen=True)
class FilePage:
    """A file with a page of its lines, or with what is wrong."""

    file: FileFacts
    lines: Paged[FileLine]
    faults: tuple[FileFault, ...]
    #: Where figures were read, by the id that a line names.
    documents: Mapping[UUID, tuple[str, str]]


def source_files(connection: Connection, municipality_id: str, *, page: int) -> Paged[FileFacts]:
    """The last one first; what is still being read is not there yet."""
    found = (
        select(_file)
        .where(_file.c.municipality_id == municipality_id, _file.c.state != FileState.READING)
        .order_by(_file.c.begun_at.desc(), _file.c.id)
    )
    return paged(connection, found, _facts, page=page, per_page=FILES)


def source_file(
    connection: Connection, municipality_id: str, file_id: UUID, *, page: int = 1
) -> FilePage:
    """Raises NotFound."""
    row = connection.execute(
        select(_file).where(_file.c.municipality_id == municipality_id, _file.c.id == file_id)
    ).first()
    if row is None:
        raise unknown()
    return FilePage(
        _facts(row),
        _lines(connection, municipality_id, file_id, page),
        _faults(connection, municipality_id, file_id),
        _documents(connection, municipality_id),
    )


def _facts(row: Row[Any]) -> FileFacts:
    return FileFacts(
        id=row.id,
        kind=row.kind,
        state=row.state,
        begun_at=row.begun_at,
        lines=row.lines,
        faults=row.faults,
        skipped=row.skipped,
        gaps=row.gaps,
        others=row.others,
        notes=frozenset(Note(note) for note in row.notes.split(",") if note),
        ignored=row.ignored,
        taken_on=row.taken_on,
        undone_on=row.undone_on,
    )


def _lines(
    connection: Connection, municipality_id: str, file_id: UUID, page: int
) -> Paged[FileLine]:
    """What says something else comes first: that is to be looked at."""
    found = (
        select(_line.c.line, _line.c.said, _line.c.standing)
        .where(_line.c.municipality_id == municipality_id, _line.c.file_id == file_id)
        .order_by((_line.c.standing != Standing.OTHER), _line.c.line)
    )
    return paged(
        connection,
        found,
        lambda row: FileLine(row.line, as_said(row.said), row.standing),
        page=page,
        per_page=LINES,
    )


def _faults(connection: Connection, municipality_id: str, file_id: UUID) -> tuple[FileFault, ...]:
    found = (
        select(_fault)
        .where(_fault.c.municipality_id == municipality_id, _fault.c.file_id == file_id)
        .order_by(_fault.c.line, _fault.c.heading)
        .limit(FAULTS)
    )
    return tuple(
        FileFault(row.line, row.heading, row.cell, error_of(row.error))
        for row in connection.execute(found)
    )


def _documents(connection: Connection, municipality_id: str) -> dict[UUID, tuple[str, str]]:
    found = select(_document).where(_document.c.municipality_id == municipality_id)
    return {row.id: (row.name, row.publication) for row in connection.execute(found)}
