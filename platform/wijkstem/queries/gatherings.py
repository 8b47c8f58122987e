"""Gatherings: which come and which were, one with everything about it, and who signed up."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    Uuid,
    bindparam,
    func,
    or_,
    select,
)

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.accounts import Person
from wijkstem.tables.gatherings import Gathering, GatheringPlan, SignUp
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import GatheringKind, GatheringState

_gathering = table_of(Gathering)
_plan = table_of(GatheringPlan)
_sign_up = table_of(SignUp)
_person = table_of(Person)
_initiative = table_of(Initiative)

#: Of what comes, more than anybody reads; what was has pages.
MOST, PER_PAGE = 100, 10


@dataclass(frozen=True)
class GatheringFacts:
    """A gathering in a list."""

    id: UUID
    kind: GatheringKind
    neighbourhood_code: str | None
    title: str
    held_on: date
    starts_at: datetime
    ends_at: datetime
    place: str
    places: int | None
    state: GatheringState
    came: int | None
    #: How many have a place, and how many wait for one.
    seated: int
    waiting: int

    @property
    def cancelled(self) -> bool:
        return self.state is GatheringState.CANCELLED

    @property
    def reported(self) -> bool:
        return self.state is GatheringState.REPORTED


_FACTS = (
    "id",
    "kind",
    "neighbourhood_code",
    "title",
    "held_on",
    "starts_at",
    "ends_at",
    "place",
    "places",
    "state",
    "came",
)


def _counted(condition: ColumnElement[bool]) -> Any:
    """Of the gathering beside it."""
    return (
        select(func.count())
        .select_from(_sign_up)
        .where(
            _sign_up.c.municipality_id == _gathering.c.municipality_id,
            _sign_up.c.gathering_id == _gathering.c.id,
            condition,
        )
        .correlate(_gathering)
        .scalar_subquery()
    )


def _listed(municipality_id: str | BindParameter[str], *more: Any) -> Select[Any]:
    return select(
        *(_gathering.c[name] for name in _FACTS),
        _counted(_sign_up.c.seat.is_not(None)).label("seated"),
        _counted(_sign_up.c.seat.is_(None)).label("waiting"),
        *more,
    ).where(_gathering.c.municipality_id == municipality_id)


def _facts(row: Row[Any]) -> GatheringFacts:
    return GatheringFacts(*tuple(row)[: len(_FACTS) + 2])


@dataclass(frozen=True)
class Gatherings:
    """What comes, the first first; and what was, the last first."""

    coming: tuple[GatheringFacts, ...]
    past: Paged[GatheringFacts]


def gatherings(
    connection: Connection,
    municipality_id: str,
    *,
    today: date,
    neighbourhood: str | None = None,
    page: int = 1,
) -> Gatherings:
    """Of everywhere; or of one neighbourhood and those about the whole municipality, which are for it as well."""
    found = _listed(municipality_id)
    if neighbourhood is not None:
        found = found.where(
            or_(
                _gathering.c.neighbourhood_code == neighbourhood,
                _gathering.c.neighbourhood_code.is_(None),
            )
        )
    coming = (
        found.where(_gathering.c.held_on >= today, _gathering.c.state != GatheringState.REPORTED)
        .order_by(_gathering.c.starts_at, _gathering.c.id)
        .limit(MOST)
    )
    past = found.where(
        or_(_gathering.c.held_on < today, _gathering.c.state == GatheringState.REPORTED)
    ).order_by(_gathering.c.starts_at.desc(), _gathering.c.id)
    return Gatherings(
        tuple(_facts(row) for row in connection.execute(coming)),
        paged(connection, past, _facts, page=page, per_page=PER_PAGE),
    )


#: Built once: the page of a plan is read by a crowd.
_ABOUT = (
    _listed(bindparam("here"))
    .join(
        _plan,
        (_plan.c.municipality_id == _gathering.c.municipality_id)
        & (_plan.c.gathering_id == _gathering.c.id),
    )
    .where(_plan.c.initiative_id == bindparam("initiative", type_=Uuid()))
    .order_by(_gathering.c.starts_at.desc())
    .limit(MOST)
)


def gatherings_about(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[GatheringFacts, ...]:
    """Those at which people talk about a plan, the last first."""
    asked = {"here": municipality_id, "initiative": initiative_id}
    return tuple(_facts(row) for row in connection.execute(_ABOUT, asked))


@dataclass(frozen=True)
class PlanLink:
    """A plan that a gathering is about."""

    number: str
    slug: str
    title: str


@dataclass(frozen=True)
class Mine:
    """Whether somebody has a place, or how many are before them."""

    has_place: bool
    before: int


@dataclass(frozen=True)
class GatheringPage:
    """Everything that the page of one says."""

    facts: GatheringFacts
    about: str
    access: str
    revision: int
    reasons: str
    heard: str
    follow_up: str
    reported_on: date | None
    plans: tuple[PlanLink, ...]
    mine: Mine | None


_MORE = ("about", "access", "revision", "reasons", "heard", "follow_up", "reported_on")


def gathering_page(
    connection: Connection,
    municipality_id: str,
    gathering_id: UUID,
    *,
    person_id: UUID | None = None,
) -> GatheringPage:
    """One, and whether ``person_id`` comes. Raises NotFound for one that is not there."""
    more = [_gathering.c[name] for name in _MORE]
    found = _listed(municipality_id, *more).where(_gathering.c.id == gathering_id)
    row = connection.execute(found).first()
    if row is None:
        raise NotFound("unknown_gathering", "Deze bijeenkomst bestaat niet.")
    return GatheringPage(
        facts=_facts(row),
        about=row.about,
        access=row.access,
        revision=row.revision,
        reasons=row.reasons or "",
        heard=row.heard or "",
        follow_up=row.follow_up or "",
        reported_on=row.reported_on,
        plans=_plans(connection, municipality_id, gathering_id),
        mine=_mine(connection, municipality_id, gathering_id, person_id) if person_id else None,
    )


def _plans(
    connection: Connection, municipality_id: str, gathering_id: UUID
) -> tuple[PlanLink, ...]:
    found = (
        select(_initiative.c.number, _initiative.c.slug, _initiative.c.title)
        .join_from(
            _plan,
            _initiative,
            (_plan.c.municipality_id == _initiative.c.municipality_id)
            & (_plan.c.initiative_id == _initiative.c.id),
        )
        .where(
            _plan.c.municipality_id == municipality_id,
            _plan.c.gathering_id == gathering_id,
            _initiative.c.public,
        )
        .order_by(_initiative.c.number)
    )
    return tuple(PlanLink(*row) for row in connection.execute(found))


def _mine(
    connection: Connection, municipality_id: str, gathering_id: UUID, person_id: UUID
) -> Mine | None:
    found = select(_sign_up.c.turn, _sign_up.c.seat).where(
        _sign_up.c.municipality_id == municipality_id,
        _sign_up.c.gathering_id == gathering_id,
        _sign_up.c.person_id == person_id,
    )
    row = connection.execute(found).first()
    if row is None or row.seat is not None:
        return None if row is None else Mine(True, 0)
    before = select(func.count()).where(
        _sign_up.c.municipality_id == municipality_id,
        _sign_up.c.gathering_id == gathering_id,
        _sign_up.c.seat.is_(None),
        _sign_up.c.turn < row.turn,
    )
    return Mine(False, int(connection.execute(before).scalar_one()))


@dataclass(frozen=True)
class Attendee:
    """Somebody who signed up, for who receives them."""

    name: str
    signed_up_at: datetime
    has_place: bool


def attendees(connection: Connection, municipality_id: str, gathering_id: UUID) -> list[Attendee]:
    """Who has a place first, in the order in which they came."""
    found = (
        select(_person.c.display_name, _sign_up.c.signed_up_at, _sign_up.c.seat)
        .join_from(
            _sign_up,
            _person,
            (_sign_up.c.municipality_id == _person.c.municipality_id)
            & (_sign_up.c.person_id == _person.c.id),
        )
        .where(
            _sign_up.c.municipality_id == municipality_id,
            _sign_up.c.gathering_id == gathering_id,
        )
        .order_by(_sign_up.c.seat.is_(None), _sign_up.c.turn)
    )
    return [
        Attendee(row.display_name, row.signed_up_at, row.seat is not None)
        for row in connection.execute(found)
    ]


def own_gatherings(
    connection: Connection, municipality_id: str, person_id: UUID, *, today: date
) -> tuple[GatheringFacts, ...]:
    """What somebody signed up for and is still to come."""
    found = (
        _listed(municipality_id)
        .join(
            _sign_up,
            (_sign_up.c.municipality_id == _gathering.c.municipality_id)
            & (_sign_up.c.gathering_id == _gathering.c.id),
        )
        .where(_sign_up.c.person_id == person_id, _gathering.c.held_on >= today)
        .order_by(_gathering.c.starts_at)
        .limit(MOST)
    )
    return tuple(_facts(row) for row in connection.execute(found))


def council_guests(
    connection: Connection, municipality_id: str, day: date
) -> tuple[GatheringFacts, ...]:
    """Where guests of the council are received on the day of a meeting."""
    found = (
        _listed(municipality_id)
        .where(_gathering.c.held_on == day, _gathering.c.kind == GatheringKind.COUNCIL_GUEST)
        .order_by(_gathering.c.starts_at, _gathering.c.id)
        .limit(MOST)
    )
    return tuple(_facts(row) for row in connection.execute(found))
