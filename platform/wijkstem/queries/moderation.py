"""The officials' desk: one queue for everything that needs a person, most urgent first. Of the write side: never late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, false, func, or_, select
from sqlalchemy import case as when

from wijkstem.kit.rows import table_of
from wijkstem.queries.cases import SOON
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.accounts import Person, RoleGrant
from wijkstem.tables.bulk import BulkAction, BulkLine, BulkState
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case, OfficialAbsence, SavedView, on_the_desk
from wijkstem.words import CaseKind, Role

_case = table_of(Case)
_absence = table_of(OfficialAbsence)
_initiative = table_of(Initiative)
_role = table_of(RoleGrant)
_view = table_of(SavedView)
_bulk = table_of(BulkAction)
_line = table_of(BulkLine)
_person = table_of(Person)
_owner = table_of(Person).alias("owner")
_holder = table_of(Person).alias("holder")


class Whose(StrEnum):
    """Whose cases somebody looks for."""

    MINE = "mine"
    #: Nobody's: whoever comes first.
    FREE = "free"
    #: What somebody can start on: their own and nobody's, and nobody has it in hand.
    TO_DO = "to_do"


class Urgency(StrEnum):
    """How far a case is from its due date."""

    LATE = "late"
    SOON = "soon"
    #: Others have the step, so there is nothing to do yet.
    ASLEEP = "asleep"


@dataclass(frozen=True)
class Looked:
    """Who looks, and when."""

    me: UUID | None
    now: datetime
    today: date


@dataclass(frozen=True)
class Filters:
    """What narrows the queue."""

    words: str = ""
    kind: CaseKind | None = None
    instrument: str | None = None
    neighbourhood: str | None = None
    department: str | None = None
    whose: Whose | None = None
    urgency: Urgency | None = None


@dataclass(frozen=True)
class QueueRow:
    """A case as the queue shows it; what is about no plan has no number."""

    id: UUID
    kind: CaseKind
    opened_at: datetime
    due_on: date | None
    escalated_on: date | None
    step_seq: int | None
    owner_id: UUID | None
    owner: str | None
    #: Of the rules; None: everybody's at the desk.
    department: str | None
    #: Who has it in hand now.
    holder_id: UUID | None
    holder: str | None
    claimed_until: datetime | None
    number: str | None
    title: str | None
    instrument: str | None
    rules_version: str | None
    neighbourhood_code: str | None
    filed_on: date | None
    step: str | None


@dataclass(frozen=True)
class QueueCounts:
    """How much waits, all of it, whatever is looked for."""

    waiting: int
    late: int
    soon: int
    mine: int
    free: int
    #: What others have in hand, which is not among those that wait.
    asleep: int
    #: Those that are there, and how many of each.
    kinds: tuple[tuple[CaseKind, int], ...]


def queue(
    connection: Connection,
    municipality_id: str,
    *,
    looked: Looked,
    filters: Filters,
    page: int = 1,
    per_page: int = 50,
) -> Paged[QueueRow]:
    """The open cases that fit ``filters``, what is due first on top."""
    found = _rows(municipality_id, looked).where(*_narrowed(filters, looked)).order_by(*_ORDER)
    return paged(connection, found, _row, page=page, per_page=per_page)


def next_cases(
    connection: Connection,
    municipality_id: str,
    *,
    looked: Looked,
    filters: Filters,
    without: Collection[UUID] = (),
    most: int = 1,
) -> list[QueueRow]:
    """The first cases that somebody can start on: no colleague has them in hand."""
    found = (
        _rows(municipality_id, looked)
        .where(
            *_narrowed(filters, looked),
            ~_in_hand_of_another(looked),
            ~_planned(),
            or_(_case.c.not_for.is_(None), _case.c.not_for != looked.me),
        )
        .order_by(*_ORDER)
        .limit(most)
    )
    if without:
        found = found.where(_case.c.id.not_in(without))
    return [_row(row) for row in connection.execute(found)]


def case_of_step(
    connection: Connection,
    municipality_id: str,
    initiative_id: UUID,
    step_seq: int,
    *,
    looked: Looked,
) -> QueueRow | None:
    """The case of the step that an initiative is in; None when it waits for no official."""
    found = _rows(municipality_id, looked).where(
        _case.c.initiative_id == initiative_id,
        _case.c.step_seq == step_seq,
        _case.c.kind == CaseKind.STEP,
    )
    row = connection.execute(found).first()
    return _row(row) if row else None


def picked_cases(
    connection: Connection, municipality_id: str, cases: Collection[UUID], *, looked: Looked
) -> list[QueueRow]:
    """Those of ``cases`` that are open, in the order of the queue."""
    found = _rows(municipality_id, looked).where(_case.c.id.in_(cases)).order_by(*_ORDER)
    return [_row(row) for row in connection.execute(found)]


def saved_views(
    connection: Connection, municipality_id: str, person_id: UUID
) -> list[tuple[str, str]]:
    """The names and addresses that somebody kept, by name."""
    found = (
        select(_view.c.name, _view.c.query)
        .where(_view.c.municipality_id == municipality_id, _view.c.person_id == person_id)
        .order_by(_view.c.name)
    )
    return [(row.name, row.query) for row in connection.execute(found)]


def case_by_id(
    connection: Connection, municipality_id: str, case_id: UUID, *, looked: Looked
) -> QueueRow | None:
    """One case, open or not."""
    found = _rows(municipality_id, looked).where(_case.c.id == case_id)
    row = connection.execute(found).first()
    return _row(row) if row else None


def queue_counts(connection: Connection, municipality_id: str, *, looked: Looked) -> QueueCounts:
    """How much waits, in one statement."""
    awake = ~_asleep(looked)
    soon = and_(_case.c.due_on >= looked.today, _case.c.due_on <= looked.today + SOON)
    found = (
        select(
            _case.c.kind,
            _sum(awake, "waiting"),
            _sum(and_(awake, _late(looked)), "late"),
            _sum(and_(awake, soon), "soon"),
            _sum(and_(awake, mine(looked)), "mine"),
            _sum(and_(awake, _case.c.assigned_to.is_(None)), "free"),
            _sum(_asleep(looked), "asleep"),
        )
        .where(_case.c.municipality_id == municipality_id, on_the_desk(_case))
        .group_by(_case.c.kind)
        .order_by(_case.c.kind)
    )
    rows = connection.execute(found).all()
    return QueueCounts(
        waiting=sum(row.waiting for row in rows),
        late=sum(row.late for row in rows),
        soon=sum(row.soon for row in rows),
        mine=sum(row.mine for row in rows),
        free=sum(row.free for row in rows),
        asleep=sum(row.asleep for row in rows),
        kinds=tuple((row.kind, row.waiting) for row in rows if row.waiting),
    )


@dataclass(frozen=True)
class Official:
    """Somebody who works at the desk."""

    id: UUID
    name: str


def officials(connection: Connection, municipality_id: str) -> list[Official]:
    """By name."""
    found = (
        select(_person.c.id, _person.c.display_name)
        .join_from(
            _role,
            _person,
            and_(
                _person.c.municipality_id == _role.c.municipality_id,
                _person.c.id == _role.c.person_id,
            ),
        )
        .where(_role.c.municipality_id == municipality_id, _role.c.role == Role.OFFICIAL)
        .order_by(_person.c.display_name, _person.c.id)
    )
    return [Official(*row) for row in connection.execute(found)]


#: What is due first; what has no term comes after that, the oldest first.
_ORDER = (
    _case.c.due_on.is_(None),
    _case.c.due_on,
    _case.c.opened_at,
    _initiative.c.number,
    _case.c.id,
)


def _rows(municipality_id: str, looked: Looked) -> Select[Any]:
    held = and_(_case.c.claimed_by == _holder.c.id, _case.c.claimed_until > looked.now)
    columns = [_case.c[name] for name in ("id", "kind", "opened_at", "due_on", "escalated_on")]
    plan = ("number", "title", "instrument", "rules_version", "neighbourhood_code", "filed_on")
    return (
        select(
            *columns,
            _case.c.step_seq,
            _owner.c.id.label("owner_id"),
            _owner.c.display_name.label("owner"),
            _case.c.department,
            _holder.c.id.label("holder_id"),
            _holder.c.display_name.label("holder"),
            _case.c.claimed_until,
            *(_initiative.c[name] for name in plan),
            _initiative.c.step,
        )
        .select_from(
            _case.outerjoin(_initiative, _its_plan())
            .outerjoin(_owner, and_(_same(_owner), _case.c.assigned_to == _owner.c.id))
            .outerjoin(_holder, and_(_same(_holder), held))
        )
        .where(_case.c.municipality_id == municipality_id, on_the_desk(_case))
    )


def _row(row: Any) -> QueueRow:
    return QueueRow(**row._mapping)


def _same(table: Any) -> ColumnElement[bool]:
    same: ColumnElement[bool] = table.c.municipality_id == _case.c.municipality_id
    return same


def _its_plan() -> ColumnElement[bool]:
    return and_(_same(_initiative), _initiative.c.id == _case.c.initiative_id)


def _sum(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.coalesce(func.sum(when((condition, 1), else_=0)), 0).label(name)


def _late(looked: Looked) -> ColumnElement[bool]:
    return _case.c.due_on < looked.today


def _asleep(looked: Looked) -> ColumnElement[bool]:
    return func.coalesce(_case.c.wakes_on > looked.today, false())


def _in_hand_of_another(looked: Looked) -> ColumnElement[bool]:
    held = and_(_case.c.claimed_by.is_not(None), _case.c.claimed_until > looked.now)
    held = func.coalesce(held, false())
    return and_(held, _case.c.claimed_by != looked.me) if looked.me else held


def _narrowed(filters: Filters, looked: Looked) -> list[ColumnElement[bool]]:
    said = [
        (filters.kind, _case.c.kind == filters.kind),
        (filters.instrument, _initiative.c.instrument == filters.instrument),
        (filters.department, _case.c.department == filters.department),
        (filters.neighbourhood, _initiative.c.neighbourhood_code == filters.neighbourhood),
        (filters.whose, _whose(filters.whose, looked)),
        (filters.urgency, _urgent(filters.urgency, looked)),
    ]
    words = [
        or_(
            _initiative.c.title.icontains(word, autoescape=True),
            _initiative.c.number == word,
        )
        for word in filters.words.split()
    ]
    # Who looks for a plan by its words finds it, whoever has it.
    awake = [] if words or filters.urgency is Urgency.ASLEEP else [~_asleep(looked)]
    return [condition for wanted, condition in said if wanted is not None] + words + awake


def mine(looked: Looked) -> ColumnElement[bool]:
    """Their own, and those of colleagues who are away and named them."""
    if looked.me is None:
        return false()
    away = (
        select(_absence.c.person_id)
        .where(
            _absence.c.municipality_id == _case.c.municipality_id,
            _absence.c.person_id == _case.c.assigned_to,
            _absence.c.deputy_id == looked.me,
            _absence.c.first <= looked.today,
            _absence.c.last >= looked.today,
        )
        .correlate(_case)
        .exists()
    )
    return or_(_case.c.assigned_to == looked.me, away)


def _planned() -> ColumnElement[bool]:
    """Decided with others, and waiting for the moment that it cannot be undone."""
    return exists().where(
        _line.c.municipality_id == _case.c.municipality_id,
        _line.c.case_id == _case.c.id,
        _line.c.result.is_(None),
        _bulk.c.municipality_id == _line.c.municipality_id,
        _bulk.c.id == _line.c.bulk_id,
        _bulk.c.state == BulkState.PLANNED,
    )


def _whose(whose: Whose | None, looked: Looked) -> ColumnElement[bool]:
    theirs = mine(looked)
    free = _case.c.assigned_to.is_(None)
    match whose:
        case Whose.MINE:
            return theirs
        case Whose.FREE:
            return free
        case _:
            return and_(or_(theirs, free), ~_in_hand_of_another(looked))


def _urgent(urgency: Urgency | None, looked: Looked) -> ColumnElement[bool]:
    if urgency is Urgency.LATE:
        return _late(looked)
    if urgency is Urgency.ASLEEP:
        return _asleep(looked)
    return and_(_case.c.due_on >= looked.today, _case.c.due_on <= looked.today + SOON)
