"""The referee of equal shares: the same count in whole numbers of any length, where floats are too close to tell.

Voters with the same money left are one class, so that there are few numbers to keep. Money stands over one common
denominator; a price is what a supporter pays for one point.
"""

from fractions import Fraction
from math import lcm

import numpy as np

from wijkstem.tally.prepared import Prepared, Supporters


class Ledger:
    """What every voter has left, exactly."""

    def __init__(self, prepared: Prepared, each: Fraction) -> None:
        self._prepared = prepared
        self._over = each.denominator
        self._money = [each.numerator]
        self._class_of = np.zeros(len(prepared.groups), np.int64)
        self._paid = 0

    def follow(self, winners: list[int]) -> None:
        """Let the winners since last time be paid."""
        for plan in winners[self._paid :]:
            price = self.price(plan)
            assert price is not None, "who won could be paid"
            self._pay(self._prepared.supporters[plan], price)
        self._paid = len(winners)

    def together(self, plan: int) -> Fraction:
        """What the supporters have left together."""
        return Fraction(sum(w * b for b, _, w in self._entries(plan)), self._over)

    def price(self, plan: int) -> Fraction | None:
        """What supporters pay for one point, who has less pays all; None when they cannot pay it together."""
        entries = self._entries(plan)
        rest = self._prepared.costs[plan] * self._over
        if not entries or sum(w * b for b, _, w in entries) < rest:
            return None
        each = lcm(*{points for _, points, _ in entries})
        entries.sort(key=lambda one: one[0] * (each // one[1]))
        points_left = sum(w * points for _, points, w in entries)
        for money, points, weight in entries:
            if money * points_left >= rest * points:
                break
            rest -= weight * money
            points_left -= weight * points
        return Fraction(rest, points_left * self._over)

    def _entries(self, plan: int) -> list[tuple[int, int, int]]:
        """(money, points, ballots) of the supporters, those that are equal together."""
        who = self._prepared.supporters[plan]
        size = len(who.levels)
        if not size:
            return []
        keys = self._class_of[who.groups] * size + who.level_of
        counted = np.bincount(keys, weights=who.floats)
        return [
            (self._money[key // size], who.levels[key % size], int(counted[key]))
            for key in np.flatnonzero(counted).tolist()
        ]

    def _pay(self, who: Supporters, price: Fraction) -> None:
        over = lcm(self._over, price.denominator)
        more, pays = over // self._over, price.numerator * (over // price.denominator)
        money = [one * more for one in self._money]
        size = len(who.levels)
        keys = self._class_of[who.groups] * size + who.level_of
        found, inverse = np.unique(keys, return_inverse=True)
        new = [max(0, money[key // size] - pays * who.levels[key % size]) for key in found.tolist()]
        self._class_of[who.groups] = len(money) + inverse
        self._over = over
        self._gather(money + new)

    def _gather(self, money: list[int]) -> None:
        """One class for each amount that somebody still has."""
        used, inverse = np.unique(self._class_of, return_inverse=True)
        place: dict[int, int] = {}
        renamed = [place.setdefault(money[old], len(place)) for old in used.tolist()]
        self._class_of = np.array(renamed, np.int64)[inverse]
        self._money = list(place)
