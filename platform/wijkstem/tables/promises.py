"""Promises (`toezeggingen`): what was promised, by whom in which office, until when, and everything said of it."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    Boolean,
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
from wijkstem.words import PromiseState


class Promise(TenantRow, table=True):
    """Something that was promised, as it stands now. Offices are named, and no persons."""

    __tablename__ = "promise"
    __table_args__ = (
        refers("initiative_id", "initiative"),
        Index(None, "municipality_id", "initiative_id"),
        # Small however much was promised before: the clock looks every second.
        index_where(
            "ix_promise_to_look_at",
            "due_on",
            "municipality_id",
            where="state = 'open' AND NOT late",
        ),
    )

    id: UUID = Field(primary_key=True)
    #: The plan that it is about; None: about something else.
    initiative_id: UUID | None = None
    what: str = Field(sa_type=Text)
    #: The office of who promised it, such as "wethouder Wonen"; and of who has to do it.
    office: str = Field(max_length=120)
    owner: str = Field(max_length=120)
    promised_on: date
    due_on: date
    state: PromiseState = Field(sa_type=Coded(PromiseState))
    #: Whether it was said that it is late.
    late: bool = False
    #: Of the newest version.
    revision: int = 1
    changed_on: date


def to_look_at(promises: FromClause) -> ColumnElement[bool]:
    """What can still become late; in the very words of the index that holds only those."""
    return and_(
        promises.c.state == literal_column("'open'"),
        literal_column("NOT promise.late", Boolean()),
    )


class PromiseVersion(TenantRow, table=True):
    """What a promise said from a day on, and why it changed: added to, never rewritten."""

    __tablename__ = "promise_version"
    __table_args__ = (refers("promise_id", "promise", cascade=True),)

    promise_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    what: str = Field(sa_type=Text)
    due_on: date
    state: PromiseState = Field(sa_type=Coded(PromiseState))
    #: How it goes, or why it changed; "" for the first.
    news: str = Field(sa_type=Text)
    said_on: date
