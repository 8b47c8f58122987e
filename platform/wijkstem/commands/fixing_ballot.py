"""Officials say which plans are on the ballot of a round; the order is drawn by lot and says nothing."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from wijkstem.commands.round_plans import REASONS_MOST, leave_out, set_plan
from wijkstem.commands.rounds import areas_of, load, phases_of, touch
from wijkstem.domain import freezing, making_rounds
from wijkstem.domain.freezing import Candidate, Purse
from wijkstem.domain.permissions import may_run_rounds, require
from wijkstem.domain.round_phases import require_act
from wijkstem.domain.rounds import RoundRules
from wijkstem.domain.texts import text_error
from wijkstem.errors import Invalid, NotFound, RuleBroken
from wijkstem.events.rounds import PlanListed
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.rounds import BallotPlan
from wijkstem.words import Milestone
from wijkstem.words.rounds import OnBallot, RoundAct

_plan = table_of(BallotPlan)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class FixBallot:
    """An official says which plans are on the ballot: all that take part, but for those left out with reasons."""

    round_id: UUID
    revision: int
    #: By the plan's id.
    left_out: Mapping[UUID, str] = field(default_factory=dict)


def fix_ballot(command: FixBallot, work: Work) -> None:
    """Numbers are drawn by lot: the first place says nothing. It can be done again until the rules are fixed.

    Raises:
        RuleBroken: something is missing by which no fair vote can be held, or it is not the phase for it.
    """
    require(may_run_rounds(work.actor))
    round_ = load(command.round_id, work)
    making_rounds.check_open(round_, command.revision)
    require_act(RoundAct.FIX, phases_of(round_.id, work), work.database_now())
    areas = areas_of(round_.id, work)
    running, out = _split(round_.id, command.left_out, work)
    freezing.check_ballot(
        [_candidate(plan, work) for plan in running],
        [Purse(area.id, area.name, area.budget) for area in areas],
        RoundRules.from_json(round_.rules).ballot,
    )
    _clear_numbers(round_.id, work)
    touch(round_)
    for plan in out:
        leave_out(plan, clean(command.left_out[plan.initiative_id]), work)
    secrets.SystemRandom().shuffle(running)
    seqs = {area.id: area.seq for area in areas}
    for number, plan in enumerate(running, 1):
        _list(plan, number, seqs[plan.area_id], work)


Plans = list[Row[*tuple[Any, ...]]]


def _split(round_id: UUID, left_out: Mapping[UUID, str], work: Work) -> tuple[Plans, Plans]:
    """The plans that go on, and those that do not. Raises Invalid for one without reasons."""
    plans = _plans_of(round_id, work)
    ids = {plan.initiative_id for plan in plans}
    if left_out.keys() - ids:
        raise NotFound("unknown_plan", "Dit plan doet niet mee.")
    silent = [one for one, why in left_out.items() if text_error(clean(why), REASONS_MOST)]
    if silent:
        raise Invalid({f"reasons-{one}": freezing.reasons_missing() for one in silent})
    # What ended on its own path stays out, and needs nobody's reasons.
    going = [p for p in plans if p.closed_on is None]
    return (
        [p for p in going if p.initiative_id not in left_out],
        [p for p in going if p.initiative_id in left_out],
    )


def _plans_of(round_id: UUID, work: Work) -> Plans:
    found = (
        select(
            _plan,
            _initiative.c.number.label("on_website"),
            _initiative.c.instrument,
            _initiative.c.rules_version,
            _initiative.c.step,
            _initiative.c.public,
            _initiative.c.closed_on,
        )
        .join_from(
            _plan,
            _initiative,
            (_plan.c.municipality_id == _initiative.c.municipality_id)
            & (_plan.c.initiative_id == _initiative.c.id),
        )
        .where(_plan.c.municipality_id == work.municipality_id, _plan.c.round_id == round_id)
        .order_by(_initiative.c.number)
    )
    return list(work.connection.execute(found))


def _candidate(plan: Row[*tuple[Any, ...]], work: Work) -> Candidate:
    step = work.rules.version(plan.rules_version).path(plan.instrument).step(plan.step)
    choosing = any(outcome.means is Milestone.CHOSEN for outcome in step.outcomes)
    return Candidate(
        plan.initiative_id, plan.on_website, plan.area_id, plan.cost, choosing and plan.public
    )


def _clear_numbers(round_id: UUID, work: Work) -> None:
    of_round = (_plan.c.municipality_id == work.municipality_id) & (_plan.c.round_id == round_id)
    work.connection.execute(update(_plan).where(of_round).values(number=None))


def _list(plan: Row[*tuple[Any, ...]], number: int, area: int, work: Work) -> None:
    values = {"standing": OnBallot.LISTED, "number": number, "left_out_because": None}
    set_plan(plan.initiative_id, values, work)
    work.record(
        PlanListed(
            round_id=plan.round_id,
            initiative_id=plan.initiative_id,
            area=area,
            number=number,
            cost=plan.cost,
            listed_on=work.today,
            official_id=work.actor.person_id,
            news=plan.standing is not OnBallot.LISTED,
        )
    )


def check_settled(round_id: UUID, work: Work) -> None:
    """Raises RuleBroken while a plan takes part of which nobody said whether it is on the ballot."""
    if any(
        p.standing is OnBallot.PROPOSED and p.closed_on is None for p in _plans_of(round_id, work)
    ):
        raise RuleBroken(
            "ballot_not_fixed",
            "Maak eerst de stemlijst: van een plan is nog niet gezegd of het erop staat.",
        )
