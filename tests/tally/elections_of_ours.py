"""Small made-up elections, with an outcome that can be worked out by hand."""

from collections.abc import Mapping
from fractions import Fraction

from wijkstem.tally.elections import Ballot, BallotKind, Election, Plan


def approval(
    budget: int, costs: Mapping[str, int], ballots: Mapping[str, int], **plans: Plan
) -> Election:
    """``ballots``: the plans on a ballot as letters, to how many there are of it."""
    return Election(
        Fraction(budget),
        BallotKind.APPROVAL,
        tuple(plans.get(name, Plan(name, Fraction(cost))) for name, cost in costs.items()),
        tuple(Ballot(tuple(names)) for names, times in ballots.items() for _ in range(times)),
    )


#: 60 voters in the north and 40 in the south; by votes the south gets nothing.
NORTH_AND_SOUTH = approval(100, {"n": 40, "o": 39, "p": 20, "s": 30}, {"nop": 60, "s": 40})
