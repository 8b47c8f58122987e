"""What was advised and what waits for advice: for members, for officials, and at the plan for everybody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.advice import AdviceState, AdviceVoice, NeighbourhoodAdvice, unanswered
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Advice, Adviser, Closing, Heeded, Interest, Role, Voting

_advice = table_of(NeighbourhoodAdvice)
_voice = table_of(AdviceVoice)
_grant = table_of(RoleGrant)
_initiative = table_of(Initiative)

#: Open requests on one page; a council never has so many at once.
MOST_OPEN = 100
PER_PAGE = 20


@dataclass(frozen=True)
class AdviceFacts:
    """An advice as it is now."""

    id: UUID
    initiative_id: UUID
    neighbourhood_code: str
    step_seq: int | None
    by: Adviser
    state: AdviceState
    begun_on: date
    due_on: date | None
    voting: Voting
    closing: Closing
    quorum_percent: int
    tie: Advice
    advice: Advice | None
    given_on: date | None
    positive: int
    conditional: int
    negative: int
    none: int
    aside: int
    members: int
    reasons: str
    conditions: str
    answer_due_on: date | None
    heeded: Heeded | None
    answered_on: date | None
    answer: str

    @property
    def asked(self) -> bool:
        """Whether a step of the plan's path waits for it."""
        return self.step_seq is not None

    @property
    def is_open(self) -> bool:
        return self.state is AdviceState.OPEN

    @property
    def is_given(self) -> bool:
        return self.state is AdviceState.GIVEN

    @property
    def waits_for_answer(self) -> bool:
        return self.answer_due_on is not None and self.answered_on is None


@dataclass(frozen=True)
class Said:
    """What a member said, as the others see it: their words and no name."""

    person_id: UUID
    choice: Advice | None
    reasons: str
    conditions: str
    interest: Interest | None
    said_on: date


@dataclass(frozen=True)
class About:
    """An advice in a list, with the plan that it is about."""

    facts: AdviceFacts
    number: str
    slug: str
    title: str
    #: How many voted, and whether the visitor said something, where a member asks.
    voted: int = 0
    spoken: bool = False


@dataclass(frozen=True)
class PlanNearby:
    """A plan in a council's neighbourhood about which nobody asked it anything."""

    number: str
    slug: str
    title: str
    neighbourhood_code: str
    instrument: str
    rules_version: str
    step: str
    filed_on: date


@dataclass(frozen=True)
class CouncilDesk:
    """What a member sees first."""

    waiting: tuple[About, ...]
    plans: Paged[PlanNearby]
    given: Paged[About]


_FACTS = [_advice.c[name] for name in AdviceFacts.__dataclass_fields__]
_PLAN = [_initiative.c.number, _initiative.c.slug, _initiative.c.title]
_WITH_PLAN = and_(
    _initiative.c.municipality_id == _advice.c.municipality_id,
    _initiative.c.id == _advice.c.initiative_id,
)


def _facts(row: Sequence[Any]) -> AdviceFacts:
    """Columns in the order of the fields."""
    return AdviceFacts(*row)


def council_desk(
    connection: Connection,
    municipality_id: str,
    *,
    codes: Collection[str],
    person_id: UUID,
    plans_page: int = 1,
    given_page: int = 1,
) -> CouncilDesk:
    """Everything about the neighbourhoods in ``codes``: what is due first on top."""
    return CouncilDesk(
        _waiting(connection, municipality_id, codes, person_id),
        _plans(connection, municipality_id, codes, plans_page),
        _given(connection, municipality_id, codes, given_page),
    )


def _about(municipality_id: str) -> Select[Any]:
    return (
        select(*_FACTS, *_PLAN)
        .join_from(_advice, _initiative, _WITH_PLAN)
        .where(_advice.c.municipality_id == municipality_id)
    )


def _waiting(
    connection: Connection, municipality_id: str, codes: Collection[str], person_id: UUID
) -> tuple[About, ...]:
    found = (
        _about(municipality_id)
        .where(
            _advice.c.neighbourhood_code.in_(codes),
            _advice.c.state == AdviceState.OPEN,
            _advice.c.by == Adviser.COUNCIL,
        )
        .order_by(_advice.c.due_on.is_(None), _advice.c.due_on, _initiative.c.number)
        .limit(MOST_OPEN)
    )
    rows = connection.execute(found).all()
    size = len(_FACTS)
    voices = _voices(connection, municipality_id, [row.id for row in rows])
    return tuple(
        About(
            _facts(tuple(row)[:size]),
            row.number,
            row.slug,
            row.title,
            voted=sum(said.choice is not None for said in voices.get(row.id, ())),
            spoken=any(said.person_id == person_id for said in voices.get(row.id, ())),
        )
        for row in rows
    )


def _plans(
    connection: Connection, municipality_id: str, codes: Collection[str], page: int
) -> Paged[PlanNearby]:
    """Public and not closed, and not one that the council is busy with."""
    busy = (
        select(_advice.c.initiative_id)
        .where(
            _advice.c.municipality_id == municipality_id,
            _advice.c.initiative_id == _initiative.c.id,
            _advice.c.state == AdviceState.OPEN,
            _advice.c.neighbourhood_code.in_(codes),
        )
        .exists()
    )
    found = (
        select(*(_initiative.c[name] for name in PlanNearby.__dataclass_fields__))
        .where(
            _initiative.c.municipality_id == municipality_id,
            _initiative.c.neighbourhood_code.in_(codes),
            _initiative.c.public,
            _initiative.c.closed_on.is_(None),
            ~busy,
        )
        .order_by(_initiative.c.filed_on.desc(), _initiative.c.number.desc())
    )
    return paged(
        connection, found, lambda row: PlanNearby(**row._mapping), page=page, per_page=PER_PAGE
    )


