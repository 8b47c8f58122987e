"""One decision with a given order of the lot: the winner rule, its completion and comparison, and what is left over."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wijkstem.tally.add1 import bought, never, spent
from wijkstem.tally.comparing import compared
from wijkstem.tally.greedy import Taken, take_by_score
from wijkstem.tally.leaping import same_until
from wijkstem.tally.prepared import Prepared, out
from wijkstem.tally.results import Comparing, Reason, ShareRound
from wijkstem.tally.room import Limits, Room
from wijkstem.tally.rules import (
    Comparison,
    Completion,
    CountingRule,
    EqualShares,
    Greedy,
    Leftover,
    Unfit,
)
from wijkstem.tally.shares import Market, Run, reasons
from wijkstem.tally.ties import Ties
from wijkstem.tally.tracing import traced

_BY_SCORE = {Completion.UTILITARIAN, Completion.ADD1U}


@dataclass
class Decision:
    """Who won and what became of the others, in places of plans."""

    winners: list[int]
    reasons: dict[int, Reason]
    taken: Taken = field(default_factory=Taken)
    rounds: list[ShareRound] = field(default_factory=list)
    comparing: Comparing | None = None
    #: The plan that gets only what is left, and how much.
    partly: tuple[int, int] | None = None


def decided(prepared: Prepared, rule: CountingRule, lot: Sequence[int]) -> tuple[Decision, Ties]:
    """The decision, and in which ties the lot was asked."""
    ties, limits = Ties(prepared, rule, lot), Limits(prepared, rule)
    if isinstance(rule.winner, Greedy):
        found = _greedy(prepared, limits, ties, rule.winner.unfit)
    else:
        found = _shares(prepared, limits, ties, rule.winner)
    if rule.leftover == Leftover.FIT:
        _fill(prepared, limits, ties, found, Reason.LEFTOVER)
    elif rule.leftover == Leftover.PARTIAL:
        _partial(prepared, limits, ties, found)
    return found, ties


def _greedy(prepared: Prepared, limits: Limits, ties: Ties, unfit: Unfit) -> Decision:
    taken = take_by_score(prepared, prepared.eligible, Room(limits, prepared.budget), ties, unfit)
    found = {plan: out(prepared, plan) for plan in range(len(prepared.plans))}
    found |= {turn.plan: turn.reason for turn in taken.turns}
    return Decision(taken.winners, found, taken)


def _shares(prepared: Prepared, limits: Limits, ties: Ties, winner: EqualShares) -> Decision:
    market = Market(prepared, limits, winner.worth, ties)
    found = bought(
        prepared,
        limits,
        winner,
        lambda each: Run(market, each).go(),
        lambda plans, least, most: same_until(market, plans, least, most),
    )
    trace = traced(market, found.each)
    if trace.winners != found.winners:
        # Floats were wrong where they thought that they could tell: everything again without them.
        found = bought(
            prepared,
            limits,
            winner,
            lambda each: traced(market, each).winners,
            never,
        )
        trace = traced(market, found.each)
    decision = Decision(list(trace.winners), reasons(market, trace.winners), rounds=trace.rounds)
    if winner.completion in _BY_SCORE:
        _fill(prepared, limits, ties, decision, Reason.COMPLETION)
    if winner.comparison == Comparison.NONE:
        return decision
    other = _greedy(prepared, limits, ties, Unfit.SKIP)
    comparing = compared(prepared, decision.winners, other.winners, winner.comparison)
    return replace(other if comparing.taken == "greedy" else decision, comparing=comparing)


def _fill(prepared: Prepared, limits: Limits, ties: Ties, found: Decision, reason: Reason) -> None:
    """Let those that still fit win too, from the highest score down."""
    room = Room(limits, prepared.budget, found.winners)
    others = prepared.eligible - set(found.winners)
    taken = take_by_score(prepared, others, room, ties, won=reason)
    found.winners += taken.winners
    found.taken.turns += [turn for turn in taken.turns if turn.reason is reason]
    found.reasons |= dict.fromkeys(taken.winners, reason)


def _partial(prepared: Prepared, limits: Limits, ties: Ties, found: Decision) -> None:
    """The plan with the highest score that did not win gets what is left, up to its cost."""
    room = Room(limits, None, found.winners)
    left = prepared.budget - spent(prepared, found.winners)
    others = [
        plan
        for plan in prepared.eligible - set(found.winners)
        if not room.against(plan) and prepared.scores[plan] > 0
    ]
    if not others or left <= 0:
        return
    highest = max(prepared.scores[plan] for plan in others)
    plan = ties.first(one for one in others if prepared.scores[one] == highest)
    found.reasons[plan] = Reason.LEFTOVER
    if prepared.costs[plan] <= left:
        found.winners.append(plan)
    else:
        found.partly = plan, left
