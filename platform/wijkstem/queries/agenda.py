"""The council's meetings: which come, which were, and what waits for a place on one."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.agenda import AgendaEntry
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.council import AgendaItem, AgendaRequest, Meeting, MeetingState
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Outlook

_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_initiative = table_of(Initiative)
_entry = table_of(AgendaEntry)
_request = table_of(AgendaRequest)


@dataclass(frozen=True)
class MeetingFacts:
    """When, where and of whom."""

    id: UUID
    body_id: str | None
    body_name: str
    name: str
    held_on: date
    starts_at: datetime | None
    location: str | None
    state: str
    ends_at: datetime | None = None
    livestream: str | None = None
    revision: int = 1
    changed_at: datetime | None = None
    #: Why it was moved last, or does not go on.
    reasons: str | None = None
    source_id: str | None = None

    @property
    def imported(self) -> bool:
        """Whether another system is right about it."""
        return self.source_id is not None

    @property
    def cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED.value

    @property
    def goes_on(self) -> bool:
        """Whether it is still planned: neither cancelled nor over."""
        return self.state == MeetingState.PLANNED.value


@dataclass(frozen=True)
class OnAgenda:
    """An initiative on a meeting's agenda."""

    number: str
    slug: str
    title: str


@dataclass(frozen=True)
class ListedMeeting:
    """A meeting in the list: how many items it has, and the initiatives among them."""

    meeting: MeetingFacts
    items: int
    initiatives: tuple[OnAgenda, ...]


@dataclass(frozen=True)
class AwaitsPlace:
    """An initiative whose request the clerk has yet to decide on."""

    initiative: OnAgenda
    body: str
    requested_on: date
    due_on: date | None
    #: What was foreseen last; None: the rules count no meetings.
    outlook: Outlook | None = None
    placing_on: date | None = None
    treating_on: date | None = None
    #: Where it is, for what the step says.
    instrument: str = ""
    rules_version: str = ""
    step: str = ""


@dataclass(frozen=True)
class Agenda:
    """What waits, longest first, what comes, soonest first, and what was, latest first."""

    waiting: tuple[AwaitsPlace, ...]
    upcoming: tuple[ListedMeeting, ...]
    past: Paged[ListedMeeting]


def agenda(
    connection: Connection,
    municipality_id: str,
    *,
    today: date,
    page: int = 1,
    per_page: int = 20,
) -> Agenda:
    """Six statements, whatever the number of meetings."""
    coming = upcoming_meetings(connection, municipality_id, today=today)
    past = paged(
        connection,
        meetings_of(municipality_id)
        .where(not_(_comes(today)))
        .order_by(_meeting.c.held_on.desc(), _meeting.c.starts_at.desc(), _meeting.c.id),
        facts_of,
        page=page,
        per_page=per_page,
    )
    ids = [meeting.id for meeting in (*coming, *past.rows)]
    counted = _item_counts(connection, municipality_id, ids)
    placed = _initiatives_on(connection, municipality_id, ids)

    def listed(meeting: MeetingFacts) -> ListedMeeting:
        return ListedMeeting(meeting, counted.get(meeting.id, 0), tuple(placed[meeting.id]))

    rows = tuple(listed(meeting) for meeting in past.rows)
    return Agenda(
        waiting_for_a_place(connection, municipality_id),
        tuple(listed(meeting) for meeting in coming),
        Paged(rows, past.total, past.page, past.pages),
    )


