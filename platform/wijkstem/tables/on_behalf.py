"""What officials enter for residents, and lists on paper until a second official has looked at them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, moment, refers
from wijkstem.words import Entered, Hand, LineState, PaperState


class EnteredFor(TenantRow, table=True):
    """Who entered something for whom. Shown to the person themselves and to colleagues, never to the public."""

    __tablename__ = "entered_for"
    __table_args__ = (
        refers("initiative_id", "initiative"),
        refers("person_id", "person"),
        Index(None, "municipality_id", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    initiative_id: UUID
    what: Entered = Field(sa_type=Coded(Entered))
    hand: Hand = Field(sa_type=Coded(Hand))
    person_id: UUID | None = None
    #: No foreign key: who works here may leave.
    official_id: UUID | None = None
    entered_at: datetime = moment()


class PaperBatch(TenantRow, table=True):
    """A list of signatures on paper. One official enters it and another approves it: the check sees to that."""

    __tablename__ = "paper_batch"
    __table_args__ = (
        refers("initiative_id", "initiative"),
        CheckConstraint(
            "approved_by IS NULL OR (entered_by IS NOT NULL AND approved_by <> entered_by)"
            " OR state = 'decided' AND entered_by IS NULL",
            name="four_eyes",
        ),
        Index(None, "municipality_id", "state"),
    )

    id: UUID = Field(primary_key=True)
    initiative_id: UUID
    state: PaperState = Field(default=PaperState.OPEN, sa_type=Coded(PaperState))
    entered_by: UUID | None = None
    approved_by: UUID | None = None
    #: Lines that were entered; also the number of the last one.
    lines: int = 0
    opened_at: datetime = moment()
    decided_at: datetime | None = moment(default=None, nullable=True)


class PaperLine(TenantRow, table=True):
    """A line of a list. What tells who it is goes when the list is decided; what became of it stays."""

    __tablename__ = "paper_line"
    __table_args__ = (refers("batch_id", "paper_batch", cascade=True),)

    batch_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    state: LineState = Field(default=LineState.WAITING, sa_type=Coded(LineState))
    name: str | None = Field(default=None, max_length=120)
    birth_date: date | None = None
    neighbourhood_code: str | None = Field(default=None, max_length=12)
    lives_here: bool = False
    #: The tag under every key, as JSON; the number that they were made of stands nowhere.
    tags: str | None = Field(default=None, sa_type=Text)
