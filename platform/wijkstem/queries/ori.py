"""What the read API of council information tells: meetings, items and documents, the newest meeting first.

No more than the pages show: what is hidden is called so, and an item leads to its plan only when that is public.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, FromClause, Row, Select, and_, case, null, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.agenda import its_initiative
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument, MeetingState
from wijkstem.tables.initiatives import HIDDEN, Initiative
from wijkstem.words.dossiers import WooCategory

_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_document = table_of(MeetingDocument)
_initiative = table_of(Initiative)

_NEWEST = (_meeting.c.held_on.desc(), _meeting.c.id)


@dataclass(frozen=True)
class MeetingTold:
    """A meeting of a body."""

    id: UUID
    body_id: str | None
    body_name: str
    name: str
    held_on: date
    starts_at: datetime | None
    location: str | None
    state: MeetingState

    @property
    def held(self) -> bool:
        return self.state is MeetingState.HELD


@dataclass(frozen=True)
class ItemTold:
    """An item of an agenda; number and slug lead to the plan that it came from."""

    id: UUID
    meeting_id: UUID
    sequence: int
    title: str
    description: str | None
    result: str | None
    number: str | None
    slug: str | None


@dataclass(frozen=True)
class DocumentTold:
    """A document that stands with a meeting or an item."""

    id: UUID
    meeting_id: UUID
    item_id: UUID | None
    title: str
    url: str
    media_type: str | None
    submitted_on: date | None
    held_on: date
    category: WooCategory | None


Told = MeetingTold | ItemTold | DocumentTold


def told_meetings(
    connection: Connection, municipality_id: str, *, page: int, per_page: int
) -> Paged[MeetingTold]:
    """Two statements, whatever the number."""
    found = meetings_told(municipality_id).order_by(*_NEWEST)
    return paged(connection, found, _meeting_told, page=page, per_page=per_page)


def told_items(
    connection: Connection,
    municipality_id: str,
    *,
    page: int,
    per_page: int,
    meeting_id: UUID | None = None,
) -> Paged[ItemTold]:
    """Of all meetings, or of one."""
    found = items_told(municipality_id).order_by(*_NEWEST, _item.c.sequence, _item.c.id)
    if meeting_id is not None:
        found = found.where(_item.c.meeting_id == meeting_id)
    return paged(connection, found, _item_told, page=page, per_page=per_page)


def told_documents(
    connection: Connection,
    municipality_id: str,
    *,
    page: int,
    per_page: int,
    meeting_id: UUID | None = None,
) -> Paged[DocumentTold]:
    """Of all meetings, or of one."""
    found = _documents(municipality_id).order_by(*_NEWEST, _document.c.title, _document.c.id)
    if meeting_id is not None:
        found = found.where(_document.c.meeting_id == meeting_id)
    return paged(connection, found, _document_told, page=page, per_page=per_page)


def told_meeting(connection: Connection, municipality_id: str, key: UUID) -> MeetingTold | None:
    row = connection.execute(meetings_told(municipality_id).where(_meeting.c.id == key)).first()
    return _meeting_told(row) if row else None


def told_item(connection: Connection, municipality_id: str, key: UUID) -> ItemTold | None:
    row = connection.execute(items_told(municipality_id).where(_item.c.id == key)).first()
    return _item_told(row) if row else None


def told_document(connection: Connection, municipality_id: str, key: UUID) -> DocumentTold | None:
    row = connection.execute(_documents(municipality_id).where(_document.c.id == key)).first()
    return _document_told(row) if row else None


def meetings_told(municipality_id: str) -> Select[Any]:
    """Every meeting, in no order."""
    columns = [_meeting.c[name] for name in MeetingTold.__dataclass_fields__]
    return select(*columns).where(_meeting.c.municipality_id == municipality_id)


def items_told(municipality_id: str) -> Select[Any]:
    """Every item with its meeting, in no order."""
    hidden = _initiative.c.hiding_id.is_not(None)
    return (
        select(
            _item.c.id,
            _item.c.meeting_id,
            _item.c.sequence,
            case((hidden, HIDDEN), else_=_item.c.title).label("title"),
            case((hidden, null()), else_=_item.c.description).label("description"),
            _item.c.source_result.label("result"),
            case((_initiative.c.public, _initiative.c.number)).label("number"),
            case((_initiative.c.public, _initiative.c.slug)).label("slug"),
        )
        .select_from(
            _with_meeting(_item).outerjoin(_initiative, its_initiative()),
        )
        .where(_item.c.municipality_id == municipality_id)
    )


def _documents(municipality_id: str) -> Select[Any]:
    columns = [n for n in DocumentTold.__dataclass_fields__ if n != "held_on"]
    return (
        select(*(_document.c[name] for name in columns), _meeting.c.held_on)
        .select_from(_with_meeting(_document))
        .where(_document.c.municipality_id == municipality_id)
    )


def _with_meeting(part: Any) -> Any:
    joined: FromClause = part.join(
        _meeting,
        and_(
            _meeting.c.municipality_id == part.c.municipality_id,
            _meeting.c.id == part.c.meeting_id,
        ),
    )
    return joined


def _meeting_told(row: Row[Any]) -> MeetingTold:
    return MeetingTold(**row._mapping)


def _item_told(row: Row[Any]) -> ItemTold:
    return ItemTold(**row._mapping)


def _document_told(row: Row[Any]) -> DocumentTold:
    return DocumentTold(**row._mapping)
