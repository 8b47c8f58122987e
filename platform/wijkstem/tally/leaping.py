"""Whether every step of Add1 between two buys the same: so that a small electorate is not counted ten thousand times.

As long as the same plans are bought in the same order, who starts with more has at least as much left after every
round, and every price is at most as high. So if in each round the plan that is bought, at its price with the least
money, is still cheaper than every other plan at its price with the most money, then it is so everywhere in between.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from wijkstem.tally.prepared import Floats
from wijkstem.tally.room import Room
from wijkstem.tally.shares import NEAR, UNSURE, Market, priced


def same_until(market: Market, winners: Sequence[int], least: Fraction, most: Fraction) -> bool:
    """Whether all who start with ``least`` to ``most`` buy ``winners``, in this order; False where it is not sure."""
    between = _Between(market, least, most)
    return all(between.buys(plan) for plan in winners) and between.ends()


class _Between:
    """The same purchases with the least and with the most money."""

    def __init__(self, market: Market, least: Fraction, most: Fraction) -> None:
        self._market, self._prepared = market, market.prepared
        self._room = Room(market.limits, None)
        self._start = float(most)
        groups = len(market.prepared.groups)
        self._least: Floats = np.full(groups, float(least))
        self._most: Floats = np.full(groups, float(most))
        #: The open plans with their lowest price so far; a plan never gets cheaper.
        self._floors = dict.fromkeys(market.supported, 0.0)

    def buys(self, plan: int) -> bool:
        """Whether this one is bought next, whatever they started with."""
        high = self._price(plan, self._least)
        low = self._price(plan, self._most)
        if high is None or low is None or not high >= 0 or not low >= 0:
            return False
        self._floors.pop(plan, None)
        rivals = self._rivals(high)
        if rivals is None or not self._first(plan, rivals):
            return False
        self._room.take(plan)
        self._pay(plan, high, low)
        return True

    def ends(self) -> bool:
        """Whether nothing else can be paid then, even with the most."""
        return all(
            self._room.against(plan) or self._price(plan, self._most) is None
            for plan in self._floors
        )

    def _rivals(self, price: float) -> list[int] | None:
        """The plans that could be as cheap; None when that is not sure."""
        rivals = []
        for plan in sorted(self._floors, key=self._floors.__getitem__):
            if self._floors[plan] > price * (1 + NEAR):
                break
            low = None if self._room.against(plan) else self._price(plan, self._most)
            if low is None:
                del self._floors[plan]
                continue
            if low is UNSURE:
                return None
            self._floors[plan] = low
            if low <= price * (1 + NEAR):
                rivals.append(plan)
        return rivals

    def _first(self, plan: int, rivals: list[int]) -> bool:
        """Between plans whose supporters all have enough, prices do not depend on the money, and are compared exactly."""
        if not rivals:
            return True
        if not all(self._unlimited(one) for one in (plan, *rivals)):
            return False
        exact = {one: self._whole_price(one) for one in (plan, *rivals)}
        lowest = min(exact.values())
        return plan == self._market.ties.first(one for one in exact if exact[one] == lowest)

    def _whole_price(self, plan: int) -> Fraction:
        total = self._prepared.supporters[plan].total * self._market.per_worth(plan)
        return Fraction(self._prepared.costs[plan], total)

    def _unlimited(self, plan: int) -> bool:
        who = self._prepared.supporters[plan]
        price = self._prepared.costs[plan] / who.total
        return bool((self._least[who.groups] > price * who.points * (1 + NEAR)).all())

    def _price(self, plan: int, left: Floats) -> float | None:
        price = priced(self._prepared, plan, left, self._start)
        if price is None or price is UNSURE:
            return price
        return price / self._market.per_worth(plan)

    def _pay(self, plan: int, high: float, low: float) -> None:
        who = self._prepared.supporters[plan]
        for left, price in ((self._least, high), (self._most, low)):
            pays = price * self._market.per_worth(plan) * who.points
            left[who.groups] = np.maximum(0.0, left[who.groups] - pays)
