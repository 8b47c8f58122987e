"""How sure a percentage is that comes from a sample, so that nobody reads chance as change."""

from decimal import ROUND_HALF_UP, Decimal

#: Of a hundred samples, ninety-five lie within so many standard deviations.
_Z = Decimal("1.959964")


def reach(percent: Decimal, sample: int) -> tuple[Decimal, Decimal]:
    """Between which percentages the real one lies, 95 times out of 100 (Wilson), as if people were drawn by lot.

    Surveys weigh their answers and not everybody answers, so the real uncertainty is larger: this is the least of it.
    """
    share, size = percent / 100, Decimal(sample)
    square = _Z * _Z
    middle = share + square / (2 * size)
    apart = _Z * (share * (1 - share) / size + square / (4 * size * size)).sqrt()
    ends = (100 * (middle + side * apart) / (1 + square / size) for side in (-1, 1))
    low, high = (one.quantize(Decimal("0.1"), ROUND_HALF_UP) for one in ends)
    return low, high


def may_be_chance(before: tuple[Decimal, Decimal], after: tuple[Decimal, Decimal]) -> bool:
    """Whether two samples may differ by chance only: zero lies within the uncertainty of their difference.

    The ends are those of `reach`; the halves of both add up as squares.
    """
    if before == after:
        return True
    (low, high) = (
        (before, after) if before[0] + before[1] <= after[0] + after[1] else (after, before)
    )
    gap = (high[0] + high[1] - low[0] - low[1]) / 2
    halves = [(end[1] - end[0]) / 2 for end in (before, after)]
    return gap * gap <= sum((half * half for half in halves), Decimal(0))
