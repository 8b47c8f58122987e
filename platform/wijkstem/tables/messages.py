"""Who follows what, what each person was told, and how far the digests are."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Index,
    String,
    bindparam,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words import Because, Rhythm


class Following(TenantRow, table=True):
    """Somebody who wants to hear of a plan. It is no support, and no figure counts it: so the log knows nothing of it."""

    __tablename__ = "following"
    __table_args__ = (
        refers("initiative_id", "initiative"),
        refers("person_id", "person", cascade=True),
        Index(None, "municipality_id", "person_id"),
    )

    initiative_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    since: datetime = moment()


class Mailed(StrEnum):
    """What became of a message as a mail."""

    AT_ONCE = "at_once"
    #: For the next digest.
    WAITING = "waiting"
    DIGEST = "digest"
    NOT = "not"


class InboxMessage(TenantRow, table=True):
    """What somebody was told, as they read it on the site: an event, once. Its words are made when it is read."""

    __tablename__ = "inbox_message"
    __table_args__ = (
        refers("person_id", "person", cascade=True),
        # Small however much was told before: every page of who is logged in counts what is unread.
        index_where(
            "ix_inbox_message_unread", "municipality_id", "person_id", where="read_at IS NULL"
        ),
        index_where(
            "ix_inbox_message_waiting", "municipality_id", "person_id", where="mailed = 'waiting'"
        ),
        Index(None, "municipality_id", "told_at"),
    )

    person_id: UUID = Field(primary_key=True)
    #: Of the event in the log; so they also stand in order of time.
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: What it is about: a plan or a gathering.
    initiative_id: UUID | None = None
    gathering_id: UUID | None = None
    #: The folder of its texts below ``templates/mail``.
    template: str = Field(max_length=60)
    because: Because = Field(sa_type=Coded(Because))
    told_at: datetime = moment()
    read_at: datetime | None = moment(default=None, nullable=True)
    mailed: Mailed = Field(sa_type=Coded(Mailed))
    #: The cause of the digest that it stands in: in one and no other.
    digest: str | None = Field(default=None, max_length=40)


#: Not a parameter: with one, a database that plans ahead cannot know that the index will do.
_WAITING = bindparam(None, Mailed.WAITING.value, type_=String(), literal_execute=True)


def unread(messages: FromClause) -> ColumnElement[bool]:
    """What was not opened yet; in the very words of the index that holds only those."""
    return messages.c.read_at.is_(None)


def waiting(messages: FromClause) -> ColumnElement[bool]:
    """What the next digest is for; in the very words of the index that holds only those."""
    return messages.c.mailed == _WAITING


class DigestRound(TenantRow, table=True):
    """How far the digests of a rhythm are: whoever makes them goes on behind the person reached last."""

    __tablename__ = "digest_round"

    rhythm: Rhythm = Field(primary_key=True, sa_type=Coded(Rhythm))
    #: The day on which its period ended.
    period: date
    reached: UUID | None = None
    finished: bool = False
