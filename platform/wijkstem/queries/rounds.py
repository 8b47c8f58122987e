"""Budget rounds as pages, the box and the count see them: the round, its phases, its areas and their plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, select

from wijkstem.domain.round_phases import allowed
from wijkstem.domain.rounds import RoundRules
from wijkstem.domain.vote_files import VoteFile, vote_file
from wijkstem.domain.vote_questions import QuestionRules
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative, slug_for_others, title_for_others
from wijkstem.tables.rounds import (
    BallotPlan,
    BudgetRound,
    RoundArea,
    RoundAreaPlace,
    RoundChange,
    RoundPhase,
)
from wijkstem.words.rounds import OnBallot, PhaseKind, RoundAct, RoundKind, RoundState

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_place = table_of(RoundAreaPlace)
_phase = table_of(RoundPhase)
_plan = table_of(BallotPlan)
_change = table_of(RoundChange)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class Round:
    """A round as it stands."""

    id: UUID
    kind: RoundKind
    number: str
    instrument: str
    name: str
    about: str
    state: RoundState
    revision: int
    rules_text: str
    #: The rule file; before there is a digest, it is what a colleague was asked to look at.
    rule_file: str | None
    rule_digest: str | None
    opens_at: datetime | None
    closes_at: datetime | None
    look_at: datetime | None
    asked_by: UUID | None
    asked_digest: str | None
    cancelled_because: str | None

    @cached_property
    def rules(self) -> RoundRules:
        """What the rules are, or will be."""
        return RoundRules.from_json(self.rules_text)

    @cached_property
    def terms(self) -> RoundRules | QuestionRules:
        """The same, whatever is voted on: who may vote, when the board gets a head, and the lot."""
        return QuestionRules.from_json(self.rules_text) if self.is_question else self.rules

    @property
    def is_question(self) -> bool:
        """Whether it is the room of a means, and no budget."""
        return self.kind is RoundKind.QUESTION

    @cached_property
    def file(self) -> VoteFile | None:
        """The rules as they were fixed; None until then."""
        if self.rule_file is None or self.rule_digest is None:
            return None
        return _file(self.rule_file)

    def voting(self, now: datetime) -> bool:
        """Whether a ballot is taken at this moment by the database's clock."""
        if self.state is not RoundState.FROZEN or self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= now < self.closes_at


@dataclass(frozen=True)
class Change:
    """A version of the rules."""

    revision: int
    changed_on: date
    #: Canonical JSON of everything that was typed (`domain/making_rounds.py`).
    rules: str


@dataclass(frozen=True)
class RoundPage:
    """A round with everything that is in it."""

    round: Round
    areas: "tuple[Area, ...]"
    phases: "tuple[Phase, ...]"
    plans: "tuple[Plan, ...]"
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Area:
    """A part with a budget of its own."""

    id: UUID
    seq: int
    name: str
    #: Whole euros.
    budget: int
    inhabitants: int | None
    shape: str | None
    #: CBS codes of the neighbourhoods in it.
    places: tuple[str, ...]


@dataclass(frozen=True)
class Phase:
    """From when until when something may be done."""

    kind: PhaseKind
    starts_at: datetime
    ends_at: datetime
    allows: str


@dataclass(frozen=True)
class Plan:
    """A plan that takes part in a round."""

    initiative_id: UUID
    area_id: UUID | None
    standing: OnBallot
    #: On the ballot.
    number: int | None
    cost: int | None
    category: str | None
    exclusive: str | None
    #: On the website.
    initiative_number: str
    slug: str
    title: str
    neighbourhood_code: str
    #: Whether residents can read it; before the ballot is fixed, plans take part that they cannot.
    public: bool
    left_out_because: str | None


@lru_cache(maxsize=32)
def _file(text: str) -> VoteFile:
    """It never changes, and is asked for with every ballot."""
    return vote_file(text)


def _one(row: Row[*tuple[Any, ...]] | None) -> Round:
    if row is None:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    return Round(*row)


def _rounds(municipality_id: str, *conditions: ColumnElement[bool]) -> Any:
    names = ("rules" if name == "rules_text" else name for name in Round.__dataclass_fields__)
    return select(*(_round.c[name] for name in names)).where(
        _round.c.municipality_id == municipality_id, *conditions
    )


def round_by_number(connection: Connection, municipality_id: str, number: str) -> Round:
    """Raises NotFound for a round that is not there; one that is still a draft is there for officials only."""
    return _one(connection.execute(_rounds(municipality_id, _round.c.number == number)).first())


