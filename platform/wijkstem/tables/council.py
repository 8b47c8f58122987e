"""The council's meetings, their agenda, and the requests to be placed on one."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    FromClause,
    Index,
    Text,
    UniqueConstraint,
    and_,
    false,
    literal_column,
    text,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment, refers
from wijkstem.words import Outlook
from wijkstem.words.dossiers import WooCategory


class MeetingState(StrEnum):
    """VNG/KOOP mini-ORI `vergaderstatus`."""

    PLANNED = "gepland"
    HELD = "gehouden"
    CANCELLED = "geannuleerd"


class RequestState(StrEnum):
    """What became of an agenda request."""

    OPEN = "open"
    PLACED = "placed"
    RETURNED = "returned"


class Meeting(TenantRow, table=True):
    """A meeting of a council body, made here or imported."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("municipality_id", "source_id"),
        Index(None, "municipality_id", "held_on"),
        # What the clock looks at every second: small however many there were.
        index_where(
            "ix_meeting_to_remind",
            "held_on",
            "municipality_id",
            where="state = 'gepland' AND NOT reminded",
        ),
    )

    id: UUID = Field(primary_key=True)
    #: The id in the council information system that it came from; None: made here.
    source_id: str | None = Field(default=None, max_length=80)
    body_id: str | None = Field(default=None, max_length=40)
    body_name: str = Field(max_length=200)
    name: str = Field(max_length=300)
    held_on: date
    starts_at: datetime | None = moment(default=None, nullable=True)
    location: str | None = Field(default=None, max_length=300)
    state: MeetingState = Field(default=MeetingState.PLANNED, sa_type=Coded(MeetingState))
    #: When it is over, as far as anybody knows beforehand.
    ends_at: datetime | None = moment(default=None, nullable=True)
    #: Where it can be seen while it lasts.
    livestream: str | None = Field(default=None, max_length=500)
    #: Counts the changes made here; a form names the one that it showed, and a calendar keeps the highest.
    revision: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    changed_at: datetime | None = moment(default=None, nullable=True)
    #: Why it was moved last, or does not go on.
    reasons: str | None = Field(default=None, sa_type=Text)
    #: Whoever speaks has been told that it is tomorrow.
    reminded: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


def to_remind(meetings: FromClause) -> ColumnElement[bool]:
    """What a speaker must still hear of on the day before; in the very words of the index that holds only those."""
    return and_(
        meetings.c.state == literal_column("'gepland'"),
        literal_column("NOT meeting.reminded", Boolean()),
    )


class AgendaItem(TenantRow, table=True):
    """An item on a meeting's agenda; one that came from an initiative says so."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("municipality_id", "source_id"),
        refers("meeting_id", "meeting"),
        refers("initiative_id", "initiative"),
        Index(None, "municipality_id", "meeting_id", "sequence"),
        UniqueConstraint("municipality_id", "initiative_id"),
    )

    id: UUID = Field(primary_key=True)
    source_id: str | None = Field(default=None, max_length=80)
    meeting_id: UUID
    sequence: int
    title: str = Field(max_length=500)
    description: str | None = Field(default=None, sa_type=Text)
    initiative_id: UUID | None = None
    #: What the source says came of it, in its own words.
    source_result: str | None = Field(default=None, sa_type=Text)
    #: The source took it off this meeting, and it is kept because we placed it; None: nothing is wrong.
    gone_on: date | None = None


class MeetingDocument(TenantRow, table=True):
    """A document that belongs to a meeting or to one of its items; only its address is kept."""

    __tablename__ = "meeting_document"
    __table_args__ = (
        UniqueConstraint("municipality_id", "source_id"),
        refers("meeting_id", "meeting"),
        refers("item_id", "agenda_item"),
        Index(None, "municipality_id", "meeting_id"),
    )

    id: UUID = Field(primary_key=True)
    #: None: the clerk named it here.
    source_id: str | None = Field(default=None, max_length=80)
    meeting_id: UUID
    item_id: UUID | None = None
    title: str = Field(max_length=500)
    #: "": the source has it, and does not say where.
    url: str = Field(max_length=2000)
    #: As the source says; None: it does not.
    media_type: str | None = Field(default=None, max_length=100)
    size: int | None = Field(default=None, sa_type=BigInteger)
    submitted_on: date | None = None
    #: What the law calls it, as the source says; None: it does not, or by a code that is not for municipalities.
    category: WooCategory | None = Field(default=None, sa_type=Coded(WooCategory))


class AgendaRequest(TenantRow, table=True):
    """An initiative's way to the council; the key is the constraint behind "exactly one request"."""

    __tablename__ = "agenda_request"
    __table_args__ = (
        refers("initiative_id", "initiative"),
        Index(None, "municipality_id", "state"),
        # Small however many requests there were: the clock looks every second.
        index_where(
            "ix_agenda_request_open", "placing_on", "municipality_id", where="state = 'open'"
        ),
    )

    initiative_id: UUID = Field(primary_key=True)
    body_id: str = Field(max_length=40)
    requested_on: date
    due_on: date | None = None
    state: RequestState = Field(default=RequestState.OPEN, sa_type=Coded(RequestState))
    #: The clerk found nothing missing.
    accepted_on: date | None = None
    #: The day of the meeting that it stands on, as those concerned know it.
    held_on: date | None = None
    #: What was foreseen and told last; what is shown is worked out anew (`domain/meeting_terms.py`).
    outlook: Outlook | None = Field(default=None, sa_type=Coded(Outlook))
    placing_on: date | None = None
    treating_on: date | None = None


def still_open(requests: FromClause) -> ColumnElement[bool]:
    """What asks for a place; in the very words of the index that holds only those."""
    return requests.c.state == literal_column("'open'")
