"""Plans come into a round and out of it, and get an area and a cost; `commands/fixing_ballot.py` is the ballot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from wijkstem.commands.rounds import areas_of, load, phases_of, touch
from wijkstem.domain import making_rounds
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.permissions import may_run_rounds, require
from wijkstem.domain.round_phases import allowed, require_act
from wijkstem.domain.texts import line_error
from wijkstem.errors import FieldError, Invalid, NotFound
from wijkstem.events.rounds import PlanJoined, PlanLeftOut, PlanSettled, PlanWithdrawn
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea, RoundAreaPlace, RoundPhase
from wijkstem.words.rounds import OnBallot, RoundAct, RoundState

_plan = table_of(BallotPlan)
_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_place = table_of(RoundAreaPlace)
_phase = table_of(RoundPhase)
_initiative = table_of(Initiative)
WORD_MOST, REASONS_MOST = 40, 2000
#: A plan that a round is over for can take part in another.
_OVER = (RoundState.CANCELLED,)


@dataclass(frozen=True)
class JoinRound:
    """A plan that was just filed takes part in the round that is open for plans of its kind and place, if there is one."""

    initiative_id: UUID


def join_round(command: JoinRound, work: Work) -> None:
    """The first round that takes ideas now: one of whose areas the place belongs to, or else one whose areas are no wijken."""
    require(work.actor == SYSTEM)
    plan = _initiative_row(command.initiative_id, work)
    now = work.database_now()
    for round_ in _announced(plan.instrument, work):
        if RoundAct.SUBMIT not in allowed(phases_of(round_.id, work), now):
            continue
        area, mapped = _area_of(round_.id, plan.neighbourhood_code, work)
        if area is not None or not mapped:
            _join(round_.id, plan.id, area, work)
            return


def _announced(instrument: str, work: Work) -> Sequence[Row[*tuple[Any, ...]]]:
    found = select(_round.c.id).where(
        _round.c.municipality_id == work.municipality_id,
        _round.c.state == RoundState.ANNOUNCED,
        _round.c.instrument == instrument,
    )
    return work.connection.execute(found.order_by(_round.c.number)).all()


def _area_of(round_id: UUID, code: str, work: Work) -> tuple[Row[*tuple[Any, ...]] | None, bool]:
    """The area that the place surely belongs to, and whether every area says which places are its own."""
    areas = areas_of(round_id, work)
    found = select(_place.c.area_id, _place.c.code).where(
        _place.c.municipality_id == work.municipality_id, _place.c.round_id == round_id
    )
    by_code = {row.code: row.area_id for row in work.connection.execute(found)}
    if len(areas) == 1 and not by_code:
        return areas[0], True
    mapped = {area.id for area in areas} <= set(by_code.values())
    return next((area for area in areas if area.id == by_code.get(code)), None), mapped


def _join(
    round_id: UUID, initiative_id: UUID, area: Row[*tuple[Any, ...]] | None, work: Work
) -> bool:
    row = {
        "municipality_id": work.municipality_id,
        "initiative_id": initiative_id,
        "round_id": round_id,
        "area_id": area.id if area else None,
        "standing": OnBallot.PROPOSED,
    }
    if not insert_new(work.connection, _plan, row) and not _moved(row, work):
        return False
    work.record(
        PlanJoined(
            round_id=round_id,
            initiative_id=initiative_id,
            area=area.seq if area else None,
            joined_on=work.today,
            official_id=work.actor.person_id,
        )
    )
    return True


def _moved(row: Mapping[str, Any], work: Work) -> bool:
    """Whether it could be taken from a round that stopped."""
    stopped = select(_round.c.id).where(
        _round.c.municipality_id == work.municipality_id, _round.c.state.in_(_OVER)
    )
    taken = (
        update(_plan)
        .where(
            _plan.c.municipality_id == work.municipality_id,
            _plan.c.initiative_id == row["initiative_id"],
            _plan.c.round_id.in_(stopped),
        )
        .values(dict(row) | {"number": None, "left_out_because": None})
        .returning(_plan.c.initiative_id)
    )
    return work.connection.execute(taken).first() is not None


@dataclass(frozen=True)
class AddPlan:
    """An official lets a plan take part that did not come in by itself."""

    round_id: UUID
    #: Of the plan on the website.
    number: str


def add_plan(command: AddPlan, work: Work) -> UUID:
    """Raises Invalid for no such plan of the round's kind, or one that takes part in a round already."""
    require(may_run_rounds(work.actor))
    round_ = load(command.round_id, work)
    making_rounds.check_open(round_, round_.revision)
    found = select(_initiative.c.id, _initiative.c.neighbourhood_code).where(
        _initiative.c.municipality_id == work.municipality_id,
        _initiative.c.number == clean(command.number),
        _initiative.c.instrument == round_.instrument,
        _initiative.c.closed_on.is_(None),
    )
    plan = work.connection.execute(found).first()
    if plan is None:
        raise Invalid(
            {
                "number": FieldError(
                    "unknown_plan", "Er is geen lopend plan van dit soort met dit nummer."
                )
            }
        )
    area, _ = _area_of(round_.id, plan.neighbourhood_code, work)
    if not _join(round_.id, plan.id, area, work):
        raise Invalid({"number": FieldError("takes_part", "Dit plan doet al mee aan een ronde.")})
    touch(round_)
    return UUID(str(plan.id))


@dataclass(frozen=True)
class SettlePlan:
    """An official says where a plan belongs and what it costs; "" for no category or group."""

    initiative_id: UUID
    area: int | None
    #: Whole euros.
    cost: int | None
    category: str = ""
    exclusive: str = ""