def round_by_id(connection: Connection, municipality_id: str, round_id: UUID) -> Round:
    """Raises NotFound for a round that is not there."""
    return _one(connection.execute(_rounds(municipality_id, _round.c.id == round_id)).first())


def rounds(
    connection: Connection,
    municipality_id: str,
    *,
    drafts: bool = False,
    kinds: Sequence[RoundKind] = (RoundKind.BUDGET,),
) -> tuple[Round, ...]:
    """The rounds of a municipality, the newest first; drafts are for officials."""
    shown = () if drafts else (_round.c.state != RoundState.DRAFT,)
    found = _rounds(municipality_id, _round.c.kind.in_(kinds), *shown).order_by(
        _round.c.number.desc()
    )
    return tuple(Round(*row) for row in connection.execute(found))


def areas(connection: Connection, municipality_id: str, round_id: UUID) -> tuple[Area, ...]:
    """The areas of a round in their order."""
    of = (_place.c.municipality_id == municipality_id, _place.c.round_id == round_id)
    places: dict[UUID, list[str]] = {}
    for area_id, code in connection.execute(
        select(_place.c.area_id, _place.c.code).where(*of).order_by(_place.c.code)
    ):
        places.setdefault(area_id, []).append(code)
    names = [name for name in Area.__dataclass_fields__ if name != "places"]
    found = (
        select(*(_area.c[name] for name in names))
        .where(_area.c.municipality_id == municipality_id, _area.c.round_id == round_id)
        .order_by(_area.c.seq)
    )
    return tuple(
        Area(**row._mapping, places=tuple(places.get(row.id, ())))
        for row in connection.execute(found)
    )


def phases(connection: Connection, municipality_id: str, round_id: UUID) -> tuple[Phase, ...]:
    """The phases of a round, the first to begin first."""
    found = (
        select(*(_phase.c[name] for name in Phase.__dataclass_fields__))
        .where(_phase.c.municipality_id == municipality_id, _phase.c.round_id == round_id)
        .order_by(_phase.c.starts_at, _phase.c.ends_at)
    )
    return tuple(Phase(*row) for row in connection.execute(found))


def acts_now(
    connection: Connection, municipality_id: str, round_id: UUID, now: datetime
) -> frozenset[RoundAct]:
    """What the phases of a round allow at this moment."""
    return allowed(phases(connection, municipality_id, round_id), now)


def plans(connection: Connection, municipality_id: str, round_id: UUID) -> tuple[Plan, ...]:
    """Every plan that takes part, whatever its standing: by its number, then by when it came."""
    return _plans(connection, municipality_id, _plan.c.round_id == round_id)


def ballot_plans(connection: Connection, municipality_id: str, area_id: UUID) -> tuple[Plan, ...]:
    """What stands on the ballot of an area, by number; a plan that was withdrawn meanwhile keeps its place."""
    on_it = (OnBallot.LISTED, OnBallot.WITHDRAWN)
    return _plans(
        connection,
        municipality_id,
        (_plan.c.area_id == area_id) & _plan.c.number.is_not(None) & _plan.c.standing.in_(on_it),
    )


def _plans(
    connection: Connection, municipality_id: str, which: ColumnElement[bool]
) -> tuple[Plan, ...]:
    names = ("initiative_id", "area_id", "standing", "number", "cost", "category", "exclusive")
    found = (
        select(
            *(_plan.c[name] for name in names),
            _initiative.c.number.label("initiative_number"),
            slug_for_others(_initiative).label("slug"),
            title_for_others(_initiative).label("title"),
            _initiative.c.neighbourhood_code,
            _initiative.c.public,
            _plan.c.left_out_because,
        )
        .join_from(
            _plan,
            _initiative,
            (_plan.c.municipality_id == _initiative.c.municipality_id)
            & (_plan.c.initiative_id == _initiative.c.id),
        )
        .where(_plan.c.municipality_id == municipality_id, which)
        .order_by(_plan.c.number.is_(None), _plan.c.number, _initiative.c.number)
    )
    return tuple(Plan(**row._mapping) for row in connection.execute(found))


def round_page(connection: Connection, municipality_id: str, number: str) -> RoundPage:
    """A budget round with everything in it. Raises NotFound for one that is not there."""
    it = round_by_number(connection, municipality_id, number)
    if it.is_question:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    here = (connection, municipality_id, it.id)
    found = (
        select(_change.c.revision, _change.c.changed_on, _change.c.rules)
        .where(_change.c.municipality_id == municipality_id, _change.c.round_id == it.id)
        .order_by(_change.c.revision)
    )
    changes = tuple(Change(*row) for row in connection.execute(found))
    return RoundPage(it, areas(*here), phases(*here), plans(*here), changes)
