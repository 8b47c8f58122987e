"""Choosing between plans that are equal: the steps of the rule, and in the end the public lot."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from itertools import groupby

from wijkstem.tally.prepared import Prepared
from wijkstem.tally.rules import CountingRule, Tie


def lot_number(lot: str, plan: str) -> str:
    """The lowest goes first; anyone can compute it again with ``printf '%s|%s' LOT PLAN | sha256sum``."""
    return sha256(f"{lot}|{plan}".encode()).hexdigest()


def drawn(prepared: Prepared, lot: str) -> tuple[int, ...]:
    """All plans in the order of the lot."""
    return tuple(
        sorted(
            range(len(prepared.plans)), key=lambda plan: lot_number(lot, prepared.plans[plan].id)
        )
    )


class Ties:
    """The order between equal plans; ``decided`` says between which of them the lot had to choose."""

    def __init__(self, prepared: Prepared, rule: CountingRule, lot: Sequence[int]) -> None:
        self.decided: set[frozenset[int]] = set()
        self._lot = {plan: number for number, plan in enumerate(lot)}
        steps = rule.ties[: rule.ties.index(Tie.LOT)] if Tie.LOT in rule.ties else rule.ties
        measures = {Tie.CHEAPER: prepared.costs, Tie.VOTES: [-votes for votes in prepared.votes]}
        self._key = {
            plan: tuple(measures[step][plan] for step in steps)
            for plan in range(len(prepared.plans))
        }

    def first(self, tied: Iterable[int]) -> int:
        """The one that goes first."""
        plans = list(tied)
        best = min(self._key[plan] for plan in plans)
        equal = [plan for plan in plans if self._key[plan] == best]
        if len(equal) > 1:
            self.decided.add(frozenset(equal))
        return min(equal, key=self._lot.__getitem__)

    def blocks(self, plans: Iterable[int], above: Callable[[int], object]) -> list[tuple[int, ...]]:
        """All in order of ``above`` and the steps; in one block who only the lot can tell apart, in its order."""

        def key(plan: int) -> tuple[object, ...]:
            return (above(plan), *self._key[plan])

        ordered = sorted(plans, key=lambda plan: (key(plan), self._lot[plan]))
        return [tuple(block) for _, block in groupby(ordered, key)]
