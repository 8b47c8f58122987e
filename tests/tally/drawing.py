"""Small elections out of a hat, for every kind of ballot; many ties, for there it goes wrong."""

from fractions import Fraction

from hypothesis import strategies as st

from tests.tally.naive import Naive
from wijkstem.tally.elections import Ballot, BallotKind, Election, Plan

PLANS = ("a", "b", "c", "d", "e", "f")


@st.composite
def elections(
    draw: st.DrawFn, kinds: tuple[BallotKind, ...] = tuple(BallotKind), least_cost: int = 0
) -> Election:
    """A few plans, a few ballots, small numbers."""
    kind = draw(st.sampled_from(kinds))
    names = PLANS[: draw(st.integers(1, len(PLANS)))]
    cents = draw(st.sampled_from((1, 1, 1, 4)))
    costs = [Fraction(draw(st.integers(least_cost, 12)), cents) for _ in names]
    plans = tuple(Plan(name, cost) for name, cost in zip(names, costs, strict=True))
    ballots = tuple(draw(_ballot(kind, names)) for _ in range(draw(st.integers(1, 9))))
    return Election(Fraction(draw(st.integers(1, 30))), kind, plans, ballots)


@st.composite
def _ballot(draw: st.DrawFn, kind: BallotKind, names: tuple[str, ...]) -> Ballot:
    most = 1 if kind == BallotKind.CHOOSE_ONE else len(names)
    chosen = tuple(draw(st.lists(st.sampled_from(names), unique=True, max_size=most)))
    points = st.integers(1, 4).map(Fraction)
    return Ballot(chosen, tuple(draw(points) for _ in chosen) if kind.has_points else ())


def naive(election: Election, places: tuple[Fraction, ...] = ()) -> Naive:
    """The same election for the naive count."""

    def given(ballot: Ballot) -> dict[str, Fraction]:
        if election.kind == BallotKind.RANKING:
            worth = dict(zip(ballot.plans, places, strict=False))
            return {plan: worth.get(plan, Fraction(0)) for plan in ballot.plans}
        points = ballot.points or (Fraction(1),) * len(ballot.plans)
        return dict(zip(ballot.plans, points, strict=True))

    return Naive(
        election.budget,
        {plan.id: plan.cost for plan in election.plans},
        [given(ballot) for ballot in election.ballots],
    )
