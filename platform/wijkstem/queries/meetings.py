"""One meeting: its agenda in order, its documents, and the initiatives that are on it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, and_, case, false, null, select, true

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.agenda import MeetingFacts, facts_of, its_initiative, meetings_of
from wijkstem.tables.council import (
    AgendaItem,
    AgendaRequest,
    Meeting,
    MeetingDocument,
    RequestState,
)
from wijkstem.tables.initiatives import HIDDEN, Initiative
from wijkstem.words import Milestone
from wijkstem.words.dossiers import WooCategory

_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_document = table_of(MeetingDocument)
_initiative = table_of(Initiative)
_request = table_of(AgendaRequest)


@dataclass(frozen=True)
class Document:
    """A document elsewhere; only its address is kept."""

    id: UUID
    item_id: UUID | None
    title: str
    url: str
    media_type: str | None = None
    size: int | None = None
    category: WooCategory | None = None
    by_hand: bool = False


@dataclass(frozen=True)
class Item:
    """An item on the agenda; number and slug lead to the initiative that it came from."""

    id: UUID
    sequence: int
    title: str
    description: str | None
    number: str | None
    slug: str | None
    #: What the source says came of it, and since when it is not on the source's agenda any more.
    result: str | None = None
    gone_on: date | None = None
    #: Whether the clerk put it on here, and may take it off.
    by_hand: bool = False
    #: Whether its submitter took the plan back after it was placed.
    withdrawn: bool = False
    #: Whether its plan asks for another meeting: the council put it off, or this one does not go on.
    waits: bool = False


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with its items in order and its documents."""

    meeting: MeetingFacts
    items: tuple[Item, ...]
    documents: tuple[Document, ...]


def meeting_page(connection: Connection, municipality_id: str, meeting_id: UUID) -> MeetingPage:
    """Raises NotFound for a meeting that is not of this municipality."""
    row = connection.execute(
        meetings_of(municipality_id).where(_meeting.c.id == meeting_id)
    ).first()
    if row is None:
        raise NotFound("unknown_meeting", "Deze vergadering bestaat niet.")
    return MeetingPage(
        facts_of(row),
        _items(connection, municipality_id, meeting_id),
        _documents(connection, municipality_id, meeting_id),
    )


def _items(connection: Connection, municipality_id: str, meeting_id: UUID) -> tuple[Item, ...]:
    hidden = _initiative.c.hiding_id.is_not(None)
    found = (
        select(
            _item.c.id,
            _item.c.sequence,
            case((hidden, HIDDEN), else_=_item.c.title).label("title"),
            case((hidden, null()), else_=_item.c.description).label("description"),
            # Of what is not public nobody learns more than that it stands on the agenda.
            case((_initiative.c.public, _initiative.c.number)).label("number"),
            case((_initiative.c.public, _initiative.c.slug)).label("slug"),
            _item.c.source_result.label("result"),
            _item.c.gone_on,
            and_(_item.c.source_id.is_(None), _item.c.initiative_id.is_(None)).label("by_hand"),
            case((_initiative.c.result == Milestone.WITHDRAWN, true()), else_=false()).label(
                "withdrawn"
            ),
            case((_request.c.state == RequestState.OPEN, true()), else_=false()).label("waits"),
        )
        .outerjoin_from(_item, _initiative, its_initiative())
        .outerjoin(
            _request,
            and_(
                _request.c.municipality_id == _item.c.municipality_id,
                _request.c.initiative_id == _item.c.initiative_id,
            ),
        )
        .where(_item.c.municipality_id == municipality_id, _item.c.meeting_id == meeting_id)
        .order_by(_item.c.sequence, _item.c.id)
    )
    return tuple(Item(**row._mapping) for row in connection.execute(found))


def _documents(
    connection: Connection, municipality_id: str, meeting_id: UUID
) -> tuple[Document, ...]:
    found = (
        select(
            *(_document.c[name] for name in Document.__dataclass_fields__ if name != "by_hand"),
            _document.c.source_id.is_(None).label("by_hand"),
        )
        .where(_document.c.municipality_id == municipality_id, _document.c.meeting_id == meeting_id)
        .order_by(_document.c.title, _document.c.id)
    )
    return tuple(Document(**row._mapping) for row in connection.execute(found))
