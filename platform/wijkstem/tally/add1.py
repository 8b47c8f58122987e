"""Add1: give every voter a little more, and again, as long as what they buy together stays within the budget."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from wijkstem.tally.prepared import Prepared
from wijkstem.tally.room import Limits, Room
from wijkstem.tally.rules import Completion, EqualShares

#: A run of equal shares: what everybody has, to who wins.
Runner = Callable[[Fraction], list[int]]
#: Whether these win for all that everybody could have between two amounts.
Steady = Callable[[list[int], Fraction, Fraction], bool]
#: Steps that are leapt over at first, and leaps that are not tried after one that failed.
_LEAP: Final = 4


@dataclass(frozen=True)
class Bought:
    """What was bought in the run that counts, and what every voter had in it."""

    each: Fraction
    winners: list[int]


def bought(
    prepared: Prepared, limits: Limits, winner: EqualShares, run: Runner, steady: Steady
) -> Bought:
    """The run that counts."""
    if not prepared.voters:
        return Bought(Fraction(0), [])
    each = Fraction(prepared.budget, prepared.voters)
    found = Bought(each, run(each))
    if winner.completion not in (Completion.ADD1, Completion.ADD1U) or not prepared.budget:
        return found
    step = winner.increment / prepared.unit
    leaps = _Leaps(steady, step, Fraction(spent(prepared, _wanted(prepared))))
    while not _done(prepared, limits, winner, found):
        found = leaps.on(found)
        more = Bought(found.each + step, run(found.each + step))
        if spent(prepared, more.winners) > prepared.budget:
            break
        found = more
    return found


class _Leaps:
    """Goes over steps that change nothing; where that fails often, it is tried less."""

    def __init__(self, steady: Steady, step: Fraction, enough: Fraction) -> None:
        self._steady, self._step, self._enough = steady, step, enough
        self._length, self._wait, self._pause = _LEAP, 0, _LEAP

    def on(self, found: Bought) -> Bought:
        """As far on as is sure."""
        if self._wait:
            self._wait -= 1
            return found
        while found.each < self._enough:
            each = found.each + self._step * self._length
            if not self._steady(found.winners, found.each, each):
                break
            found = Bought(each, found.winners)
            self._length *= 2
            self._pause = _LEAP
        if self._length > _LEAP:
            self._length //= 2
        else:
            self._wait = self._pause
            self._pause *= 2
        return found


def spent(prepared: Prepared, plans: Collection[int]) -> int:
    """What these plans cost together."""
    return sum(prepared.costs[plan] for plan in plans)


def _done(prepared: Prepared, limits: Limits, winner: EqualShares, found: Bought) -> bool:
    """Whether more money for the voters is no longer wanted, or changes nothing."""
    if winner.exhaustive_stop and _exhaustive(prepared, limits, found.winners):
        return True
    wanted = _wanted(prepared)
    # Who can pay for everything alone never runs out.
    return wanted <= set(found.winners) or found.each >= spent(prepared, wanted)


def _wanted(prepared: Prepared) -> set[int]:
    return {plan for plan in prepared.eligible if prepared.supporters[plan].total}


def never(winners: list[int], least: Fraction, most: Fraction) -> bool:
    """No leaps: every step is counted."""
    del winners, least, most
    return False


def _exhaustive(prepared: Prepared, limits: Limits, winners: list[int]) -> bool:
    room = Room(limits, prepared.budget, winners)
    return all(room.against(plan) for plan in prepared.eligible - set(winners))
