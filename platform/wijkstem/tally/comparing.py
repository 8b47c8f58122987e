"""The comparison step of equal shares: how many voters are better off with which outcome."""

from collections.abc import Collection

import numpy as np

from wijkstem.tally.prepared import Floats, Prepared
from wijkstem.tally.results import Comparing
from wijkstem.tally.rules import Comparison


def compared(
    prepared: Prepared, shares: Collection[int], greedy: Collection[int], step: Comparison
) -> Comparing:
    """Count the voters; greedy is taken only when strictly more are better off with it."""
    ours, theirs = _gained(prepared, shares), _gained(prepared, greedy)
    if step == Comparison.EXCLUSION:
        ours, theirs = np.minimum(ours, 1), np.minimum(theirs, 1)
    better, worse = (
        int(prepared.groups[ours > theirs].sum()),
        int(prepared.groups[ours < theirs].sum()),
    )
    return Comparing(
        equal_shares=better,
        greedy=worse,
        same=prepared.voters - better - worse,
        taken="greedy" if worse > better else "equal-shares",
    )


def _gained(prepared: Prepared, plans: Collection[int]) -> Floats:
    """The points that each group of ballots gave to plans that won."""
    gained = np.zeros(len(prepared.groups))
    for plan in plans:
        who = prepared.supporters[plan]
        gained[who.groups] += who.points
    return gained
