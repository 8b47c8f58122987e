"""What formulas make of figures: medians, percentiles, shares, and how evenly something is spread."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import ceil
from statistics import median as plain_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.queries.formulas import FORMULAS, Figures, Town
from wijkstem.queries.formulas.people import gini
from wijkstem.queries.formulas.times import median, percentile

days = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@given(days)
def test_median_is_the_plain_one(days: list[int]) -> None:
    assert median(Counter(days)) == Decimal(str(plain_median(days)))


@given(days, st.integers(1, 100))
def test_percentile_is_the_smallest_that_so_many_do_not_exceed(
    days: list[int], percent: int
) -> None:
    rank = ceil(Fraction(percent, 100) * len(days))
    assert percentile(Counter(days), percent) == sorted(days)[rank - 1]


def test_of_nothing_there_is_nothing() -> None:
    assert median({}) is None
    assert percentile({}, 90) is None
    assert median({3: 0}) is None
    nothing = Figures({}, {})
    gaps = {name for (name, _), formula in FORMULAS.items() if formula(nothing) is None}
    counted = {name for (name, _), formula in FORMULAS.items() if formula(nothing) == 0}
    assert {"answered_in_time", "evaluated", "evenness", "people_per_thousand"} <= gaps
    assert {"submitted", "people", "suspended_days", "euros_granted"} <= counted
    assert gaps | counted == {name for name, _ in FORMULAS}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([(10, 100), (20, 200), (5, 50)], "0.00"),
        ([(0, 100), (10, 100)], "0.50"),
        ([(0, 900), (10, 100)], "0.90"),
        ([(1, 100), (3, 100)], "0.25"),
        ([(5, 100)], None),
        ([(0, 100), (0, 50)], None),
    ],
)
def test_evenness(groups: list[tuple[int, int]], expected: str | None) -> None:
    assert gini(groups) == (None if expected is None else Decimal(expected))


spread = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 500)), min_size=2, max_size=9)


@given(spread)
def test_evenness_is_half_the_mean_difference_between_two_inhabitants(
    groups: list[tuple[int, int]],
) -> None:
    """The other definition, over every pair of inhabitants, in exact fractions."""
    total, people = sum(part for part, _ in groups), sum(living for _, living in groups)
    if total == 0:
        assert gini(groups) is None
        return
    between = sum(
        (abs(Fraction(a, m) - Fraction(b, n)) * m * n for a, m in groups for b, n in groups),
        Fraction(0),
    )
    plain = between / (2 * people * people * Fraction(total, people))
    found = gini(groups)
    assert found is not None
    assert abs(Fraction(found) - plain) <= Fraction(1, 200)


def test_nobody_lives_there_is_a_gap_and_no_error() -> None:
    figures = Figures({"people": 3, "euros_granted": 500}, {}, town=Town(people=0))
    for name in ("people_per_thousand", "euros_granted_per_inhabitant"):
        assert FORMULAS[name, 1](figures) is None
    empty = Town(frozenset({"WK990100", "WK990101"}), {"WK990100": 0, "WK990101": 40})
    places = {"people_from": {"WK990100": 2, "WK990101": 6}}
    assert FORMULAS["evenness", 1](Figures({}, {}, places, empty)) is None
