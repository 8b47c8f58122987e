"""Ballots of each type against the rules of their round: what is wrong is said by field, and what is right is one text."""

from collections.abc import Mapping
from typing import Any

import pytest

from wijkstem.domain.ballots import (
    Choice,
    Used,
    filled_in,
    highest,
    last_of_each,
    read,
    used,
    written,
)
from wijkstem.domain.rounds import BallotRules
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.web.language import sentence
from wijkstem.words.rounds import BallotType

CHOICES = (
    Choice(1, 10_000),
    Choice(2, 20_000),
    Choice(3, 30_000),
    Choice(4, 40_001),
    Choice(5, 5_000, withdrawn=True),
)


def rules(kind: BallotType, least: int = 1, most: int | None = None, **values: Any) -> BallotRules:
    return BallotRules(kind, least, most, **values)


APPROVAL = rules(BallotType.APPROVAL, 2, 3)
KNAPSACK = rules(BallotType.APPROVAL, spending_limit=60_000)
ONE = rules(BallotType.CHOOSE_ONE, most=1)
POINTS = rules(BallotType.POINTS, points=10, most_points=6)
SCORES = rules(BallotType.SCORES, lowest_score=0, highest_score=5)
RANKING = rules(BallotType.RANKING, most=3)


def wrong(typed: Mapping[int, str], by: BallotRules) -> dict[str, str]:
    """The codes of what is wrong, by field."""
    with pytest.raises(Invalid) as refused:
        filled_in(typed, by, CHOICES)
    return {name: error.code for name, error in refused.value.fields.items()}


@pytest.mark.parametrize(
    ("by", "typed", "picks"),
    [
        (APPROVAL, {1: "1", 3: "1"}, {1: 1, 3: 1}),
        (APPROVAL, {1: "1", 2: "", 3: " 1 ", 4: "0"}, {1: 1, 3: 1}),
        (KNAPSACK, {1: "1", 2: "1", 3: "1"}, {1: 1, 2: 1, 3: 1}),  # to the euro
        (ONE, {4: "1"}, {4: 1}),
        (POINTS, {1: "6", 2: "4", 3: "0"}, {1: 6, 2: 4}),
        (POINTS, {1: "3"}, {1: 3}),  # who keeps points back may
        (SCORES, {1: "5", 2: "5", 3: "1", 4: "0"}, {1: 5, 2: 5, 3: 1}),
        (RANKING, {3: "1", 1: "3", 2: "2"}, {1: 3, 2: 2, 3: 1}),
        (RANKING, {3: "1"}, {3: 1}),
        (rules(BallotType.APPROVAL, 0), {}, {}),  # blank, where the rules have room for it
        (APPROVAL, {5: "", 99: "", 1: "1", 2: "1"}, {1: 1, 2: 1}),  # not filled in is not named
    ],
)
def test_ballot_that_is_right(
    by: BallotRules, typed: dict[int, str], picks: dict[int, int]
) -> None:
    assert filled_in(typed, by, CHOICES) == picks


@pytest.mark.parametrize(
    ("by", "typed", "codes"),
    [
        (APPROVAL, {}, {"aantal": "no_plan"}),
        (APPROVAL, {1: "1"}, {"aantal": "too_few_plans"}),
        (APPROVAL, dict.fromkeys((1, 2, 3, 4), "1"), {"aantal": "too_many_plans"}),
        (APPROVAL, {1: "1", 9: "1"}, {"plan-9": "unknown_plan"}),
        (APPROVAL, {1: "1", 2: "2"}, {"plan-2": "number_out_of_range"}),
        (APPROVAL, {1: "1", 2: "ja"}, {"plan-2": "not_a_number"}),
        (APPROVAL, {1: "1", 5: "1"}, {"plan-5": "plan_withdrawn"}),
        (ONE, {1: "1", 2: "1"}, {"aantal": "too_many_plans"}),
        (KNAPSACK, {2: "1", 4: "1"}, {"geld": "over_the_limit"}),
        (POINTS, {1: "6", 2: "5"}, {"punten": "too_many_points"}),
        (POINTS, {1: "7"}, {"plan-1": "number_out_of_range"}),
        (POINTS, {1: "-1", 2: "2,5"}, {"plan-1": "not_a_number", "plan-2": "not_a_number"}),
        (POINTS, {1: "9" * 40}, {"plan-1": "not_a_number"}),
        (POINTS, {1: "\N{SUPERSCRIPT TWO}"}, {"plan-1": "not_a_number"}),
        (SCORES, {1: "6"}, {"plan-1": "number_out_of_range"}),
        (RANKING, {1: "1", 2: "1"}, {"plan-2": "place_twice"}),
        (RANKING, {1: "1", 2: "3"}, {"plaatsen": "place_empty"}),
        (RANKING, {1: "4"}, {"plan-1": "number_out_of_range"}),
    ],
)
def test_ballot_that_is_not(by: BallotRules, typed: dict[int, str], codes: dict[str, str]) -> None:
    assert wrong(typed, by) == codes


def test_ballot_one_euro_too_dear_is_told_both_amounts() -> None:
    with pytest.raises(Invalid) as refused:
        filled_in({2: "1", 4: "1"}, KNAPSACK, CHOICES)
    assert str(refused.value.fields["geld"]) == (
        "Uw plannen kosten samen €\u00a060.001. U mag hoogstens €\u00a060.000 besteden: dat is €\u00a01 te veel."
    )


def test_page_counts_along_also_when_something_is_wrong() -> None:
    assert used({1: "1", 4: "1", 9: "1"}, CHOICES) == Used(3, 50_001, 3)
    assert used({1: "3", 2: "x", 3: "0", 4: ""}, CHOICES) == Used(2, 30_000, 3)


def test_highest_number_beside_a_plan() -> None:
    free = rules(BallotType.POINTS, points=10)
    found = [highest(by, CHOICES) for by in (APPROVAL, ONE, POINTS, free, SCORES, RANKING)]
    assert found == [1, 1, 6, 10, 5, 3]


@pytest.mark.parametrize("picks", [{}, {1: 1}, {10: 3, 2: 1, 1: 2}])
def test_written_and_read_again(picks: dict[int, int]) -> None:
    assert read(written(picks)) == picks
    assert written(dict(reversed(picks.items()))) == written(picks), "in any order one text"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", '{"1": 1}', '{"2":1,"1":1}', '{"01":1}', '{"1":1.0}', '{"1":true}', '{"x":1}',
     '{"1":"1"}', '{"1":null}', '{"1":1,"1":2}'],
)  # fmt: skip
def test_what_we_did_not_write_is_not_read(text: str) -> None:
    with pytest.raises(RuleBroken):
        read(text)


def test_last_version_under_each_tag_counts() -> None:
    rows = [("a", 2), ("b", 1), ("a", 1), ("a", 3)]
    assert last_of_each(rows) == {("a", 3), ("b", 1)}


def test_amounts_are_said_in_the_readers_language() -> None:
    with pytest.raises(Invalid) as refused:
        filled_in({2: "1", 4: "1"}, KNAPSACK, CHOICES)
    error = refused.value.fields["geld"]
    assert [
        sentence(error, lang).count(one) for lang, one in (("nl", "60.001"), ("en", "60,001"))
    ] == [1, 1]
