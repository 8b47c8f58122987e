"""Discussions: contributions with their replies and earlier words, who supports them, and how a discussion goes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    FromClause,
    Index,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words.discussion import ContributionStance


class DiscussionRoom(TenantRow, table=True):
    """How a discussion goes: what was said in all, and what a moderator decided about it."""

    __tablename__ = "discussion_room"
    __table_args__ = (refers("means_id", "means", cascade=True),)

    means_id: UUID = Field(primary_key=True)
    #: Contributions are numbered without gaps, in the order in which they came.
    last_number: int = 0
    #: How often anything was supported, and how often when the order was last worked out.
    supports: int = 0
    ordered_at: int = 0
    #: Somebody waits so many minutes between two contributions; 0: not at all.
    slow_minutes: int = 0
    #: A moderator closed it; the means itself may go on.
    closed: bool = False
    #: Why it is slow or closed, for everybody.
    reason: str = Field(default="", sa_type=Text)
    moderated_at: datetime | None = moment(default=None, nullable=True)
    moderated_by: UUID | None = None
    revision: int = 0


class Contribution(TenantRow, table=True):
    """What somebody said. Everybody reads the words, and nobody whose they are."""

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("municipality_id", "means_id", "number", name="uq_contribution_number"),
        # Replies are numbered too, so that the first of many are found without reading the others.
        UniqueConstraint("municipality_id", "parent_id", "place", name="uq_contribution_place"),
        CheckConstraint("depth BETWEEN 0 AND 2", name="depth"),
        refers("means_id", "means"),
        refers("parent_id", "contribution"),
        refers("person_id", "person"),
        index_where(
            "ix_contribution_score",
            "municipality_id",
            "means_id",
            "score",
            "number",
            where="parent_id IS NULL",
        ),
        index_where(
            "ix_contribution_newest",
            "municipality_id",
            "means_id",
            "number",
            where="parent_id IS NULL",
        ),
        index_where(
            "ix_contribution_unanswered",
            "municipality_id",
            "means_id",
            "number",
            where="parent_id IS NULL AND NOT answered",
        ),
        index_where(
            "ix_contribution_newcomers", "municipality_id", "means_id", "said_at", where="newcomer"
        ),
        Index(None, "municipality_id", "person_id", "said_at"),
    )

    id: UUID = Field(primary_key=True)
    means_id: UUID
    #: Others refer to it by this: #12.
    number: int
    #: 0: stands by itself; 1: a reply to it; 2: whatever is said below that.
    depth: int
    #: What it stands below, and as which.
    parent_id: UUID | None = None
    place: int = 0
    #: The number of what it replies to, which can stand beside it.
    to_number: int | None = None
    stance: ContributionStance | None = Field(default=None, sa_type=Coded(ContributionStance))
    words: str = Field(sa_type=Text)
    #: None for who was forgotten.
    person_id: UUID | None = None
    #: Where they live, only when they chose to show it.
    neighbourhood_code: str | None = Field(default=None, max_length=12)
    #: Their account was new when they said it.
    newcomer: bool = False
    #: Says it for the municipality: an office, and no person.
    office: str | None = Field(default=None, max_length=120)
    said_at: datetime = moment()
    changed_at: datetime | None = moment(default=None, nullable=True)
    revision: int = 1
    #: How many stand right below it.
    replies: int = 0
    answered: bool = False
    #: How many people support it, and how often anything had been supported before it came.
    support: int = 0
    supports_before: int = 0
    #: By which it stands among others, in millionths: `domain.discussion.score`.
    score: int = 0
    #: The decision that hid it; None: everybody can read it.
    hiding_id: UUID | None = None


class ContributionVersion(TenantRow, table=True):
    """The words of a contribution before they were changed."""

    __tablename__ = "contribution_version"
    __table_args__ = (refers("contribution_id", "contribution", cascade=True),)

    contribution_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    words: str = Field(sa_type=Text)
    #: From when on they stood there.
    said_at: datetime = moment()


class ContributionSupport(TenantRow, table=True):
    """Somebody supports a contribution. It goes on counting when the account goes."""

    __tablename__ = "contribution_support"
    __table_args__ = (
        # One person, once.
        UniqueConstraint(
            "municipality_id", "contribution_id", "person_id", name="uq_contribution_support_person"
        ),
        refers("contribution_id", "contribution", cascade=True),
        refers("person_id", "person"),
        Index(None, "municipality_id", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    contribution_id: UUID
    person_id: UUID | None = None
    given_at: datetime = moment()


def on_top(contributions: FromClause) -> ColumnElement[bool]:
    """What stands by itself; in the very words of the indexes that hold only those."""
    return contributions.c.parent_id.is_(None)


def unanswered(contributions: FromClause) -> ColumnElement[bool]:
    """What nobody replied to yet; the same."""
    return on_top(contributions) & ~contributions.c.answered
