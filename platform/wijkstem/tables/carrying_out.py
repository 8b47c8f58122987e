"""What the municipality does after a decision: what happens when, what became of it, with photos and costs."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    FromClause,
    Index,
    Text,
    and_,
    literal_column,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, refers
from wijkstem.words import CarryingOutState, PartState


class CarryingOut(TenantRow, table=True):
    """A plan that is being carried out; one each. Who changes anything of it has this row locked."""

    __tablename__ = "carrying_out"
    __table_args__ = (
        refers("initiative_id", "initiative"),
        refers("owner_id", "person"),
        CheckConstraint("granted_euros >= 0", name="granted"),
        CheckConstraint("spent_euros >= 0", name="spent"),
        # Small however much was carried out before: the clock looks every second.
        index_where(
            "ix_carrying_out_to_plan",
            "plan_due_on",
            "municipality_id",
            where="state = 'planning' AND NOT plan_late",
        ),
        Index(None, "municipality_id", "state", "changed_on"),
    )

    initiative_id: UUID = Field(primary_key=True)
    state: CarryingOutState = Field(sa_type=Coded(CarryingOutState))
    begun_on: date
    #: The last day for saying what happens when; None: the municipality gave none.
    plan_due_on: date | None = None
    #: Whether it was said that this is late.
    plan_late: bool = False
    #: The team or the function that does it, for everybody to read; "": not said yet.
    office: str = Field(default="", max_length=120)
    #: Who of the desk is reminded; nobody else sees who that is.
    owner_id: UUID | None = None
    #: Whole euros: what was given for it, and what it cost in the end; None: not said.
    granted_euros: int | None = None
    spent_euros: int | None = None
    #: What came of it, or why it stopped.
    words: str = Field(default="", sa_type=Text)
    closed_on: date | None = None
    #: Counts the changes of this row; a form names the one that it showed.
    revision: int = 1
    changed_on: date


def to_plan(rows: FromClause) -> ColumnElement[bool]:
    """What can still be planned too late; in the very words of the index that holds only those."""
    return and_(
        rows.c.state == literal_column("'planning'"),
        literal_column("NOT carrying_out.plan_late", Boolean()),
    )


class WorkPart(TenantRow, table=True):
    """One thing that has to happen, as it stands now."""

    __tablename__ = "work_part"
    __table_args__ = (
        refers("initiative_id", "carrying_out", key="initiative_id"),
        Index(None, "municipality_id", "initiative_id"),
        # Small, as above.
        index_where(
            "ix_work_part_to_look_at",
            "due_on",
            "municipality_id",
            where="state = 'planned' AND NOT late",
        ),
    )

    id: UUID = Field(primary_key=True)
    initiative_id: UUID
    what: str = Field(max_length=200)
    #: The last day on which it is in time.
    due_on: date
    #: No day was named: any day of that month.
    whole_month: bool = False
    state: PartState = Field(sa_type=Coded(PartState))
    done_on: date | None = None
    #: Whether it was said that it is late, and that its day comes near.
    late: bool = False
    reminded: bool = False
    #: Of the newest version.
    revision: int = 1
    changed_on: date


def part_to_look_at(parts: FromClause) -> ColumnElement[bool]:
    """What can still become late; in the very words of the index that holds only those."""
    return and_(
        parts.c.state == literal_column("'planned'"),
        literal_column("NOT work_part.late", Boolean()),
    )


class WorkPartVersion(TenantRow, table=True):
    """What was said of a part from a day on, and why it changed: added to, never rewritten."""

    __tablename__ = "work_part_version"
    __table_args__ = (refers("part_id", "work_part", cascade=True),)

    part_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    what: str = Field(max_length=200)
    due_on: date
    whole_month: bool
    state: PartState = Field(sa_type=Coded(PartState))
    done_on: date | None = None
    #: How it goes, or why it changed; "" for the first.
    news: str = Field(sa_type=Text)
    said_on: date


class WorkPhoto(TenantRow, table=True):
    """A photo of a part, in two sizes: the municipality's own, public when the plan is."""

    __tablename__ = "work_photo"
    __table_args__ = (
        # No cascade: whoever removes a row must remember its files (`commands/media.py`).
        refers("part_id", "work_part"),
        Index(None, "municipality_id", "part_id"),
    )

    id: UUID = Field(primary_key=True)
    part_id: UUID
    #: What is to be seen on it, for who cannot see it.
    description: str = Field(max_length=300)
    large: str = Field(max_length=160)
    large_width: int
    large_height: int
    small: str = Field(max_length=160)
    small_width: int
    small_height: int
    added_on: date
