"""Fixing the ballot and the rules of a round: what must be right before nothing can change any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from wijkstem.domain.rounds import BallotRules
from wijkstem.errors import Conflict, FieldError, RuleBroken
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.tables.rounds import BudgetRound


@dataclass(frozen=True)
class Candidate:
    """A plan that may come on the ballot."""

    initiative_id: UUID
    #: On the website.
    number: str
    area_id: UUID | None
    cost: int | None
    #: Whether it is in a step in which residents choose.
    ready: bool


@dataclass(frozen=True)
class Purse:
    """An area and what it has to spend, in whole euros."""

    id: UUID
    name: str
    budget: int


def check_ballot(plans: Sequence[Candidate], areas: Sequence[Purse], ballot: BallotRules) -> None:
    """Raises RuleBroken for the first thing by which no fair vote can be held over ``plans``."""
    by_area: dict[UUID | None, list[Candidate]] = {}
    budgets = {area.id: area.budget for area in areas}
    for plan in plans:
        _check_plan(plan, budgets)
        by_area.setdefault(plan.area_id, []).append(plan)
    for area in areas:
        _check_area(area, by_area.get(area.id, []), ballot)


def _check_plan(plan: Candidate, budgets: Mapping[UUID, int]) -> None:
    if plan.area_id is None:
        raise RuleBroken(
            "no_area", "Kies eerst bij welk gebied plan %(number)s hoort.", number=plan.number
        )
    if plan.cost is None:
        raise RuleBroken("no_cost", "Vul eerst in wat plan %(number)s kost.", number=plan.number)
    if not plan.ready:
        raise RuleBroken(
            "not_ready",
            "Plan %(number)s is nog niet zo ver. Rond eerst de stappen ervoor af, of laat het weg.",
            number=plan.number,
        )
    if plan.cost > budgets[plan.area_id]:
        raise RuleBroken(
            "too_dear",
            "Plan %(number)s kost meer dan het hele budget van zijn gebied.",
            number=plan.number,
        )


def _check_area(area: Purse, plans: Sequence[Candidate], ballot: BallotRules) -> None:
    if not plans:
        raise RuleBroken(
            "empty_ballot", "In %(area)s staat geen plan op de stemlijst.", area=area.name
        )
    least = max(ballot.min_picks, 1)
    costs = sorted(plan.cost or 0 for plan in plans)
    over = ballot.spending_limit is not None and sum(costs[:least]) > ballot.spending_limit
    if len(plans) < ballot.min_picks or over:
        raise RuleBroken(
            "nobody_can_vote",
            "In %(area)s kan niemand een geldige stem uitbrengen. Er zijn te weinig plannen of zij kosten te veel.",
            area=area.name,
        )


def check_asked(round_: BudgetRound, digest: str, official_id: UUID | None) -> None:
    """Raises RuleBroken unless another official asked for this very file."""
    if round_.asked_digest is None or round_.asked_by is None:
        raise RuleBroken("not_asked", "Eerst moet een collega vragen om de regels vast te leggen.")
    if round_.asked_by == official_id:
        raise RuleBroken(
            "four_eyes", "U vroeg dit zelf. Een andere collega moet het ook bekijken en vastleggen."
        )
    check_same(round_.asked_digest, digest)


def check_same(now: str, seen: str) -> None:
    """Raises Conflict for a file that is not the one that was looked at."""
    if now != seen:
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


def next_look(heads_at: Sequence[str], after: datetime, closes_at: datetime) -> datetime:
    """When the clock must look at an open vote again: at the next head of the board, or the close if that is first."""
    begin = after.astimezone(AMSTERDAM)
    heads = (
        datetime.combine(begin.date() + timedelta(days=day), time.fromisoformat(hour), AMSTERDAM)
        for day in (0, 1)
        for hour in heads_at
    )
    return min([head for head in heads if head > begin] + [closes_at])


def reasons_missing() -> FieldError:
    """For a plan that is left out without a word."""
    return FieldError("reasons_needed", "Leg uit waarom dit plan niet op de stemlijst komt.")
