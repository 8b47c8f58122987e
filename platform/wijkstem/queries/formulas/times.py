"""How long answers take: medians and percentiles of whole days."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate

from wijkstem.queries.formulas.base import PLAN, Figures, Formula


def median(seen: Mapping[int, int]) -> Decimal | None:
    """The middle one, or the mean of the middle two; None of nothing."""
    number = sum(seen.values())
    if number <= 0:
        return None
    low, high = _ranked(seen, (number + 1) // 2), _ranked(seen, number // 2 + 1)
    return Decimal(low) if low == high else Decimal(low + high) / 2


def percentile(seen: Mapping[int, int], percent: int) -> Decimal | None:
    """By nearest rank: the smallest value that at least so many percent do not exceed. None of nothing."""
    number = sum(seen.values())
    if number <= 0:
        return None
    return Decimal(_ranked(seen, -(-percent * number // 100)))


def _ranked(seen: Mapping[int, int], rank: int) -> int:
    """The value at a rank, from 1; without writing out a value for each time that it was seen."""
    values = sorted(seen)
    upto = accumulate(seen[value] for value in values)
    return next(value for value, reached in zip(values, upto, strict=True) if reached >= rank)


def _median_of(measure: str) -> Formula:
    return Formula((measure,), lambda f: median(f.distribution(measure)), breakdowns=PLAN)


def _sum_of(measure: str) -> Formula:
    def work_out(figures: Figures) -> Decimal:
        seen = figures.distribution(measure)
        return Decimal(sum(value * times for value, times in seen.items()))

    return Formula((measure,), work_out, breakdowns=PLAN)


def _percentile_of(measure: str, percent: int) -> Formula:
    return Formula(
        (measure,), lambda f: percentile(f.distribution(measure), percent), breakdowns=PLAN
    )


TIMES = {
    "median_days_to_answer": _median_of("days_to_answer"),
    "p90_days_to_answer": _percentile_of("days_to_answer", 90),
    "suspended_days": _sum_of("suspended_days"),
}
