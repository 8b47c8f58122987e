"""What an official does with many cases at once, and the moment until which it can be undone."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Text,
    literal_column,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers


class BulkState(StrEnum):
    """Where it is."""

    #: Waits for its moment; until then it can be undone, and nobody was told anything.
    PLANNED = "planned"
    UNDONE = "undone"
    DONE = "done"


class BulkAction(TenantRow, table=True):
    """One decision on many cases, or many cases for one colleague. Each case gets an event of its own."""

    __tablename__ = "bulk_action"
    __table_args__ = (
        # Small however many there were: the clock looks at it every second.
        index_where(
            "ix_bulk_action_planned", "due_at", "municipality_id", where="state = 'planned'"
        ),
    )

    id: UUID = Field(primary_key=True)
    state: BulkState = Field(sa_type=Coded(BulkState))
    made_by: UUID | None = None
    made_at: datetime = moment()
    #: When the decisions are taken and people are told.
    due_at: datetime = moment()
    #: The outcome that each case gets; None: they are given to somebody.
    outcome: str | None = Field(default=None, max_length=40)
    ground: str = Field(default="", max_length=40)
    reasons: str = Field(default="", sa_type=Text)
    #: Whose they became.
    assigned_to: UUID | None = None


class BulkLine(TenantRow, table=True):
    """One case of it, as it was on the page, and what became of it."""

    __tablename__ = "bulk_line"
    __table_args__ = (
        refers("bulk_id", "bulk_action", cascade=True),
        refers("case_id", "moderation_case", cascade=True),
    )

    bulk_id: UUID = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True)
    step_seq: int | None = None
    #: Whose it was.
    was: UUID | None = None
    #: None: not yet; ``done``; or the code of why it was left as it was.
    result: str | None = Field(default=None, max_length=40)


#: The result of a line that was carried out.
DONE = "done"


def planned(actions: FromClause) -> ColumnElement[bool]:
    """What still waits; in the very words of the index that holds only those."""
    return actions.c.state == literal_column("'planned'")
