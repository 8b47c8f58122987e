"""A measurement is the median of turns, ours and the floor's by turns, and says whether the aim was reached."""

import json

import pytest

from bench.driving import Answers, percentile
from bench.measure import Result, Said, compare, spread


def turns(rates: list[float], log: list[str], name: str) -> Said:
    left = iter(rates)

    def rate() -> float:
        log.append(name)
        return next(left)

    return Said(rate)


def test_medians_are_compared_after_a_warm_up_of_each() -> None:
    log: list[str] = []
    ours, floor = (
        turns([1.0, 40.0, 60.0, 50.0], log, "ours"),
        turns([1.0, 90.0, 100.0, 110.0], log, "floor"),
    )
    result = compare("x", "pages/s", ours, "bare", floor, repetitions=3, at_least=0.4)
    assert log == ["ours", "floor"] * 4
    assert result == Result("x", 50.0, "pages/s", "bare", 100.0, 0.4, "≥ 0.4 ×", True)
    assert json.loads(result.line())["ratio"] == 0.5


def test_an_aim_that_is_missed_is_said() -> None:
    log: list[str] = []
    ours, floor = turns([1.0, 30.0], log, "ours"), turns([1.0, 100.0], log, "floor")
    result = compare("x", "pages/s", ours, "bare", floor, repetitions=1, at_least=0.4)
    assert result.reached is False


def test_spread_is_of_the_median() -> None:
    assert spread([8.0, 10.0, 14.0]) == pytest.approx(0.6)


def test_percentiles_of_many_and_of_one() -> None:
    assert percentile([float(n) for n in range(1, 1002)], 0.99) == 991.0
    assert percentile([3.0], 0.99) == 3.0
    assert percentile([], 0.5) == 0.0


@pytest.mark.parametrize(
    "answers",
    [
        Answers(1.0, {200: 3, 503: 1}, 0, [], 0.1),
        Answers(1.0, {200: 3}, 1, [], 0.1),
        Answers(1.0, {}, 0, [], 0.1),
    ],
)
def test_what_was_not_all_answered_well_measures_nothing(answers: Answers) -> None:
    with pytest.raises(ValueError, match="expected"):
        answers.only(200)


def test_a_rate_counts_the_answers_that_were_meant() -> None:
    assert Answers(2.0, {200: 6, 503: 4}, 0, [], 0.1).rate(200) == 3.0


def test_result_that_was_kept_is_the_same_again() -> None:
    one = Result("list", 1.25, "s", "nothing", 0.3, 0.01, "≥ 0.5 ×", True, "a note")
    assert Result.again(one.kept()) == one
