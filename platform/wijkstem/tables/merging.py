"""Proposals to let one plan go on in another, and what both submitters said to that."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    FromClause,
    Index,
    Text,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words import MergeEnd, Proposer


class PlanMerge(TenantRow, table=True):
    """Plan `initiative_id` is to go on in `into_id`, when both submitters want that."""

    __tablename__ = "plan_merge"
    __table_args__ = (
        refers("initiative_id", "initiative", cascade=True),
        refers("into_id", "initiative", cascade=True, name="fk_plan_merge_into"),
        CheckConstraint("initiative_id <> into_id", name="two_plans"),
        # A plan goes on in one other at most: also when two propose it at the same moment.
        index_where(
            "uq_plan_merge_open",
            "municipality_id",
            "initiative_id",
            unique=True,
            where="ended_as IS NULL",
        ),
        Index(None, "municipality_id", "initiative_id"),
        Index(None, "municipality_id", "into_id"),
        # Small however many there were: the clock looks at it every second.
        index_where(
            "ix_plan_merge_due", "answer_until", "municipality_id", where="ended_as IS NULL"
        ),
    )

    id: UUID = Field(primary_key=True)
    initiative_id: UUID
    into_id: UUID
    proposed_as: Proposer = Field(sa_type=Coded(Proposer))
    #: None once they are gone.
    proposed_by: UUID | None = None
    proposed_at: datetime = moment()
    #: Why, in the words of who proposed it; both submitters read them.
    words: str = Field(sa_type=Text)
    #: The last day on which can be answered.
    answer_until: date
    #: When the submitter of each plan agreed.
    from_agreed_at: datetime | None = moment(default=None, nullable=True)
    into_agreed_at: datetime | None = moment(default=None, nullable=True)
    ended_as: MergeEnd | None = Field(default=None, sa_type=Coded(MergeEnd))
    ended_at: datetime | None = moment(default=None, nullable=True)


def waiting(merges: FromClause) -> ColumnElement[bool]:
    """Proposals that nobody ended; in the very words of the index that holds only those."""
    return merges.c.ended_as.is_(None)