def settle_plan(command: SettlePlan, work: Work) -> None:
    """Raises RuleBroken once the rules are fixed or outside the phases for it, Invalid for what is not right."""
    require(may_run_rounds(work.actor))
    plan = _taking_part(command.initiative_id, work)
    round_ = load(plan.round_id, work)
    making_rounds.check_open(round_, round_.revision)
    require_act(RoundAct.COST, phases_of(round_.id, work), work.database_now())
    values = _settled(command, round_.id, work)
    set_plan(command.initiative_id, values, work)
    touch(round_)
    work.record(
        PlanSettled(
            round_id=round_.id,
            initiative_id=command.initiative_id,
            area=command.area,
            cost=command.cost,
            settled_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _settled(command: SettlePlan, round_id: UUID, work: Work) -> dict[str, Any]:
    """The columns. Raises Invalid with an error for each field that must change."""
    areas = {area.seq: area.id for area in areas_of(round_id, work)}
    category, exclusive = clean(command.category), clean(command.exclusive)
    most = making_rounds.BUDGET_MOST
    errors = {
        "area": None
        if command.area is None or command.area in areas
        else FieldError("area", "Kies een gebied uit de lijst."),
        "cost": None
        if command.cost is None or 1 <= command.cost <= most
        else FieldError("cost", "Schrijf wat het kost in hele euro's, meer dan 0."),
        "category": line_error(category, WORD_MOST, required=False),
        "exclusive": line_error(exclusive, WORD_MOST, required=False),
    }
    if wrong := {name: error for name, error in errors.items() if error}:
        raise Invalid(wrong)
    return {
        "area_id": areas[command.area] if command.area is not None else None,
        "cost": command.cost,
        "category": category or None,
        "exclusive": exclusive or None,
    }


def leave_out(plan: Row[*tuple[Any, ...]], why: str | None, work: Work) -> None:
    values = {"standing": OnBallot.LEFT_OUT, "number": None, "left_out_because": why}
    set_plan(plan.initiative_id, values, work)
    work.record(
        PlanLeftOut(
            round_id=plan.round_id,
            initiative_id=plan.initiative_id,
            left_out_on=work.today,
            official_id=work.actor.person_id,
            news=why is not None
            and (plan.standing, plan.left_out_because) != (OnBallot.LEFT_OUT, why),
        )
    )


@dataclass(frozen=True)
class DropPlan:
    """A plan came to its end on its own path while it took part: withdrawn, refused, or it cannot be done."""

    initiative_id: UUID


def drop_plan(command: DropPlan, work: Work) -> None:
    """Before the rules are fixed it leaves the ballot; after that it keeps its place and gets no money."""
    require(work.actor == SYSTEM)
    plan = _find(command.initiative_id, work)
    if plan is None or plan.standing in (OnBallot.LEFT_OUT, OnBallot.WITHDRAWN):
        return
    round_ = load(plan.round_id, work)
    # Whoever had the round until now may have put it on the ballot, or closed the vote.
    plan = _taking_part(command.initiative_id, work)
    if round_.state in making_rounds.OPEN_STATES:
        touch(round_)
        leave_out(plan, None, work)
    elif round_.state is RoundState.FROZEN and plan.standing is OnBallot.LISTED:
        _withdraw(plan, work)


def withdraw_ended(round_id: UUID, work: Work) -> None:
    """For the close, which has the round: a plan that ended is withdrawn, also when `DropPlan` is still to come."""
    ended = select(_initiative.c.id).where(
        _initiative.c.municipality_id == work.municipality_id, _initiative.c.closed_on.is_not(None)
    )
    found = select(_plan).where(
        _plan.c.municipality_id == work.municipality_id,
        _plan.c.round_id == round_id,
        _plan.c.standing == OnBallot.LISTED,
        _plan.c.initiative_id.in_(ended),
    )
    for plan in work.connection.execute(found.order_by(_plan.c.number)).all():
        _withdraw(plan, work)


def _withdraw(plan: Row[*tuple[Any, ...]], work: Work) -> None:
    set_plan(plan.initiative_id, {"standing": OnBallot.WITHDRAWN}, work)
    work.record(
        PlanWithdrawn(
            round_id=plan.round_id,
            initiative_id=plan.initiative_id,
            number=plan.number,
            withdrawn_on=work.today,
        )
    )


def set_plan(initiative_id: UUID, values: Mapping[str, Any], work: Work) -> None:
    one = (_plan.c.municipality_id == work.municipality_id) & (
        _plan.c.initiative_id == initiative_id
    )
    work.connection.execute(update(_plan).where(one).values(values))


def _find(initiative_id: UUID, work: Work) -> Row[*tuple[Any, ...]] | None:
    found = select(_plan).where(
        _plan.c.municipality_id == work.municipality_id, _plan.c.initiative_id == initiative_id
    )
    return work.connection.execute(found).first()


def _taking_part(initiative_id: UUID, work: Work) -> Row[*tuple[Any, ...]]:
    found = _find(initiative_id, work)
    if found is None:
        raise NotFound("unknown_plan", "Dit plan doet niet mee.")
    return found


def _initiative_row(initiative_id: UUID, work: Work) -> Row[*tuple[Any, ...]]:
    columns = (_initiative.c.id, _initiative.c.instrument, _initiative.c.neighbourhood_code)
    found = select(*columns).where(
        _initiative.c.municipality_id == work.municipality_id, _initiative.c.id == initiative_id
    )
    return work.connection.execute(found).one()
