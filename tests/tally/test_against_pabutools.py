"""The count against pabutools: the same winners under the same parameters."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tally.drawing import elections
from tests.tally.drawing import naive as as_naive
from tests.tally.oracle import Oracle
from wijkstem.tally import presets
from wijkstem.tally.counting import count
from wijkstem.tally.elections import BallotKind, Election
from wijkstem.tally.rules import Completion, CountingRule, Worth

PLACES = presets.borda(3)


def _winners(election: Election, rule: CountingRule) -> set[str]:
    scoring = presets.POINTS if election.kind.has_points else presets.VOTES
    if election.kind == BallotKind.RANKING:
        scoring = PLACES
    return set(count(election, replace(rule, scoring=scoring, lot="lot")).winners)


@settings(max_examples=500, deadline=None)
@given(election=elections(least_cost=1))
def test_greedy_has_the_same_winners(election: Election) -> None:
    oracle = Oracle(as_naive(election, PLACES.places))
    assert _winners(election, presets.greedy()) == oracle.greedy()


@settings(max_examples=500, deadline=None)
@given(
    election=elections(),
    completion=st.sampled_from(Completion),
    worth=st.sampled_from(Worth),
    stop=st.booleans(),
)
def test_equal_shares_has_the_same_winners(
    election: Election, completion: Completion, worth: Worth, stop: bool
) -> None:
    rule = presets.equal_shares(completion=completion)
    rule = replace(rule, winner=replace(rule.winner, worth=worth, exhaustive_stop=stop))  # type: ignore[arg-type]
    oracle = Oracle(as_naive(election, PLACES.places))
    if completion in (Completion.ADD1, Completion.ADD1U):
        expected = oracle.add1(Fraction(1), worth_cost=worth == Worth.COST, exhaustive_stop=stop)
    else:
        expected = oracle.shares(worth_cost=worth == Worth.COST)
    if completion in (Completion.UTILITARIAN, Completion.ADD1U):
        expected = oracle.greedy(taken=sorted(expected))
    assert _winners(election, rule) == expected
