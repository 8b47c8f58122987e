"""`count`: an election and a rule to a result; asks what the lot would change when it was not drawn yet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, permutations, product
from typing import Final

from wijkstem.tally.deciding import Decision, decided
from wijkstem.tally.elections import Election
from wijkstem.tally.prepared import Prepared, prepare
from wijkstem.tally.results import GreedyRound, PlanResult, Reason, Result, ShareRound, Status
from wijkstem.tally.rules import CountingRule, EqualShares
from wijkstem.tally.ties import drawn

#: Orders of the lot that are tried; when there are more, every plan in a tie waits, and what else was seen to differ.
MOST_ORDERS: Final = 24


def count(election: Election, rule: CountingRule) -> Result:
    """The result; the same in whatever order ballots and plans come.

    Raises:
        RuleBroken: the rule does not go with these ballots or plans.
    """
    return count_prepared(prepare(election, rule), rule)


def count_prepared(prepared: Prepared, rule: CountingRule) -> Result:
    """The result of what is ready to be counted."""
    order = drawn(prepared, rule.lot or "")
    decision, ties = decided(prepared, rule, order)
    waiting: set[int] = set()
    if rule.lot is None and ties.decided:
        waiting = _waiting(prepared, rule, order, _Seen(decision, ties.decided))
    return _result(prepared, rule, decision, waiting)


@dataclass
class _Seen:
    decision: Decision
    tied: set[frozenset[int]]


def _waiting(
    prepared: Prepared, rule: CountingRule, order: Sequence[int], first: _Seen
) -> set[int]:
    """The plans that win with one order of the lot and not with another."""
    outcomes, tied, tried = [_outcome(first.decision)], set(first.tied), {tuple(order)}
    while True:
        orders = list(islice(_orders(order, tied), MOST_ORDERS + 1))
        new = [one for one in orders[:MOST_ORDERS] if one not in tried]
        if not new:
            too_many = len(orders) > MOST_ORDERS
            return _differing(outcomes).union(*(tied if too_many else ()))
        for one in new:
            decision, ties = decided(prepared, rule, one)
            outcomes.append(_outcome(decision))
            tied |= ties.decided
        tried.update(new)


def _outcome(decision: Decision) -> frozenset[tuple[int, int]]:
    won = {(plan, -1) for plan in decision.winners}
    return frozenset(won | ({decision.partly} if decision.partly else set()))


def _differing(outcomes: Sequence[frozenset[tuple[int, int]]]) -> set[int]:
    always = frozenset.intersection(*outcomes)
    return {plan for outcome in outcomes for plan, _ in outcome - always}


def _orders(order: Sequence[int], tied: Iterable[frozenset[int]]) -> Iterator[tuple[int, ...]]:
    """Every order in which the tied plans can come out of the lot."""
    sets = [sorted(one, key=order.index) for one in _joined(tied)]
    for choice in product(*(permutations(one) for one in sets)):
        changed = list(order)
        for old, new in zip(sets, choice, strict=True):
            places = [order.index(plan) for plan in old]
            for place, plan in zip(places, new, strict=True):
                changed[place] = plan
        yield tuple(changed)


def _joined(tied: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Ties that share a plan are one."""
    joined: list[frozenset[int]] = []
    for one in sorted(tied, key=sorted):
        apart = [other for other in joined if other.isdisjoint(one)]
        joined = [*apart, one.union(*(other for other in joined if other not in apart))]
    return sorted(joined, key=sorted)


def _result(
    prepared: Prepared, rule: CountingRule, decision: Decision, waiting: set[int]
) -> Result:
    ids = [plan.id for plan in prepared.plans]
    return Result(
        rule=rule,
        budget=prepared.money(prepared.budget),
        voters=prepared.voters,
        winners=tuple(ids[plan] for plan in decision.winners if plan not in waiting),
        plans={
            ids[plan]: _plan_result(prepared, decision, plan, plan in waiting)
            for plan in range(len(ids))
        },
        rounds=_rounds(prepared, rule, decision),
        comparing=decision.comparing,
    )


def _plan_result(prepared: Prepared, decision: Decision, plan: int, waits: bool) -> PlanResult:
    status, reason, gets = Status.LOST, decision.reasons[plan], Fraction(0)
    if waits:
        status, reason = Status.WAITS, Reason.LOT
    elif plan in decision.winners:
        status, gets = Status.WON, prepared.plans[plan].cost
    elif decision.partly and decision.partly[0] == plan:
        status, gets = Status.PARTLY, prepared.money(decision.partly[1])
    return PlanResult(
        id=prepared.plans[plan].id,
        votes=prepared.votes[plan],
        score=prepared.scores[plan],
        cost=prepared.plans[plan].cost,
        status=status,
        reason=reason,
        gets=gets,
    )


def _rounds(
    prepared: Prepared, rule: CountingRule, decision: Decision
) -> tuple[GreedyRound | ShareRound, ...]:
    turns = tuple(
        GreedyRound(
            plan=prepared.plans[turn.plan].id,
            score=prepared.scores[turn.plan],
            cost=prepared.plans[turn.plan].cost,
            left=prepared.money(turn.left),
            reason=turn.reason,
        )
        for turn in decision.taken.turns
    )
    return (*decision.rounds, *turns) if isinstance(rule.winner, EqualShares) else turns
