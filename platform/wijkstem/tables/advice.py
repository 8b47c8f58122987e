"""Advice of neighbourhoods on plans: what was asked and said, and what each member of a council says about it."""

from datetime import date
from enum import StrEnum
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
from wijkstem.kit.rows import TenantRow, index_where, refers
from wijkstem.words import Advice, Adviser, Closing, Heeded, Interest, Voting


class AdviceState(StrEnum):
    """Where an advice is."""

    OPEN = "open"
    GIVEN = "given"
    #: Its term was over before there was any.
    MISSED = "missed"
    #: The plan went on without it: it was withdrawn, or is closed.
    DROPPED = "dropped"


class NeighbourhoodAdvice(TenantRow, table=True):
    """An advice that is asked, or that a council gives unasked; with the rules of the day on which it was begun.

    Its words are those of the council and of the municipality, and nobody's own.
    """

    __tablename__ = "neighbourhood_advice"
    __table_args__ = (
        refers("initiative_id", "initiative", cascade=True),
        # A step asks once. Unasked ones have no step, and so do not stand in each other's way.
        UniqueConstraint("municipality_id", "initiative_id", "step_seq"),
        Index("ix_neighbourhood_advice_where", "municipality_id", "neighbourhood_code", "state"),
        # Small however many there were: the clock looks at it every second.
        index_where(
            "ix_neighbourhood_advice_look",
            "look_on",
            "municipality_id",
            where="look_on IS NOT NULL",
        ),
    )

    id: UUID = Field(primary_key=True)
    initiative_id: UUID
    neighbourhood_code: str = Field(max_length=12)
    #: The step that waits for it; None: nobody asked.
    step_seq: int | None = None
    by: Adviser = Field(sa_type=Coded(Adviser))
    state: AdviceState = Field(default=AdviceState.OPEN, sa_type=Coded(AdviceState))
    begun_on: date
    #: Of the step; None: nobody waits for it.
    due_on: date | None = None
    #: When the clock must look at it: to remind the members, or to see that no answer came; None: never.
    look_on: date | None = None

    voting: Voting = Field(sa_type=Coded(Voting))
    closing: Closing = Field(sa_type=Coded(Closing))
    quorum_percent: int
    tie: Advice = Field(sa_type=Coded(Advice))

    #: What was advised, and how the votes fell; of a sounding group how many people took part.
    advice: Advice | None = Field(default=None, sa_type=Coded(Advice))
    given_on: date | None = None
    positive: int = 0
    conditional: int = 0
    negative: int = 0
    none: int = 0
    aside: int = 0
    members: int = 0
    reasons: str = Field(default="", sa_type=Text)
    conditions: str = Field(default="", sa_type=Text)

    #: By when the municipality must answer; None: there is nothing to answer.
    answer_due_on: date | None = None
    heeded: Heeded | None = Field(default=None, sa_type=Coded(Heeded))
    answered_on: date | None = None
    answer: str = Field(default="", sa_type=Text)

    @property
    def asked(self) -> bool:
        """Whether a step of the plan's path waits for it."""
        return self.step_seq is not None


def unanswered(advice: FromClause) -> ColumnElement[bool]:
    """What the municipality has to answer."""
    return advice.c.answer_due_on.is_not(None) & advice.c.answered_on.is_(None)


class AdviceVoice(TenantRow, table=True):
    """What one member says: a vote, or that they step aside. One row a member, so never two, and never both.

    The primary key is the constraint behind "one member, one vote".
    """

    __tablename__ = "advice_voice"
    __table_args__ = (
        refers("advice_id", "neighbourhood_advice", cascade=True),
        refers("person_id", "person", cascade=True),
        Index(None, "municipality_id", "person_id"),
        CheckConstraint("(choice IS NULL) <> (interest IS NULL)", name="one_of_both"),
    )

    advice_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    choice: Advice | None = Field(default=None, sa_type=Coded(Advice))
    reasons: str = Field(default="", sa_type=Text)
    conditions: str = Field(default="", sa_type=Text)
    interest: Interest | None = Field(default=None, sa_type=Coded(Interest))
    said_on: date
