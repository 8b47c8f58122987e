"""Why a plan won or lost, in figures: each of them from the count itself, or from counting again with something changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from wijkstem.tally import presets
from wijkstem.tally.amounts import plain
from wijkstem.tally.counting import count_prepared
from wijkstem.tally.elections import Election
from wijkstem.tally.prepared import Prepared, prepare, with_more
from wijkstem.tally.results import GreedyRound, PlanResult, Reason, Result, ShareRound, Status
from wijkstem.tally.rules import CountingRule, Greedy

#: Lost for want of money.
_SHORT: Final = (Reason.TOO_DEAR, Reason.SUPPORTERS_LACKED)


@dataclass(frozen=True)
class Why:
    """Why a plan won or lost."""

    plan: PlanResult
    #: In which round it was decided, from 1.
    round: int | None
    #: What a supporter paid for a vote or point at most, where supporters pay.
    price: Fraction | None
    #: What there was for it when it lost: in the pot, or together with its supporters.
    had: Fraction | None
    #: How much was lacking then.
    lacking: Fraction | None
    #: With so many ballots more for it alone it wins, and with one fewer it does not; None when it won, or when
    #: ``tried`` ballots more do not help either.
    more_votes: int | None
    tried: int
    #: What becomes of it under the other rule: equal shares for greedy, greedy for equal shares.
    otherwise: Status

    def to_dict(self) -> dict[str, Any]:
        def figure(value: Fraction | None) -> int | float | None:
            return None if value is None else plain(value)

        return {
            **self.plan.to_dict(),
            "round": self.round,
            "price": figure(self.price),
            "had": figure(self.had),
            "lacking": figure(self.lacking),
            "more_votes": self.more_votes,
            "tried": self.tried,
            "otherwise": str(self.otherwise),
        }


@dataclass(frozen=True)
class Served:
    """Of the voters who are for a plan here, how many see at least one such plan of theirs funded."""

    voters: int
    served: int


class Explainer:
    """Explains plan by plan; what plans have in common is worked out once."""

    def __init__(self, election: Election, rule: CountingRule, result: Result) -> None:
        self._rule, self._result = rule, result
        self._prepared = prepare(election, rule)
        self._place = {plan.id: number for number, plan in enumerate(self._prepared.plans)}
        self._other = count_prepared(self._prepared, other_rule(rule))

    def why(self, plan: str, most: int | None = None) -> Why:
        """One plan; at most ``most`` ballots more are tried, or else as many as there are."""
        one = self._result.plans[plan]
        number, round_ = _decided_in(self._result, plan)
        had = _had(round_, plan) if one.reason in _SHORT else None
        tried = self._prepared.voters if most is None else most
        lost = one.status in (Status.LOST, Status.PARTLY) and one.reason != Reason.WITHDRAWN
        return Why(
            plan=one,
            round=number,
            price=round_.price if isinstance(round_, ShareRound) and round_.plan == plan else None,
            had=had,
            lacking=None if had is None else max(Fraction(0), one.cost - had),
            more_votes=self._more_votes(self._place[plan], tried) if lost else None,
            tried=tried if lost else 0,
            otherwise=self._other.plans[plan].status,
        )

    def _more_votes(self, plan: int, most: int) -> int | None:
        """Doubling, then halving: found by counting again each time."""
        loses, wins = 0, 1
        while not self._wins(plan, min(wins, most)):
            if wins >= most:
                return None
            loses, wins = wins, wins * 2
        wins = min(wins, most)
        while wins - loses > 1:
            middle = (loses + wins) // 2
            loses, wins = (loses, middle) if self._wins(plan, middle) else (middle, wins)
        return wins

    def _wins(self, plan: int, more: int) -> bool:
        changed: Prepared = with_more(self._prepared, self._rule, plan, more)
        return self._prepared.plans[plan].id in count_prepared(changed, self._rule).winners


def other_rule(rule: CountingRule) -> CountingRule:
    """The rule that people compare with, under the same scores, thresholds, caps and ties."""
    other = presets.equal_shares() if isinstance(rule.winner, Greedy) else presets.greedy()
    return replace(rule, winner=other.winner)


def _decided_in(result: Result, plan: str) -> tuple[int | None, GreedyRound | ShareRound | None]:
    """The round in which it won, or in which it could not be paid."""
    for number, one in enumerate(result.rounds, 1):
        if one.plan == plan:
            return number, one
        if isinstance(one, ShareRound) and plan in one.plans and not one.plans[plan].affordable:
            if result.plans[plan].reason in (Reason.COMPLETION, Reason.LEFTOVER):
                continue
            return number, one
    return None, None


def _had(round_: GreedyRound | ShareRound | None, plan: str) -> Fraction | None:
    if isinstance(round_, ShareRound):
        return round_.plans[plan].supporters_money
    if round_ is not None and round_.reason == Reason.TOO_DEAR:
        return round_.left
    return None


def served(election: Election, result: Result) -> Served:
    """Of all voters who named a plan."""
    return _served(election, result, {plan.id for plan in election.plans})


def served_by_neighbourhood(election: Election, result: Result) -> Mapping[str, Served]:
    """By the neighbourhood of the plans: who named a plan there, and sees one there funded."""
    places: dict[str, set[str]] = {}
    for plan in election.plans:
        places.setdefault(plan.neighbourhood, set()).add(plan.id)
    return {place: _served(election, result, plans) for place, plans in sorted(places.items())}


def served_by_method(election: Election, result: Result) -> Mapping[str, Served]:
    """By how the ballots came in."""
    plans = {plan.id for plan in election.plans}
    methods = sorted({ballot.method for ballot in election.ballots})
    return {one: _served(election, result, plans, one) for one in methods}


def _served(
    election: Election, result: Result, plans: Iterable[str], method: str | None = None
) -> Served:
    here = set(plans)
    won = here & set(result.winners)
    named = [
        set(ballot.plans)
        for ballot in election.ballots
        if (method is None or ballot.method == method) and not here.isdisjoint(ballot.plans)
    ]
    return Served(voters=len(named), served=sum(not won.isdisjoint(one) for one in named))
