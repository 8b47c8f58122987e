"""Both rules straight from their definitions, slowly and in fractions: shares no code with what it is held against.

Greedy: sort by score, take what fits. Equal shares (Peters, Pierczyński and Skowron, "Proportional Participatory
Budgeting with Additive Utilities", 2021): everybody has the same; in each round, of all plans that the supporters can
pay by min(what they have, price · utility), the one with the lowest price is bought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

#: By voter: what every plan is worth.
Utilities = Sequence[Mapping[str, Fraction]]


@dataclass(frozen=True)
class Naive:
    """An election as in a book."""

    budget: Fraction
    costs: Mapping[str, Fraction]
    ballots: Utilities

    def score(self, plan: str) -> Fraction:
        return sum((one.get(plan, Fraction(0)) for one in self.ballots), Fraction(0))

    def votes(self, plan: str) -> int:
        return sum(plan in one for one in self.ballots)

    def tie(self, plan: str) -> tuple[object, ...]:
        lot = sha256(f"lot|{plan}".encode()).hexdigest()
        return (self.costs[plan], -self.votes(plan), lot)


def greedy(election: Naive, *, skip: bool = True, taken: Sequence[str] = ()) -> list[str]:
    """Who wins, in order."""
    won = list(taken)
    for plan in sorted(
        set(election.costs) - set(taken), key=lambda p: (-election.score(p), *election.tie(p))
    ):
        if sum(election.costs[p] for p in won) + election.costs[plan] <= election.budget:
            won.append(plan)
        elif not skip:
            break
    return won


def lowest_price(
    cost: Fraction, supporters: Sequence[tuple[Fraction, Fraction]]
) -> Fraction | None:
    """The price at which (money, utility) of the supporters just pays the cost: tried at every place where it could bend."""
    if sum(money for money, _ in supporters) < cost:
        return None
    for bend in sorted({money / utility for money, utility in supporters}):
        paid = sum(min(money, bend * utility) for money, utility in supporters)
        if paid >= cost:
            rest = cost - sum(m for m, u in supporters if m / u < bend)
            return rest / sum(u for m, u in supporters if m / u >= bend)
    raise AssertionError("they can pay it together, so there is a price")


def shares(election: Naive, each: Fraction, *, worth_cost: bool) -> list[str]:
    """One run, in which everybody starts with ``each``."""
    money = [each] * len(election.ballots)
    won: list[str] = []
    while True:
        prices: dict[str, Fraction] = {}
        for plan, cost in election.costs.items():
            if plan in won:
                continue
            factor = cost if worth_cost and cost else Fraction(1)
            who = [i for i, one in enumerate(election.ballots) if one.get(plan, 0) > 0]
            backing = [(money[i], election.ballots[i][plan] * factor) for i in who]
            price = lowest_price(cost, backing) if who else None
            if price is not None:
                prices[plan] = price
        if not prices:
            return won
        plan = min(prices, key=lambda p: (prices[p], *election.tie(p)))
        factor = election.costs[plan] if worth_cost and election.costs[plan] else Fraction(1)
        for i, one in enumerate(election.ballots):
            pays = prices[plan] * one.get(plan, Fraction(0)) * factor
            money[i] -= min(money[i], pays)
        won.append(plan)


def add1(election: Naive, step: Fraction, *, worth_cost: bool, exhaustive_stop: bool) -> list[str]:
    """Runs with ever more for everybody, up to the last that the budget can pay."""
    if not election.ballots:
        return []
    each = election.budget / len(election.ballots)
    best = shares(election, each, worth_cost=worth_cost)
    while each <= sum(election.costs.values()):
        left = election.budget - sum(election.costs[p] for p in best)
        others = [p for p in election.costs if p not in best]
        if exhaustive_stop and all(election.costs[p] > left for p in others):
            break
        each += step
        more = shares(election, each, worth_cost=worth_cost)
        if sum(election.costs[p] for p in more) > election.budget:
            break
        best = more
    return best
