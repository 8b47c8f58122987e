"""Each parameter of a rule decides what it says, on elections that can be worked out by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.tally.elections_of_ours import NORTH_AND_SOUTH, approval
from wijkstem.errors import RuleBroken
from wijkstem.tally import presets
from wijkstem.tally.counting import count
from wijkstem.tally.elections import Ballot, BallotKind, Election, Plan
from wijkstem.tally.results import Reason, Status
from wijkstem.tally.rules import (
    Cap,
    CapOn,
    Completion,
    Leftover,
    Measure,
    Threshold,
    Tie,
    Unfit,
    Unit,
)

GREEDY = presets.greedy()
#: By votes a, b, c, d; b does not fit after a.
STAIRS = approval(10, {"a": 6, "b": 5, "c": 3, "d": 2}, {"abcd": 1, "abc": 1, "ab": 1, "a": 1})


def _whys(election: Election, rule: object = GREEDY) -> dict[str, Reason]:
    assert isinstance(rule, type(GREEDY))
    return {plan: one.reason for plan, one in count(election, rule).plans.items()}


def test_greedy_skips_what_does_not_fit() -> None:
    result = count(STAIRS, GREEDY)
    assert result.winners == ("a", "c")
    assert [result.cost, result.left] == [9, 1]
    assert _whys(STAIRS) == {
        "a": Reason.FITS,
        "b": Reason.TOO_DEAR,
        "c": Reason.FITS,
        "d": Reason.TOO_DEAR,
    }


def test_greedy_stops_at_what_does_not_fit() -> None:
    rule = presets.greedy(unfit=Unfit.STOP)
    assert count(STAIRS, rule).winners == ("a",)
    assert _whys(STAIRS, rule)["c"] == Reason.STOPPED


def test_leftover_goes_to_what_fits_or_in_part_to_the_next() -> None:
    stop = presets.greedy(unfit=Unfit.STOP)
    assert count(STAIRS, replace(stop, leftover=Leftover.FIT)).winners == ("a", "c")
    result = count(STAIRS, replace(stop, leftover=Leftover.PARTIAL))
    assert result.plans["b"].status == Status.PARTLY
    assert [result.plans["b"].gets, result.left] == [4, 0]
    assert result.winners == ("a",)


@pytest.mark.parametrize(
    ("bar", "winners"),
    [
        (Threshold(on=Measure.VOTES, at_least=Fraction(2), unit=Unit.NUMBER), ("a", "c")),
        (Threshold(on=Measure.VOTES, at_least=Fraction(3), unit=Unit.NUMBER), ("a",)),
        (Threshold(on=Measure.SCORE, at_least=Fraction(50), unit=Unit.PERCENT), ("a", "c")),
        (Threshold(on=Measure.SCORE, at_least=Fraction(51), unit=Unit.PERCENT), ("a",)),
    ],
)
def test_threshold_is_reached_by_just_as_much(bar: Threshold, winners: tuple[str, ...]) -> None:
    assert count(STAIRS, replace(GREEDY, thresholds=(bar,))).winners == winners


def test_cap_holds_money_and_number_of_plans() -> None:
    plans = tuple(replace(plan, categories=("groen",)) for plan in STAIRS.plans)
    green = replace(STAIRS, plans=plans)
    money = Cap(on=CapOn.CATEGORY, name="groen", money=Fraction(8), plans=None)
    assert count(green, replace(GREEDY, caps=(money,))).winners == ("a", "d")
    number = Cap(on=CapOn.CATEGORY, name="groen", money=None, plans=1)
    assert _whys(green, replace(GREEDY, caps=(number,)))["c"] == Reason.CAP


def test_one_plan_of_a_group_wins() -> None:
    rule = replace(GREEDY, exclusive=(("a", "c"),))
    assert count(STAIRS, rule).winners == ("a", "d")
    assert _whys(STAIRS, rule)["c"] == Reason.EXCLUDED
    with pytest.raises(RuleBroken, match="Dat plan bestaat niet"):
        count(STAIRS, replace(GREEDY, exclusive=(("a", "x"),)))


def test_withdrawn_plan_cannot_win_and_takes_no_money() -> None:
    plans = tuple(replace(plan, withdrawn=plan.id == "a") for plan in STAIRS.plans)
    assert count(replace(STAIRS, plans=plans), GREEDY).winners == ("b", "c", "d")


def test_nobody_voted_so_nothing_wins() -> None:
    nobody = replace(STAIRS, ballots=())
    for rule in (GREEDY, presets.equal_shares()):
        result = count(nobody, rule)
        assert result.winners == ()
        assert result.left == 10
        assert set(_whys(nobody, rule).values()) == {Reason.NO_SUPPORT}


def test_budget_of_zero_pays_what_costs_nothing() -> None:
    free = approval(0, {"a": 0, "b": 1}, {"ab": 2})
    for rule in (GREEDY, presets.equal_shares()):
        assert count(free, rule).winners == ("a",)


# --- ties ---------------------------------------------------------------------------------------


def test_lot_decides_what_is_equal_in_everything_and_is_waited_for() -> None:
    equal = approval(5, {"a": 5, "b": 5, "c": 1}, {"ab": 2, "c": 1})
    waiting = count(equal, GREEDY)
    assert (waiting.winners, waiting.waiting) == ((), ("a", "b"))
    won = {count(equal, replace(GREEDY, lot=str(number))).winners for number in range(20)}
    assert won == {("a",), ("b",)}


def test_lot_is_not_waited_for_when_it_changes_nothing() -> None:
    equal = approval(11, {"a": 5, "b": 5, "c": 1, "d": 40, "e": 40}, {"ab": 2, "c": 1, "de": 1})
    assert count(equal, GREEDY).waiting == ()
    assert set(count(equal, GREEDY).winners) == {"a", "b", "c"}


def test_plans_that_depend_on_the_lot_of_others_wait_too() -> None:
    """Without "cheaper", a dear winner leaves nothing for c, and a cheap one does."""
    rule = replace(GREEDY, ties=(Tie.LOT,))
    equal = approval(6, {"a": 6, "b": 4, "c": 2}, {"ab": 2, "c": 1})
    assert count(equal, rule).waiting == ("a", "b", "c")


def test_everything_equal_waits_as_a_whole() -> None:
    names = "abcdefgh"
    equal = approval(3, dict.fromkeys(names, 1), {names: 3})
    for rule in (GREEDY, presets.equal_shares()):
        assert count(equal, rule).waiting == tuple(names)
    assert len(count(equal, replace(GREEDY, lot="x")).winners) == 3


# --- equal shares -------------------------------------------------------------------------------


def test_equal_shares_gives_the_south_its_part() -> None:
    assert count(NORTH_AND_SOUTH, GREEDY).winners == ("p", "o", "n")
    result = count(NORTH_AND_SOUTH, presets.equal_shares(completion=Completion.NONE))
    assert result.winners == ("p", "o", "s")
    first = result.rounds[0].to_dict()
    assert (first["plan"], first["budget_per_voter"], first["price"]) == ("p", 1, 1 / 3)
    assert first["plans"]["s"] == {
        "effective_votes": 40,
        "supporters_money": 40,
    }
    assert result.rounds[1].to_dict()["plans"]["n"]["supporters_money"] == 40
    assert result.rounds[2].to_dict()["closed"] == {"n": 1}
    assert result.plans["n"].reason == Reason.SUPPORTERS_LACKED


def test_minus_points_are_only_for_greedy() -> None:
    ballots = (Ballot(("a", "b"), (Fraction(2), Fraction(-1))),)
    plans = (Plan("a", Fraction(1)), Plan("b", Fraction(1)))
    election = Election(Fraction(1), BallotKind.SCORES, plans, ballots)
    assert count(election, presets.greedy(presets.POINTS)).winners == ("a",)
    with pytest.raises(RuleBroken, match="onder nul"):
        count(election, presets.equal_shares(presets.POINTS))


@pytest.mark.parametrize(
    ("ballots", "words"),
    [
        ((Ballot(("x",)),), "bestaat niet"),
        ((Ballot(("a", "a")),), "twee keer"),
        ((Ballot(("a",), (Fraction(1),)),), "punten"),
    ],
)
def test_ballot_that_cannot_be_is_refused(ballots: tuple[Ballot, ...], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        replace(STAIRS, ballots=ballots)
