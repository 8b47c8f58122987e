"""Dossiers: the list, what is found by words, and one with everything that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, case, func, null, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.kit.search import Wanted, matches
from wijkstem.projections.timeline import TimelineEntry
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument
from wijkstem.tables.dossiers import Dossier, DossierEntry, DossierFollowing, FindableDossier
from wijkstem.tables.initiatives import HIDDEN, Initiative
from wijkstem.words import Milestone
from wijkstem.words.dossiers import EntryKind, WooCategory

_dossier = table_of(Dossier)
_entry = table_of(DossierEntry)
_found = table_of(FindableDossier)
_following = table_of(DossierFollowing)
_initiative = table_of(Initiative)
_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_document = table_of(MeetingDocument)
_line = table_of(TimelineEntry)

#: Dossiers on one page.
PER_PAGE = 20


@dataclass(frozen=True)
class ListedDossier:
    """A dossier in the list, with how much stands in it."""

    number: str
    slug: str
    title: str
    about: str
    changed_on: date
    entries: int


@dataclass(frozen=True)
class DossierFacts:
    """The dossier's own words."""

    id: UUID
    number: str
    slug: str
    title: str
    about: str
    revision: int
    opened_on: date
    changed_on: date


@dataclass(frozen=True)
class Entry:
    """Something in it, with what it is now. The fields of a plan and of a meeting are None where it is neither."""

    id: UUID
    kind: EntryKind
    day: date
    title: str
    text: str
    url: str
    category: WooCategory | None
    initiative_id: UUID | None
    item_id: UUID | None
    #: Of a plan that everybody may read; an item can have come from one.
    number: str | None
    slug: str | None
    plan: str | None
    #: Of the meeting, and of the meeting of an item; None when the item is gone at the source.
    meeting_id: UUID | None
    meeting: str | None
    held_on: date | None
    state: str | None
    item: str | None
    result: str | None


@dataclass(frozen=True)
class OnAgenda:
    """A plan of the dossier on an agenda: it need not be put in by hand."""

    item_id: UUID
    initiative_id: UUID
    title: str
    number: str | None
    slug: str | None
    meeting_id: UUID
    meeting: str
    held_on: date
    state: str
    result: str | None


@dataclass(frozen=True)
class Document:
    """What belongs to an item in it."""

    item_id: UUID
    title: str
    url: str


@dataclass(frozen=True)
class Step:
    """A decision on a plan in it."""

    initiative_id: UUID
    on: date
    means: Milestone


@dataclass(frozen=True)
class DossierPage:
    """Everything that belongs to a dossier; what comes when is worked out in `web/dossier_lines.py`."""

    dossier: DossierFacts
    entries: tuple[Entry, ...]
    on_agendas: tuple[OnAgenda, ...]
    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    #: Whether the visitor asked to be told of it.
    follows: bool


