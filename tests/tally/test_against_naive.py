"""The count against a naive one that shares no code with it, on elections out of a hat."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tally import naive
from tests.tally.drawing import elections
from tests.tally.drawing import naive as as_naive
from tests.tally.elections_of_ours import approval
from wijkstem.tally import presets, shares
from wijkstem.tally.counting import count
from wijkstem.tally.elections import BallotKind, Election
from wijkstem.tally.rules import (
    Completion,
    CountingRule,
    EqualShares,
    Scoring,
    Unfit,
    Worth,
)

PLACES = presets.borda(3)


def _scoring(election: Election) -> Scoring:
    if election.kind == BallotKind.RANKING:
        return PLACES
    return presets.POINTS if election.kind.has_points else presets.VOTES


def _drawn(rule: CountingRule, **winner: object) -> CountingRule:
    changed = replace(rule.winner, **winner) if winner else rule.winner  # type: ignore[arg-type]
    return replace(rule, lot="lot", winner=changed)


@settings(max_examples=200, deadline=None)
@given(election=elections(), unfit=st.sampled_from(Unfit))
def test_greedy_is_the_naive_greedy(election: Election, unfit: Unfit) -> None:
    rule = _drawn(presets.greedy(_scoring(election), unfit))
    expected = naive.greedy(as_naive(election, PLACES.places), skip=unfit == Unfit.SKIP)
    assert list(count(election, rule).winners) == expected


@settings(max_examples=200, deadline=None)
@given(
    election=elections(),
    worth=st.sampled_from(Worth),
    completion=st.sampled_from(Completion),
    stop=st.booleans(),
    step=st.sampled_from((Fraction(1), Fraction(1, 3))),
)
def test_equal_shares_is_the_naive_one(
    election: Election, worth: Worth, completion: Completion, stop: bool, step: Fraction
) -> None:
    rule = _drawn(
        presets.equal_shares(_scoring(election), completion),
        worth=worth,
        exhaustive_stop=stop,
        increment=step,
    )
    book = as_naive(election, PLACES.places)
    if completion in (Completion.ADD1, Completion.ADD1U):
        expected = naive.add1(book, step, worth_cost=worth == Worth.COST, exhaustive_stop=stop)
    else:
        each = book.budget / len(book.ballots)
        expected = naive.shares(book, each, worth_cost=worth == Worth.COST)
    if completion in (Completion.UTILITARIAN, Completion.ADD1U):
        expected = naive.greedy(book, taken=expected)
    assert list(count(election, rule).winners) == expected


@settings(max_examples=100, deadline=None)
@given(election=elections(), seed=st.integers(0, 10**6), shared=st.booleans(), lot=st.booleans())
def test_order_of_ballots_and_plans_changes_nothing(
    election: Election, seed: int, shared: bool, lot: bool
) -> None:
    rule = presets.equal_shares(_scoring(election)) if shared else presets.greedy()
    rule = replace(rule, lot="lot" if lot else None)
    chance = random.Random(seed)
    shuffled = replace(
        election,
        plans=tuple(chance.sample(election.plans, len(election.plans))),
        ballots=tuple(chance.sample(election.ballots, len(election.ballots))),
    )
    assert count(shuffled, rule) == count(election, rule)


@settings(max_examples=150, deadline=None)
@given(election=elections(), factor=st.sampled_from((10, 100, 1000)))
def test_leaps_of_add1_change_nothing(election: Election, factor: int) -> None:
    """The same election in larger money has many more steps, most of which change nothing."""
    plans = tuple(replace(plan, cost=plan.cost * factor) for plan in election.plans)
    large = replace(election, budget=election.budget * factor, plans=plans)
    rule = _drawn(presets.equal_shares(_scoring(election)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("wijkstem.tally.deciding.same_until", lambda *asked: False)
        expected = count(large, rule)
    assert count(large, rule) == expected


def test_few_voters_and_much_money_are_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of thousands of steps, but few runs: steps are leapt over, not counted."""
    runs: list[Fraction] = []
    real = shares.Run

    def counted(market: shares.Market, each: Fraction) -> shares.Run:
        runs.append(each)
        return real(market, each)

    monkeypatch.setattr("wijkstem.tally.deciding.Run", counted)
    costs = {"a": 400_000, "b": 350_000, "c": 300_000, "d": 20_000}
    result = count(approval(1_000_000, costs, {"ab": 1, "bc": 1, "d": 1}), presets.equal_shares())
    assert result.winners == ("b", "d", "c")
    assert len(runs) < 500


@pytest.mark.parametrize("near", [-1.0, 0.5])
def test_referee_makes_good_what_floats_do_wrong(
    near: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Floats that never doubt are found out by the exact run; floats that always doubt ask the referee everything."""
    monkeypatch.setattr(shares, "NEAR", near)
    monkeypatch.setattr(shares, "_OFF", near)

    @settings(max_examples=60, deadline=None, database=None)
    @given(election=elections())
    def same(election: Election) -> None:
        rule = _drawn(presets.equal_shares(_scoring(election)))
        assert isinstance(rule.winner, EqualShares)
        book = as_naive(election, PLACES.places)
        plain = _drawn(rule, completion=Completion.NONE)
        expected = naive.shares(book, book.budget / len(book.ballots), worth_cost=True)
        assert list(count(election, plain).winners) == expected

    same()
