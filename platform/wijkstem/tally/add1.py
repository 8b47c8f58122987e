"""Add1: give every voter a little more, and again, as long as what they buy together stays within the budget."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction

from wijkstem.tally.prepared import Prepared
from wijkstem.tally.room import Limits, Room
from wijkstem.tally.rules import Completion, EqualShares

#: A run of equal shares: what everybody has, to who wins.
Runner = Callable[[Fraction], list[int]]


@dataclass(frozen=True)
class Bought:
    """What was bought in the run that counts, and what every voter had in it."""

    each: Fraction
    winners: list[int]


def bought(prepared: Prepared, limits: Limits, winner: EqualShares, run: Runner) -> Bought:
    """The run that counts."""
    if not prepared.voters:
        return Bought(Fraction(0), [])
    each = Fraction(prepared.budget, prepared.voters)
    found = Bought(each, run(each))
    if winner.completion not in (Completion.ADD1, Completion.ADD1U) or not prepared.budget:
        return found
    step = winner.increment / prepared.unit
    while not _done(prepared, limits, winner, found):
        more = Bought(found.each + step, run(found.each + step))
        if spent(prepared, more.winners) > prepared.budget:
            break
        found = more
    return found


def spent(prepared: Prepared, plans: Collection[int]) -> int:
    """What these plans cost together."""
    return sum(prepared.costs[plan] for plan in plans)


def _done(prepared: Prepared, limits: Limits, winner: EqualShares, found: Bought) -> bool:
    """Whether more money for the voters is no longer wanted, or changes nothing."""
    if winner.exhaustive_stop and _exhaustive(prepared, limits, found.winners):
        return True
    wanted = {plan for plan in prepared.eligible if prepared.supporters[plan].total}
    # Who can pay for everything alone never runs out.
    return wanted <= set(found.winners) or found.each >= spent(prepared, wanted)


def _exhaustive(prepared: Prepared, limits: Limits, winners: list[int]) -> bool:
    room = Room(limits, prepared.budget, winners)
    return all(room.against(plan) for plan in prepared.eligible - set(winners))