def waiting_for_a_place(
    connection: Connection, municipality_id: str, *, most: int = 100
) -> tuple[AwaitsPlace, ...]:
    """Public initiatives that asked for a place, and have neither a meeting nor an answer."""
    found = (
        select(
            _initiative.c.number,
            _initiative.c.slug,
            _initiative.c.title,
            _entry.c.body,
            _entry.c.requested_on,
            _entry.c.due_on,
            _request.c.outlook,
            _request.c.placing_on,
            _request.c.treating_on,
            _initiative.c.instrument,
            _initiative.c.rules_version,
            _initiative.c.step,
        )
        .join_from(
            _entry,
            _initiative,
            and_(
                _initiative.c.municipality_id == _entry.c.municipality_id,
                _initiative.c.id == _entry.c.initiative_id,
            ),
        )
        .outerjoin(
            _request,
            and_(
                _request.c.municipality_id == _entry.c.municipality_id,
                _request.c.initiative_id == _entry.c.initiative_id,
            ),
        )
        .where(
            _entry.c.municipality_id == municipality_id,
            _entry.c.meeting_id.is_(None),
            _entry.c.returned_on.is_(None),
            _entry.c.result.is_(None),
            _initiative.c.public,
        )
        .order_by(_entry.c.requested_on, _initiative.c.number)
        .limit(most)
    )
    return tuple(
        AwaitsPlace(
            OnAgenda(row.number, row.slug, row.title),
            row.body,
            row.requested_on,
            row.due_on,
            row.outlook,
            row.placing_on,
            row.treating_on,
            row.instrument,
            row.rules_version,
            row.step,
        )
        for row in connection.execute(found)
    )


def upcoming_meetings(
    connection: Connection, municipality_id: str, *, today: date, most: int = 100
) -> tuple[MeetingFacts, ...]:
    """Planned meetings from today on: also what the clerk can place something on."""
    found = (
        meetings_of(municipality_id)
        .where(_comes(today))
        .order_by(_meeting.c.held_on, _meeting.c.starts_at, _meeting.c.id)
        .limit(most)
    )
    return tuple(facts_of(row) for row in connection.execute(found))


def meetings_to_pick(
    connection: Connection, municipality_id: str, *, most: int = 200
) -> tuple[MeetingFacts, ...]:
    """The newest, for whoever picks one from a list."""
    found = meetings_of(municipality_id).order_by(_meeting.c.held_on.desc(), _meeting.c.id)
    return tuple(facts_of(row) for row in connection.execute(found.limit(most)))


def _comes(today: date) -> ColumnElement[bool]:
    return and_(_meeting.c.held_on >= today, _meeting.c.state != MeetingState.HELD)


def meetings_of(municipality_id: str) -> Select[Any]:
    """Every meeting of a municipality, in no order yet."""
    columns = [_meeting.c[name] for name in MeetingFacts.__dataclass_fields__]
    return select(*columns).where(_meeting.c.municipality_id == municipality_id)


def facts_of(row: Any) -> MeetingFacts:
    """A row of `meetings_of`."""
    return MeetingFacts(**{**row._mapping, "state": row.state.value})


def _item_counts(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> Mapping[UUID, int]:
    found = (
        select(_item.c.meeting_id, func.count().label("items"))
        .where(_item.c.municipality_id == municipality_id, _item.c.meeting_id.in_(ids))
        .group_by(_item.c.meeting_id)
    )
    return {row.meeting_id: row.items for row in connection.execute(found)}


def _initiatives_on(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> Mapping[UUID, list[OnAgenda]]:
    found = (
        select(_item.c.meeting_id, _initiative.c.number, _initiative.c.slug, _initiative.c.title)
        .join_from(_item, _initiative, its_initiative())
        .where(
            _item.c.municipality_id == municipality_id,
            _item.c.meeting_id.in_(ids),
            _initiative.c.public,
        )
        .order_by(_item.c.meeting_id, _item.c.sequence)
    )
    placed: defaultdict[UUID, list[OnAgenda]] = defaultdict(list)
    for row in connection.execute(found):
        placed[row.meeting_id].append(OnAgenda(row.number, row.slug, row.title))
    return placed


def its_initiative() -> ColumnElement[bool]:
    """What joins an item to the initiative that it came from."""
    return and_(
        _initiative.c.municipality_id == _item.c.municipality_id,
        _initiative.c.id == _item.c.initiative_id,
    )
