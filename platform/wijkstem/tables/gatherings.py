"""Gatherings of the municipality with residents, which plans they are about, and who signed up."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Index,
    Text,
    UniqueConstraint,
    and_,
    false,
    literal_column,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words import GatheringKind, GatheringState


class Gathering(TenantRow, table=True):
    """Where residents and the municipality meet: announced, and afterwards reported. Who did what the log says."""

    __tablename__ = "gathering"
    __table_args__ = (
        Index(None, "municipality_id", "held_on"),
        # What the clock looks at every second: small however many there were.
        index_where(
            "ix_gathering_to_remind",
            "held_on",
            "municipality_id",
            where="state = 'announced' AND NOT reminded",
        ),
    )

    id: UUID = Field(primary_key=True)
    kind: GatheringKind = Field(sa_type=Coded(GatheringKind))
    #: None: about the whole municipality.
    neighbourhood_code: str | None = Field(default=None, max_length=12)
    title: str = Field(max_length=120)
    about: str = Field(sa_type=Text)
    held_on: date
    starts_at: datetime = moment()
    ends_at: datetime = moment()
    place: str = Field(max_length=200)
    #: What somebody must know who does not walk, see or hear well.
    access: str = Field(sa_type=Text)
    #: How many fit; None: everybody.
    places: int | None = None
    state: GatheringState = Field(default=GatheringState.ANNOUNCED, sa_type=Coded(GatheringState))
    #: Counts the changes; a form names the one that it showed, so that two officials cannot collide.
    revision: int = 1
    #: Whoever comes has been told that it is tomorrow.
    reminded: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    #: Why it does not go on.
    reasons: str | None = Field(default=None, sa_type=Text)
    #: The report: how many came, what they said, and what follows.
    came: int | None = None
    heard: str | None = Field(default=None, sa_type=Text)
    follow_up: str | None = Field(default=None, sa_type=Text)
    reported_on: date | None = None


def to_remind(gatherings: FromClause) -> ColumnElement[bool]:
    """What somebody must still hear of on the day before; in the very words of the index that holds only those."""
    return and_(
        gatherings.c.state == literal_column("'announced'"),
        literal_column("NOT gathering.reminded", Boolean()),
    )


class GatheringPlan(TenantRow, table=True):
    """A plan that a gathering is about."""

    __tablename__ = "gathering_plan"
    __table_args__ = (
        refers("gathering_id", "gathering", cascade=True),
        refers("initiative_id", "initiative"),
        Index(None, "municipality_id", "initiative_id"),
    )

    gathering_id: UUID = Field(primary_key=True)
    initiative_id: UUID = Field(primary_key=True)


class SignUp(TenantRow, table=True):
    """Somebody who comes, or waits for a place.

    Seats are numbered and a seat has one person: with numbers up to the number of places, this constraint is what
    keeps a room from being given away twice.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        UniqueConstraint("municipality_id", "gathering_id", "person_id", name="uq_sign_up_person"),
        UniqueConstraint("municipality_id", "gathering_id", "seat", name="uq_sign_up_seat"),
        UniqueConstraint("municipality_id", "gathering_id", "turn", name="uq_sign_up_turn"),
        refers("gathering_id", "gathering"),
        refers("person_id", "person"),
        Index(None, "municipality_id", "person_id"),
    )

    #: Random, and what the log knows of it: whose it is stands here alone.
    id: UUID = Field(primary_key=True)
    gathering_id: UUID
    person_id: UUID
    #: The order in which they came.
    turn: int
    #: None: on the waiting list.
    seat: int | None = None
    signed_up_at: datetime = moment()
