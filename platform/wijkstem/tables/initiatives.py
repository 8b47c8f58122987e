"""Initiatives, their texts, the terms that run for them, and who supports them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Index,
    Text,
    UniqueConstraint,
    case,
    false,
    literal_column,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words import OTHER_SUBJECT, AgeBand, Channel, Milestone, Stance

#: What stands where the title of a hidden plan was, for who may not read it; on screen, so in Dutch.
HIDDEN = "Een plan dat de gemeente heeft verborgen"
HIDDEN_SLUG = "verborgen"


class TermState(StrEnum):
    """What became of a term."""

    RUNNING = "running"
    MET = "met"
    PASSED = "passed"
    #: It stands still while the submitter has a question.
    SUSPENDED = "suspended"


class NumberSeries(TenantRow, table=True):
    """The next number of a year: initiatives are called 2026-0042."""

    __tablename__ = "number_series"

    year: int = Field(primary_key=True)
    last: int


class Initiative(TenantRow, table=True):
    """A resident's plan and where it is on its path."""

    __tablename__ = "initiative"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        refers("submitter_id", "person"),
        Index(None, "municipality_id", "submitter_id"),
        # What became of earlier plans: small, because most of what is looked at is not closed yet.
        index_where(
            "ix_initiative_ended",
            "municipality_id",
            "result",
            "public",
            "closed_on",
            "number",
            where="closed_on IS NOT NULL",
        ),
    )

    id: UUID = Field(primary_key=True)
    number: str = Field(max_length=12)
    instrument: str = Field(max_length=40)
    title: str = Field(max_length=120)
    slug: str = Field(max_length=80)
    neighbourhood_code: str = Field(max_length=12)
    #: One of the municipality's list.
    subject: str = Field(
        default=OTHER_SUBJECT, max_length=40, sa_column_kwargs={"server_default": OTHER_SUBJECT}
    )
    #: None once the submitter's account is erased.
    submitter_id: UUID | None = None
    channel: Channel = Field(sa_type=Coded(Channel))
    #: The rules in force on the day of filing stay the rules of this initiative.
    rules_version: str = Field(max_length=10)
    filed_on: date
    step: str = Field(max_length=40)
    #: Counts the steps taken; a decision names the one it was taken on, so that two officials cannot collide.
    step_seq: int = 1
    step_since: date
    public: bool = False
    closed_on: date | None = None
    result: Milestone | None = Field(default=None, sa_type=Coded(Milestone))
    valid_for: int = 0
    valid_against: int = 0
    threshold_reached_on: date | None = None
    #: The key of the signers' tags, of the filing day: a new key later on must not let anybody sign again.
    tag_key: str = Field(default="1", max_length=20)
    #: Revision of the texts.
    revision: int = 1
    #: The decision by which the municipality hid it; it is not public then, whatever its step says.
    hiding_id: UUID | None = None


class InitiativeText(TenantRow, table=True):
    """One answer on the submission form; texts stand only here, never in the log."""

    __tablename__ = "initiative_text"
    __table_args__ = (refers("initiative_id", "initiative", cascade=True),)

    initiative_id: UUID = Field(primary_key=True)
    field: str = Field(primary_key=True, max_length=40)
    text: str = Field(sa_type=Text)


class StepReason(TenantRow, table=True):
    """What was said when a step was taken: the sentence that residents read."""

    __tablename__ = "step_reason"
    __table_args__ = (refers("initiative_id", "initiative", cascade=True),)

    initiative_id: UUID = Field(primary_key=True)
    step_seq: int = Field(primary_key=True)
    reasons: str = Field(sa_type=Text)
    #: Who took the step; None for the system. Shown to colleagues, never to the public.
    taken_by: UUID | None = None
    #: These are the submitter's own words, and go with their account.
    by_submitter: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class RunningTerm(TenantRow, table=True):
    """A term that runs, was met or has passed: one for each step that has one."""

    __tablename__ = "running_term"
    __table_args__ = (
        refers("initiative_id", "initiative", cascade=True),
        Index(None, "municipality_id", "state", "due_on"),
        # Small however many terms there were: the clock looks at it every second.
        index_where(
            "ix_running_term_running", "due_on", "municipality_id", where="state = 'running'"
        ),
    )

    initiative_id: UUID = Field(primary_key=True)
    step_seq: int = Field(primary_key=True)
    step: str = Field(max_length=40)
    started_on: date
    due_on: date
    state: TermState = Field(default=TermState.RUNNING, sa_type=Coded(TermState))
    #: The step in which it began, where it goes on from an earlier one; None: this one.
    began_seq: int | None = None
    #: Days on which it stood still.
    suspended_days: int = Field(default=0, sa_column_kwargs={"server_default": "0"})

    @property
    def began(self) -> int:
        """The step in which it began: what it stood still for is kept under that."""
        return self.step_seq if self.began_seq is None else self.began_seq


class DelayNote(TenantRow, table=True):
    """Why a step takes longer than its term, in the words of who has it; the last that was said counts."""

    __tablename__ = "delay_note"
    __table_args__ = (refers("initiative_id", "initiative", cascade=True),)

    initiative_id: UUID = Field(primary_key=True)
    step_seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    words: str = Field(sa_type=Text)
    said_on: date
    #: Shown to colleagues, never to the public; None once they are gone.
    said_by: UUID | None = None


class TermSuspension(TenantRow, table=True):
    """A time in which a term stood still: from the question to the submitter until the way back."""

    __tablename__ = "term_suspension"
    __table_args__ = (refers("initiative_id", "initiative", cascade=True),)

    initiative_id: UUID = Field(primary_key=True)
    #: The step in which the submitter has the question.
    asked_seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: The step in which the term began that stands still.
    began_seq: int
    asked_on: date
    #: None while it lasts.
    back_on: date | None = None


def running(terms: FromClause) -> ColumnElement[bool]:
    """Terms that run; in the very words of the index that holds only those."""
    return terms.c.state == literal_column("'running'")


class Signature(TenantRow, table=True):
    """One person's support. The primary key is the constraint behind "one person, one signature".

    `signer_tag` is keyed with the initiative and the person's identity: the same person gets the same tag
    after erasing and coming back. It is replaced by a random one when the initiative closes.
    """

    __tablename__ = "signature"
    __table_args__ = (
        refers("initiative_id", "initiative"),
        refers("person_id", "person"),
        Index(None, "municipality_id", "person_id"),
    )

    initiative_id: UUID = Field(primary_key=True)
    signer_tag: str = Field(primary_key=True, max_length=64)
    person_id: UUID | None = None
    stance: Stance = Field(sa_type=Coded(Stance))
    valid: bool
    neighbourhood_code: str | None = Field(default=None, max_length=12)
    age_band: AgeBand = Field(sa_type=Coded(AgeBand))
    channel: Channel = Field(sa_type=Coded(Channel))
    signed_on: date
    signed_at: datetime = moment()


def title_for_others(initiatives: FromClause) -> ColumnElement[str]:
    """The title, as who did not submit it may read it."""
    return case((initiatives.c.hiding_id.is_not(None), HIDDEN), else_=initiatives.c.title)


def slug_for_others(initiatives: FromClause) -> ColumnElement[str]:
    """The same of the words in its address."""
    return case((initiatives.c.hiding_id.is_not(None), HIDDEN_SLUG), else_=initiatives.c.slug)