def dossiers(
    connection: Connection,
    municipality_id: str,
    *,
    words: Wanted | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Paged[ListedDossier]:
    """What changed last stands first."""
    held = (
        select(func.count())
        .where(
            _entry.c.municipality_id == _dossier.c.municipality_id,
            _entry.c.dossier_id == _dossier.c.id,
        )
        .correlate(_dossier)
        .scalar_subquery()
    )
    columns = [_dossier.c[name] for name in ListedDossier.__dataclass_fields__ if name != "entries"]
    found = select(*columns, held).where(_dossier.c.municipality_id == municipality_id)
    if words is not None:
        asked = words.for_engine(connection.dialect.name)
        found = found.join_from(_dossier, _found, _its_words()).where(
            matches(_found.c.doc, _found.c.words, asked)
        )
    found = found.order_by(_dossier.c.changed_on.desc(), _dossier.c.number.desc())
    return paged(
        connection, found, lambda row: ListedDossier(*tuple(row)), page=page, per_page=per_page
    )


def _its_words() -> Any:
    return and_(
        _found.c.municipality_id == _dossier.c.municipality_id,
        _found.c.dossier_id == _dossier.c.id,
    )


def dossier_page(
    connection: Connection, municipality_id: str, number: str, *, person_id: UUID | None = None
) -> DossierPage:
    """As many statements for much as for little. Raises NotFound for one that is not there."""
    it = dossier_facts(connection, municipality_id, number)
    entries = tuple(
        Entry(*tuple(row)) for row in connection.execute(_entries(municipality_id, it.id))
    )
    plans = [one.initiative_id for one in entries if one.initiative_id and one.number]
    on_agendas = tuple(
        OnAgenda(*tuple(row)) for row in connection.execute(_on_agendas(municipality_id, plans))
    )
    items = {one.item_id for one in entries if one.item_id} | {one.item_id for one in on_agendas}
    return DossierPage(
        it,
        entries,
        on_agendas,
        _documents(connection, municipality_id, tuple(items)),
        _steps(connection, municipality_id, plans),
        person_id is not None and _follows(connection, municipality_id, it.id, person_id),
    )


def _follows(
    connection: Connection, municipality_id: str, dossier_id: UUID, person_id: UUID
) -> bool:
    found = select(_following.c.since).where(
        _following.c.municipality_id == municipality_id,
        _following.c.dossier_id == dossier_id,
        _following.c.person_id == person_id,
    )
    return connection.execute(found).first() is not None


def dossier_facts(connection: Connection, municipality_id: str, number: str) -> DossierFacts:
    """The dossier alone. Raises NotFound for one that is not there."""
    row: Row[Any] | None = connection.execute(
        select(*(_dossier.c[name] for name in DossierFacts.__dataclass_fields__)).where(
            _dossier.c.municipality_id == municipality_id, _dossier.c.number == number
        )
    ).first()
    if row is None:
        raise NotFound("unknown_dossier", "Dit dossier is er niet.")
    return DossierFacts(*tuple(row))


_HIDDEN = _initiative.c.hiding_id.is_not(None)
_SHOWN = (
    # Of what is not public nobody learns more than that it is there.
    case((_initiative.c.public, _initiative.c.number)),
    case((_initiative.c.public, _initiative.c.slug)),
)


def _entries(municipality_id: str, dossier_id: UUID) -> Select[Any]:
    own = ("id", "kind", "day", "title", "text", "url", "category", "initiative_id", "item_id")
    here = municipality_id
    return (
        select(
            *(_entry.c[name] for name in own),
            *_SHOWN,
            case((_initiative.c.public, _initiative.c.title)),
            _meeting.c.id,
            _meeting.c.name,
            _meeting.c.held_on,
            _meeting.c.state,
            case((_item.c.initiative_id.is_(None), _item.c.title)),
            _item.c.source_result,
        )
        .select_from(
            _entry.outerjoin(
                _item, and_(_item.c.municipality_id == here, _item.c.id == _entry.c.item_id)
            )
            .outerjoin(
                _initiative,
                and_(
                    _initiative.c.municipality_id == here,
                    _initiative.c.id
                    == func.coalesce(_entry.c.initiative_id, _item.c.initiative_id),
                ),
            )
            .outerjoin(
                _meeting,
                and_(
                    _meeting.c.municipality_id == here,
                    _meeting.c.id == func.coalesce(_entry.c.meeting_id, _item.c.meeting_id),
                ),
            )
        )
        .where(_entry.c.municipality_id == here, _entry.c.dossier_id == dossier_id)
        .order_by(_entry.c.day, _entry.c.id)
    )


def _on_agendas(municipality_id: str, plans: Sequence[UUID]) -> Select[Any]:
    return (
        select(
            _item.c.id,
            _item.c.initiative_id,
            case((_HIDDEN, HIDDEN), else_=_item.c.title),
            *_SHOWN,
            _meeting.c.id,
            _meeting.c.name,
            _meeting.c.held_on,
            _meeting.c.state,
            case((_HIDDEN, null()), else_=_item.c.source_result),
        )
        .join_from(
            _item,
            _initiative,
            and_(
                _initiative.c.municipality_id == _item.c.municipality_id,
                _initiative.c.id == _item.c.initiative_id,
            ),
        )
        .join(
            _meeting,
            and_(
                _meeting.c.municipality_id == _item.c.municipality_id,
                _meeting.c.id == _item.c.meeting_id,
            ),
        )
        .where(_item.c.municipality_id == municipality_id, _item.c.initiative_id.in_(plans))
        .order_by(_meeting.c.held_on, _item.c.id)
    )


def _documents(
    connection: Connection, municipality_id: str, items: Sequence[UUID]
) -> tuple[Document, ...]:
    found = (
        select(_document.c.item_id, _document.c.title, _document.c.url)
        .where(
            _document.c.municipality_id == municipality_id,
            _document.c.item_id.in_(items),
            _document.c.url != "",
        )
        .order_by(_document.c.title, _document.c.id)
    )
    return tuple(Document(*row) for row in connection.execute(found))


def _steps(connection: Connection, municipality_id: str, plans: Sequence[UUID]) -> tuple[Step, ...]:
    found = (
        select(_line.c.initiative_id, _line.c.on, _line.c.means)
        .where(
            _line.c.municipality_id == municipality_id,
            _line.c.initiative_id.in_(plans),
            _line.c.means.is_not(None),
        )
        .order_by(_line.c.on, _line.c.position)
    )
    return tuple(Step(*row) for row in connection.execute(found))
