"""The officials' desk: what needs a person, whose it is, and who has it in hand just now."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Index,
    Text,
    UniqueConstraint,
    and_,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words import CLERKS, CaseKind, Target

#: What became of a case that was closed because what it is about went on without it.
OVERTAKEN = "overtaken"


class Case(TenantRow, table=True):
    """Something that needs a person. It is how work is shared out and no fact: what is decided is, and is in the log."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        # One thing, one case, however often it is found.
        UniqueConstraint("municipality_id", "cause"),
        refers("initiative_id", "initiative", cascade=True),
        Index(None, "municipality_id", "initiative_id"),
        # Small however many cases there were: the desk shows only what is open.
        index_where(
            "ix_moderation_case_open",
            "municipality_id",
            "due_on",
            "opened_at",
            where="closed_at IS NULL",
        ),
        Index(None, "municipality_id", "closed_at"),
    )

    id: UUID = Field(primary_key=True)
    kind: CaseKind = Field(sa_type=Coded(CaseKind))
    #: What it is about, in one word that only one case can have: ``step:<initiative>:<step_seq>``.
    cause: str = Field(max_length=120)
    #: None for what is about no plan.
    initiative_id: UUID | None = None
    #: Of a step that must be ended.
    step_seq: int | None = None
    opened_at: datetime = moment()
    due_on: date | None = None
    #: Others have the step in hand until about this day, so nobody at the desk has anything to do; None: now.
    wakes_on: date | None = None
    #: Whose work it is, also when they are away; None: whoever comes first.
    assigned_to: UUID | None = None
    #: Of the rules: whose officials it was passed on to; None: everybody's at the desk.
    department: str | None = Field(default=None, max_length=64)
    #: Who may not decide it: they took the decision that somebody asks to have looked at again.
    not_for: UUID | None = None
    #: What of the plan it is about, when it is no step.
    target: Target | None = Field(default=None, sa_type=Coded(Target))
    target_id: UUID | None = None
    #: Who has it in hand, so that no colleague starts on it too; over after a while.
    claimed_by: UUID | None = None
    claimed_until: datetime | None = moment(default=None, nullable=True)
    #: It was not done in time, and the rules' next person was told.
    escalated_on: date | None = None
    closed_at: datetime | None = moment(default=None, nullable=True)
    closed_by: UUID | None = None
    #: A code: the outcome of the step, or what was decided on a report or an appeal.
    closed_as: str | None = Field(default=None, max_length=40)


class CaseForward(TenantRow, table=True):
    """A case was passed on to a department, and what its officials were told with it."""

    __tablename__ = "case_forward"
    __table_args__ = (refers("case_id", "moderation_case", cascade=True),)

    case_id: UUID = Field(primary_key=True)
    turn: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: None: everybody's at the desk.
    was: str | None = Field(default=None, max_length=64)
    department: str | None = Field(default=None, max_length=64)
    words: str = Field(sa_type=Text)
    forwarded_at: datetime = moment()
    #: None: whoever it was is erased.
    forwarded_by: UUID | None = None


class SavedView(TenantRow, table=True):
    """What an official looks for often, under a name of their own."""

    __tablename__ = "saved_view"
    __table_args__ = (refers("person_id", "person", cascade=True),)

    person_id: UUID = Field(primary_key=True)
    name: str = Field(primary_key=True, max_length=60)
    #: As it stands in the address of the queue.
    query: str = Field(max_length=500)


class OfficialAbsence(TenantRow, table=True):
    """Somebody of the desk is away, and who looks after their cases meanwhile. Their cases stay theirs."""

    __tablename__ = "official_absence"

    person_id: UUID = Field(primary_key=True)
    first: date
    #: The last day on which they are away.
    last: date
    deputy_id: UUID


def on_the_desk(cases: FromClause) -> ColumnElement[bool]:
    """Open, and of the officials: what the council clerk has to look at stands on the clerk's own desk."""
    return and_(open_cases(cases), cases.c.kind.not_in(CLERKS))


def open_cases(cases: FromClause) -> ColumnElement[bool]:
    """Cases that nobody has ended; in the very words of the index that holds only those."""
    return cases.c.closed_at.is_(None)
