"""How sure a sample is: the interval of Wilson, and whether two samples may differ by chance only."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.sampling import may_be_chance, reach


@pytest.mark.parametrize(
    ("percent", "sample", "low", "high"),
    [
        # Worked out from the published formula.
        ("50", 100, "40.4", "59.6"),
        ("49", 1200, "46.2", "51.8"),
        ("0", 10, "0.0", "27.8"),
        ("100", 10, "72.2", "100.0"),
        ("40", 25, "23.4", "59.3"),
    ],
)
def test_reach(percent: str, sample: int, low: str, high: str) -> None:
    assert reach(Decimal(percent), sample) == (Decimal(low), Decimal(high))


percents = st.decimals(0, 100, places=1)


@given(percents, st.integers(1, 10**6))
def test_percentage_lies_within_and_more_people_are_surer(percent: Decimal, sample: int) -> None:
    low, high = reach(percent, sample)
    assert 0 <= low <= percent <= high <= 100
    closer = reach(percent, 4 * sample)
    assert closer[1] - closer[0] <= high - low


@pytest.mark.parametrize(
    ("before", "after", "sample", "chance"),
    [
        ("49", "51", 100, True),
        ("49", "51", 10_000, False),
        ("39", "40", 1200, True),
        ("30", "45", 400, False),
        ("50", "50", 20, True),
    ],
)
def test_small_differences_may_be_chance(
    before: str, after: str, sample: int, chance: bool
) -> None:
    ends = reach(Decimal(before), sample), reach(Decimal(after), sample)
    assert may_be_chance(*ends) is chance
    assert may_be_chance(*ends[::-1]) is chance
