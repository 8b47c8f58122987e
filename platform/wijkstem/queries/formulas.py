"""How each computed indicator follows from the figures; shares and medians are worked out here, when asked."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from wijkstem.domain.evaluations import FEWEST


@dataclass(frozen=True)
class Figures:
    """Counts of each measure, and for a distribution the count of each value."""

    counts: Mapping[str, int]
    distributions: Mapping[str, Mapping[int, int]]
    #: By measure the neighbourhoods in which it was counted.
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def count(self, *measures: str) -> int:
        return sum(self.counts.get(measure, 0) for measure in measures)


Formula = Callable[[Figures], Decimal | None]


def _counting(*measures: str) -> Formula:
    return lambda figures: Decimal(figures.count(*measures))


def _answered_in_time(figures: Figures) -> Decimal | None:
    """None when nothing was answered yet: a gap is not a zero."""
    in_time, late = figures.count("answered_in_time"), figures.count("answered_late")
    return _share(in_time, in_time + late)


def _share(part: int, whole: int) -> Decimal | None:
    """Percentage with one decimal; None of nothing."""
    if not whole:
        return None
    return _rounded(Decimal(100 * part) / Decimal(whole), "0.1")


def _rounded(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), rounding=ROUND_HALF_UP)


def _sharing(part: str, whole: str) -> Formula:
    return lambda figures: _share(figures.count(part), figures.count(whole))


def _euros_per_inhabitant(figures: Figures) -> Decimal | None:
    """Of the rounds of which it is known how many people live there; in whole cents."""
    people = figures.count("ballot_inhabitants")
    if not people:
        return None
    return _rounded(Decimal(figures.count("ballot_euros_known")) / Decimal(people), "0.01")


def _median_days(figures: Figures) -> Decimal | None:
    """The middle one, or the mean of the middle two."""
    days = Counter(figures.distributions.get("days_to_answer", {}))
    ordered = sorted(days.elements())
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle])
    return Decimal(ordered[middle - 1] + ordered[middle]) / 2


def _reached(figures: Figures) -> Decimal:
    """Neighbourhoods with a gathering of their own; one about the whole municipality reaches none in particular."""
    return Decimal(len(figures.places.get("gathering_held", ())))


def _evaluated(figures: Figures) -> Decimal | None:
    """None with so few answers that somebody could be known by theirs."""
    happy, all_of_them = (
        figures.count("evaluation_green"),
        figures.count("evaluation_green", "evaluation_orange", "evaluation_red"),
    )
    return _share(happy, all_of_them) if all_of_them >= FEWEST else None


FORMULAS: dict[str, Formula] = {
    "submitted": _counting("submitted"),
    "admitted": _counting("milestone_admitted"),
    "refused": _counting("milestone_refused"),
    "signatures": _counting("support_for"),
    "threshold_reached": _counting("milestone_threshold_reached"),
    "reached_council": _counting("milestone_placed"),
    "decided": _counting(
        "milestone_adopted",
        "milestone_partly_adopted",
        "milestone_granted",
        "milestone_partly_granted",
        "milestone_rejected",
    ),
    "answered_in_time": _answered_in_time,
    "median_days_to_answer": _median_days,
    "late_steps": _counting("escalated"),
    "council_guests": _counting("council_guests"),
    "gatherings": _counting("gathering_held"),
    "gathering_attendance": _counting("gathering_came"),
    "neighbourhoods_reached": _reached,
    "evaluated": _evaluated,
    "ballot_turnout": _sharing("ballot_voters", "ballot_on_roll"),
    "ballot_served": _sharing("ballot_served", "ballot_voters"),
    "ballot_euros": _counting("ballot_euros"),
    "ballot_euros_per_inhabitant": _euros_per_inhabitant,
}
