"""Dossiers: the list, what is found by words, and one with everything that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, case, func, null, or_, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.kit.search import Wanted, matches
from wijkstem.projections.timeline import TimelineEntry
from wijkstem.queries.dossier_means import MeansInDossier, means_in_dossier
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.carrying_out import WorkPart
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
_part = table_of(WorkPart)

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
    #: What the law calls it, as its source says.
    category: WooCategory | None = None
    #: As its source says; None: it does not.
    submitted_on: date | None = None
    media_type: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Step:
    """A decision on a plan in it, or something that was carried out after one."""

    initiative_id: UUID
    on: date
    kind: str
    #: Of a decision.
    means: Milestone | None
    outcome: str | None
    due_on: date | None
    number: int | None
    part: str | None
    part_news: str | None


@dataclass(frozen=True)
class DossierPage:
    """Everything that belongs to a dossier; what comes when is worked out in `web/dossier_lines.py`."""

    dossier: DossierFacts
    entries: tuple[Entry, ...]
    on_agendas: tuple[OnAgenda, ...]
    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    means: tuple[MeansInDossier, ...]
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
        means_in_dossier(connection, municipality_id, it.id),
        person_id is not None and _follows(connection, municipality_id, it.id, person_id),
    )


@dataclass(frozen=True)
class DossierLink:
    """Where a dossier is."""

    number: str
    slug: str
    title: str


def followed_dossiers(
    connection: Connection, municipality_id: str, person_id: UUID, *, most: int = 200
) -> tuple[DossierLink, ...]:
    """What somebody follows; what changed last stands first."""
    found = (
        select(_dossier.c.number, _dossier.c.slug, _dossier.c.title)
        .join_from(
            _following,
            _dossier,
            and_(
                _dossier.c.municipality_id == _following.c.municipality_id,
                _dossier.c.id == _following.c.dossier_id,
            ),
        )
        .where(_following.c.municipality_id == municipality_id, _following.c.person_id == person_id)
        .order_by(_dossier.c.changed_on.desc(), _dossier.c.number.desc())
        .limit(most)
    )
    return tuple(DossierLink(*row) for row in connection.execute(found))


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
    found = dossiers_told(municipality_id).where(_dossier.c.number == number)
    row: Row[Any] | None = connection.execute(found).first()
    if row is None:
        raise NotFound("unknown_dossier", "Dit dossier is er niet.")
    return DossierFacts(*tuple(row))


def dossiers_told(municipality_id: str) -> Select[Any]:
    """The dossiers' own words."""
    columns = (_dossier.c[name] for name in DossierFacts.__dataclass_fields__)
    return select(*columns).where(_dossier.c.municipality_id == municipality_id)


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
        select(*(_document.c[name] for name in Document.__dataclass_fields__))
        .where(
            _document.c.municipality_id == municipality_id,
            _document.c.item_id.in_(items),
            _document.c.url != "",
        )
        .order_by(_document.c.title, _document.c.id)
    )
    return tuple(Document(*row) for row in connection.execute(found))


def _steps(connection: Connection, municipality_id: str, plans: Sequence[UUID]) -> tuple[Step, ...]:
    elsewhere = {"part": _part.c.what, "part_news": null()}
    names = Step.__dataclass_fields__
    found = (
        select(*(elsewhere[name] if name in elsewhere else _line.c[name] for name in names))
        .outerjoin_from(
            _line,
            _part,
            and_(_part.c.municipality_id == _line.c.municipality_id, _part.c.id == _line.c.part_id),
        )
        .where(
            _line.c.municipality_id == municipality_id,
            _line.c.initiative_id.in_(plans),
            or_(_line.c.means.is_not(None), _line.c.kind.in_(_WORKED)),
        )
        .order_by(_line.c.on, _line.c.position)
    )
    return tuple(Step(*row) for row in connection.execute(found))


#: What a dossier tells of carrying out; the plan's own page has everything.
_WORKED = tuple(
    f"carrying_out.{one}"
    for one in ("planned", "part_updated", "part_late", "finished", "costs_corrected", "stopped")
)
