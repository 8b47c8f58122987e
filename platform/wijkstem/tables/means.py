"""Means: each opened way of taking part with its promise, what it said before, and the guided choice that led to it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    FromClause,
    Index,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)
from sqlalchemy.sql.elements import conv
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import Audience, MeansKind, MeansState


class MeansChoice(TenantRow, table=True):
    """A guided choice as it was published: what was answered, what that led to, and what was chosen. Never rewritten."""

    __tablename__ = "means_choice"
    __table_args__ = (
        refers("dossier_id", "dossier"),
        refers("year_subject_id", "year_subject"),
        Index(None, "municipality_id", "dossier_id"),
        Index(None, "municipality_id", "year_subject_id"),
    )

    id: UUID = Field(primary_key=True)
    dossier_id: UUID
    year_subject_id: UUID | None = None
    #: Of the rules that asked and advised.
    guide: str = Field(max_length=40)
    #: JSON: by question the id of the answer, and what the official said with it.
    answers: str = Field(sa_type=Text)
    #: JSON: the ids of the reasons for the advice, in order.
    because: str = Field(sa_type=Text)
    advised_level: ParticipationLevel = Field(sa_type=Coded(ParticipationLevel))
    #: Kinds of means, with a blank between.
    advised_kinds: str = Field(max_length=80)
    level: ParticipationLevel = Field(sa_type=Coded(ParticipationLevel))
    kinds: str = Field(max_length=80)
    #: Why something else was chosen; "" where the advice was followed.
    reasons: str = Field(sa_type=Text)
    chosen_on: date
    chosen_by: UUID | None = None


class Means(TenantRow, table=True):
    """A way of taking part that the council chose, as it stands now; what people do in it has tables of its own."""

    __tablename__ = "means"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number", name=conv("uq_means_municipality_id")),
        refers("dossier_id", "dossier"),
        refers("year_subject_id", "year_subject"),
        refers("initiative_id", "initiative"),
        refers("council_proposal_id", "council_proposal"),
        refers("meeting_id", "meeting"),
        refers("choice_id", "means_choice"),
        CheckConstraint("closes_at > opens_at", name="hours"),
        Index(None, "municipality_id", "dossier_id"),
        Index(None, "municipality_id", "year_subject_id"),
        Index(None, "municipality_id", "initiative_id"),
        Index(None, "municipality_id", "council_proposal_id"),
        index_where("ix_means_closed", "account_by", "municipality_id", where="state = 'closed'"),
        index_where("ix_means_open", "closes_at", "municipality_id", where="state = 'announced'"),
    )

    id: UUID = Field(primary_key=True)
    #: Its address, for good; the words behind it follow the title.
    number: str = Field(max_length=9)
    slug: str = Field(max_length=60)
    kind: MeansKind = Field(sa_type=Coded(MeansKind))
    dossier_id: UUID
    #: What it is about, besides the dossier.
    year_subject_id: UUID | None = None
    initiative_id: UUID | None = None
    council_proposal_id: UUID | None = None
    #: The guided choice that it follows from.
    choice_id: UUID | None = None
    title: str = Field(max_length=120)
    #: What is asked.
    question: str = Field(sa_type=Text)
    #: The role that people have in it; None until it was said.
    level: ParticipationLevel | None = Field(default=None, sa_type=Coded(ParticipationLevel))
    #: What will be done with what comes out.
    promise: str = Field(sa_type=Text)
    audience: Audience = Field(sa_type=Coded(Audience))
    #: No foreign key: a sounding group can be thrown away, and then nobody is in it.
    group_id: UUID | None = None
    #: The body that chose this, when, and what it chose and why.
    body_id: str = Field(default="", max_length=40)
    decided_on: date | None = None
    decision: str = Field(default="", sa_type=Text)
    #: Where it was decided.
    meeting_id: UUID | None = None
    #: The beginning of its first day and the end of its last.
    opens_at: datetime | None = moment(default=None, nullable=True)
    closes_at: datetime | None = moment(default=None, nullable=True)
    #: By when it is said what was done with it: a part of the promise.
    account_by: date | None = None
    #: When followers hear that it closes soon; None: they did, or will not.
    remind_on: date | None = None
    #: It was told that ``account_by`` passed.
    late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    state: MeansState = Field(sa_type=Coded(MeansState))
    revision: int = 1
    #: Why it was closed early or stopped; "" otherwise.
    reason: str = Field(default="", sa_type=Text)
    announced_on: date | None = None
    #: When it was closed or stopped.
    ended_at: datetime | None = moment(default=None, nullable=True)
    #: What was done with what came out.
    outcome: str = Field(default="", sa_type=Text)
    accounted_on: date | None = None
    made_on: date
    changed_on: date
    made_by: UUID | None = None
    announced_by: UUID | None = None
    #: Of advice on a proposal: how often its passages were numbered or cut otherwise.
    passages_revision: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class MeansPlace(TenantRow, table=True):
    """A neighbourhood that a means is about, or whose residents it is for."""

    __tablename__ = "means_place"
    __table_args__ = (
        refers("means_id", "means", cascade=True),
        Index(None, "municipality_id", "code"),
    )

    means_id: UUID = Field(primary_key=True)
    code: str = Field(primary_key=True, max_length=12)


class MeansVersion(TenantRow, table=True):
    """What everybody could read of a means from a day on, and why it changed: added to, never rewritten."""

    __tablename__ = "means_version"
    __table_args__ = (refers("means_id", "means", cascade=True),)

    means_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    title: str = Field(max_length=120)
    question: str = Field(sa_type=Text)
    promise: str = Field(sa_type=Text)
    closes_at: datetime = moment()
    #: Why; "" for the first.
    news: str = Field(sa_type=Text)
    said_on: date


def running(means: FromClause) -> ColumnElement[bool]:
    """What can still come to its end; in the very words of the index that holds only those."""
    return means.c.state == literal_column("'announced'")


def to_account_for(means: FromClause) -> ColumnElement[bool]:
    """What is closed and waits for what is done with it; in the very words of the index that holds only those."""
    return means.c.state == literal_column("'closed'")
