"""One run of equal shares: every voter has the same to spend, and in each round the best bargain is bought.

Fast, in floats; what comes so near to something else that floats cannot tell goes to the `Ledger`. A plan never gets
cheaper for its supporters while they spend, so its last price is a floor and most plans need not be asked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from wijkstem.tally.ledger import Ledger
from wijkstem.tally.prepared import Floats, Prepared, Supporters, out
from wijkstem.tally.results import Reason
from wijkstem.tally.room import Limits, Room
from wijkstem.tally.rules import Worth
from wijkstem.tally.ties import Ties

#: Prices closer than this part of themselves are for the referee; floats err in the twelfth digit or later.
NEAR: Final = 1e-9
#: In place of a price: too near to something to tell.
UNSURE: Final = float("nan")
#: How far the money of one voter may be off, as a part of what everybody got.
_OFF: Final = 1e-12


@dataclass(frozen=True)
class Market:
    """What does not change between runs."""

    prepared: Prepared
    limits: Limits
    worth: Worth
    ties: Ties

    @property
    def supported(self) -> list[int]:
        """The plans that can be bought at all."""
        return [
            plan for plan in sorted(self.prepared.eligible) if self.prepared.supporters[plan].total
        ]

    def per_worth(self, plan: int) -> int:
        """What a price is divided by, to compare plans."""
        return self.prepared.costs[plan] or 1 if self.worth == Worth.COST else 1


class Run:
    """One run, in which every voter starts with ``each``."""

    def __init__(self, market: Market, each: Fraction) -> None:
        self.winners: list[int] = []
        self._market = market
        self._prepared = market.prepared
        self._room = Room(market.limits, None)
        self._each = each
        self._start = float(each)
        self._left = np.full(len(market.prepared.groups), self._start)
        self._ledger: Ledger | None = None

    def go(self) -> list[int]:
        """Buy until nothing can be paid any more; gives the plans in the order in which they were bought."""
        floors = {plan: self._floor(plan) for plan in self._market.supported}
        while found := self._best(floors):
            plan = next(iter(found)) if len(found) == 1 else self._refereed(found)
            price = found[plan]
            del floors[plan]
            self.winners.append(plan)
            self._room.take(plan)
            who = self._prepared.supporters[plan]
            pays = price * self._market.per_worth(plan) * who.points
            self._left[who.groups] = np.maximum(0.0, self._left[who.groups] - pays)
        return self.winners

    def _floor(self, plan: int) -> float:
        """The price if nobody ran out of money."""
        who = self._prepared.supporters[plan]
        return self._prepared.costs[plan] / who.total / self._market.per_worth(plan)

    def _best(self, floors: dict[int, float]) -> dict[int, float]:
        """The plans with the lowest price, all those that are near it; who cannot be bought leaves ``floors``."""
        prices: dict[int, float] = {}
        lowest = np.inf
        for plan in sorted(floors, key=floors.__getitem__):
            if floors[plan] > lowest * (1 + NEAR):
                break
            price = None if self._room.against(plan) else self._price(plan)
            if price is None:
                del floors[plan]
                continue
            floors[plan] = prices[plan] = price
            lowest = min(lowest, price)
        return {plan: one for plan, one in prices.items() if one <= lowest * (1 + NEAR)}

    def _price(self, plan: int) -> float | None:
        price = priced(self._prepared, plan, self._left, self._start)
        if price is UNSURE:
            exact = self._exact().price(plan)
            price = None if exact is None else float(exact)
        return None if price is None else price / self._market.per_worth(plan)

    def _refereed(self, near: Mapping[int, float]) -> int:
        ledger, exact = self._exact(), {}
        for plan in near:
            price = ledger.price(plan)
            if price is not None:
                exact[plan] = price / self._market.per_worth(plan)
        lowest = min(exact.values())
        return self._market.ties.first(plan for plan, one in exact.items() if one == lowest)

    def _exact(self) -> Ledger:
        if self._ledger is None:
            self._ledger = Ledger(self._prepared, self._each)
        self._ledger.follow(self.winners)
        return self._ledger


def priced(prepared: Prepared, plan: int, left: Floats, start: float) -> float | None:
    """The price of a point; None when its supporters cannot pay it together, UNSURE where floats cannot tell."""
    cost, who = prepared.costs[plan], prepared.supporters[plan]
    if not cost:
        return 0.0
    reach = left[who.groups]
    paid = reach * who.floats
    has = float(paid.sum())
    near = NEAR * cost + _OFF * start * who.ballots
    if has < cost - near:
        return None
    return UNSURE if has < cost + near else _shared(float(cost), reach, paid, who, near)


# Sums and not products of vectors: those are left to libraries that add up in an order of their own.
def _shared(cost: float, left: Floats, paid: Floats, who: Supporters, near: float) -> float:
    """What each point costs when who has too little pays all of it; UNSURE where floats cannot tell."""
    reach = left if who.levels == (1,) else left / who.points
    rest, over, poorer = cost, float(who.total), 0
    while True:
        price = rest / over
        poor = reach < price
        if (now := int(np.count_nonzero(poor))) == poorer:
            break
        poorer = now
        rest, over = cost - float(paid[poor].sum()), float(who.weighted[~poor].sum())
        if over <= 0:
            return UNSURE
    # A price that hangs on hardly anybody is sensitive to what the others have.
    richer = float(who.weighted[reach > price * (1 + NEAR)].sum())
    return price if near * over < richer * cost and richer > 0 else UNSURE


def reasons(market: Market, winners: list[int]) -> dict[int, Reason]:
    """What became of every plan in a run."""
    room = Room(market.limits, None, winners)
    found: dict[int, Reason] = {}
    for plan in range(len(market.prepared.plans)):
        if plan in winners:
            found[plan] = Reason.SUPPORTERS_PAID
        elif plan not in market.prepared.eligible:
            found[plan] = out(market.prepared, plan)
        elif not market.prepared.supporters[plan].total:
            found[plan] = Reason.NO_SUPPORT
        else:
            found[plan] = room.against(plan) or Reason.SUPPORTERS_LACKED
    return found