def _given(
    connection: Connection, municipality_id: str, codes: Collection[str], page: int
) -> Paged[About]:
    found = (
        _about(municipality_id)
        .where(
            _advice.c.neighbourhood_code.in_(codes),
            _advice.c.state.in_([AdviceState.GIVEN, AdviceState.MISSED]),
        )
        .order_by(_advice.c.begun_on.desc(), _initiative.c.number.desc(), _advice.c.id)
    )
    return paged(connection, found, _row, page=page, per_page=PER_PAGE)


def advice_given(
    connection: Connection, municipality_id: str, code: str, *, most: int
) -> Paged[About]:
    """What was advised in one neighbourhood on plans that everybody can read, the newest first."""
    found = (
        _about(municipality_id)
        .where(
            _advice.c.neighbourhood_code == code,
            _advice.c.state == AdviceState.GIVEN,
            _advice.c.by != Adviser.NOBODY,
            _initiative.c.public,
        )
        .order_by(_advice.c.given_on.desc(), _initiative.c.number.desc(), _advice.c.id)
    )
    return paged(connection, found, _row, page=1, per_page=most)


def _row(row: Row[Any]) -> About:
    values, size = tuple(row), len(_FACTS)
    return About(_facts(values[:size]), *values[size:])


@dataclass(frozen=True)
class AdvicePage:
    """One advice with everything to judge by; the plan's own page has the rest."""

    facts: AdviceFacts
    number: str
    said: tuple[Said, ...]
    #: Who are members now.
    members: frozenset[UUID]


def advice_page(connection: Connection, municipality_id: str, advice_id: UUID) -> AdvicePage:
    """Raises NotFound for an advice that is not there."""
    found = _about(municipality_id).where(_advice.c.id == advice_id)
    row = connection.execute(found).first()
    if row is None:
        raise NotFound("unknown_advice", "Dit advies bestaat niet.")
    facts = _facts(row[: len(_FACTS)])
    voices = _voices(connection, municipality_id, [advice_id])
    members = select(_grant.c.person_id).where(
        _grant.c.municipality_id == municipality_id,
        _grant.c.role == Role.NEIGHBOURHOOD_COUNCIL,
        _grant.c.neighbourhood_code == facts.neighbourhood_code,
    )
    here = frozenset(connection.execute(members).scalars())
    said = tuple(one for one in voices.get(advice_id, ()) if one.person_id in here)
    return AdvicePage(facts, row.number, said, here)


def _voices(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, list[Said]]:
    found = (
        select(_voice.c.advice_id, *(_voice.c[name] for name in Said.__dataclass_fields__))
        .where(_voice.c.municipality_id == municipality_id, _voice.c.advice_id.in_(ids))
        .order_by(_voice.c.said_on, _voice.c.person_id)
    )
    heard: dict[UUID, list[Said]] = {}
    for advice_id, *said in connection.execute(found):
        heard.setdefault(advice_id, []).append(Said(*said))
    return heard


def advice_on(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[AdviceFacts, ...]:
    """What was asked and said about a plan, oldest first; a vote that nobody asked for is nobody's business yet."""
    found = (
        select(*_FACTS)
        .where(
            _advice.c.municipality_id == municipality_id,
            _advice.c.initiative_id == initiative_id,
            or_(_advice.c.state != AdviceState.OPEN, _advice.c.step_seq.is_not(None)),
            _advice.c.state != AdviceState.DROPPED,
        )
        .order_by(_advice.c.begun_on, _advice.c.id)
    )
    return tuple(_facts(tuple(row)) for row in connection.execute(found))


def advices(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> Mapping[UUID, AdviceFacts]:
    """Those that are there, for letters about them."""
    found = select(*_FACTS).where(
        _advice.c.municipality_id == municipality_id, _advice.c.id.in_(ids)
    )
    return {row.id: _facts(tuple(row)) for row in connection.execute(found)}


# --- the municipality's side --------------------------------------------------------------------


@dataclass(frozen=True)
class Owed:
    """What the municipality has to do: answer, or hold a sounding group."""

    waiting: int
    late: int


def _owed() -> ColumnElement[bool]:
    group = and_(_advice.c.by == Adviser.SOUNDING_GROUP, _advice.c.state == AdviceState.OPEN)
    return or_(unanswered(_advice), group)


def _due() -> ColumnElement[date]:
    return func.coalesce(_advice.c.answer_due_on, _advice.c.due_on)


def owed(connection: Connection, municipality_id: str, *, page: int = 1) -> Paged[About]:
    """What is due first on top, so that what is late comes before everything."""
    found = (
        _about(municipality_id)
        .where(_owed())
        .order_by(_due().is_(None), _due(), _initiative.c.number)
    )
    return paged(connection, found, _row, page=page, per_page=PER_PAGE)


def owed_counts(connection: Connection, municipality_id: str, *, today: date) -> Owed:
    """How much waits, and how much of it is late."""
    found = select(func.count(), func.count().filter(_due() < today)).where(
        _advice.c.municipality_id == municipality_id, _owed()
    )
    return Owed(*connection.execute(found).one())
