"""Draws by lot: who wants to be drawn, sounding groups, the list that was fixed for each, and what became of who is on it."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, FromClause, Index, Text, UniqueConstraint
from sqlalchemy.sql import literal_column
from sqlalchemy.sql.elements import conv
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, refers
from wijkstem.words import AgeBand
from wijkstem.words.draws import HOLDS, DrawState, EntryState


class DrawWilling(TenantRow, table=True):
    """Somebody who said yes to being drawn; it goes when they say no."""

    __tablename__ = "draw_willing"
    __table_args__ = (refers("person_id", "person", cascade=True),)

    person_id: UUID = Field(primary_key=True)
    said_on: date


class SoundingGroup(TenantRow, table=True):
    """A group of residents that is drawn by lot, as it stands now."""

    __tablename__ = "sounding_group"
    __table_args__ = (
        UniqueConstraint(
            "municipality_id", "number", name=conv("uq_sounding_group_municipality_id")
        ),
        CheckConstraint("seats > 0", name="seats"),
    )

    id: UUID = Field(primary_key=True)
    #: Its address, for good.
    number: str = Field(max_length=9)
    name: str = Field(max_length=120)
    #: What it is asked to do.
    purpose: str = Field(sa_type=Text)
    seats: int
    #: From which neighbourhoods, with blanks between; "": from all.
    codes: str = Field(sa_type=Text)
    state: DrawState = Field(sa_type=Coded(DrawState))
    #: Why it does not go on; "" otherwise.
    reason: str = Field(default="", sa_type=Text)
    made_on: date
    ended_on: date | None = None
    made_by: UUID | None = None


class Draw(TenantRow, table=True):
    """The one draw of a group: the key lets nobody draw until it suits."""

    __tablename__ = "draw"
    __table_args__ = (refers("group_id", "sounding_group"),)

    group_id: UUID = Field(primary_key=True)
    #: The first line of the published list: strata, places, and where the figures come from.
    plan: str = Field(sa_type=Text)
    root: str = Field(max_length=64)
    source: str = Field(max_length=200)
    #: The figures are those of the first draw of the source from this day on.
    first_day: date
    #: How long somebody has to answer, by the rules of the day it was announced.
    answer_days: int
    announced_on: date
    #: The figures, and where anybody can look them up; "" until then.
    figure: str = Field(default="", max_length=140)
    how: str = Field(default="", sa_type=Text)
    drawn_on: date | None = None
    announced_by: UUID | None = None


class DrawEntry(TenantRow, table=True):
    """A place on the list, under a random number. Whose it is goes when they are erased; the list stays as it was."""

    __tablename__ = "draw_entry"
    __table_args__ = (
        refers("group_id", "draw", key="group_id"),
        UniqueConstraint("municipality_id", "group_id", "person_id", name="uq_draw_entry_person"),
        UniqueConstraint("municipality_id", "group_id", "turn", name="uq_draw_entry_turn"),
        Index(None, "municipality_id", "person_id"),
        index_where(
            "ix_draw_entry_asked",
            "municipality_id",
            "answer_by",
            where="state in ('invited', 'yes')",
        ),
    )

    #: Random: it says nothing about an order.
    id: UUID = Field(primary_key=True)
    group_id: UUID
    person_id: UUID | None = None
    stratum: int
    #: Where they lived and how old they were when the list was fixed; the published list has the stratum only.
    neighbourhood_code: str = Field(max_length=12)
    age_band: AgeBand = Field(sa_type=Coded(AgeBand))
    #: The order in which they are asked, from 1 over all strata; None until it is drawn.
    turn: int | None = None
    state: EntryState = Field(sa_type=Coded(EntryState))
    invited_on: date | None = None
    answer_by: date | None = None
    answered_on: date | None = None


def asked(entry: FromClause) -> ColumnElement[bool]:
    """Who has a place or may take it."""
    return entry.c.state.in_(sorted(HOLDS))


def asked_anywhere(entry: FromClause) -> ColumnElement[bool]:
    """The same over all municipalities; in the very words of the index that holds only those."""
    return entry.c.state.in_([literal_column("'invited'"), literal_column("'yes'")])
