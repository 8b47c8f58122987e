"""What an indicator is worked out from, and the shape of a formula."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from wijkstem.words import Breakdown


@dataclass(frozen=True)
class Town:
    """What is not counted, and still needed: which neighbourhoods there are and how many people live in each."""

    neighbourhoods: frozenset[str] = frozenset()
    #: Only those of which it is known.
    inhabitants: Mapping[str, int] = field(default_factory=dict)
    #: Of the whole municipality; None: not known.
    people: int | None = None


@dataclass(frozen=True)
class Figures:
    """Counts of each measure, and for a distribution the count of each value."""

    counts: Mapping[str, int]
    distributions: Mapping[str, Mapping[int, int]]
    #: By measure how often it was counted in each neighbourhood; only for formulas that ask for it.
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    town: Town = field(default_factory=Town)
    #: Of all years together: somebody who took part in two of them is one person.
    ever: bool = False

    def count(self, *measures: str) -> int:
        return sum(self.counts.get(measure, 0) for measure in measures)

    def distribution(self, measure: str) -> Mapping[int, int]:
        return self.distributions.get(measure, {})

    def by_place(self, *measures: str) -> dict[str, int]:
        """How often these were counted in each neighbourhood that the municipality has; zeros too."""
        return {
            place: sum(self.places.get(measure, {}).get(place, 0) for measure in measures)
            for place in sorted(self.town.neighbourhoods)
        }


@dataclass(frozen=True)
class Formula:
    """How an indicator follows from the figures. A formula that changes gets a new version beside the old one."""

    measures: tuple[str, ...]
    work_out: Callable[[Figures], Decimal | None]
    #: How many people it is about, where somebody could be known by a figure of few of them.
    people: Callable[[Figures], int] | None = None
    #: In which breakdowns; None: always. Where a plan's supporters live is private, how many they are is not.
    private: frozenset[Breakdown] | None = None
    #: Measures that are needed neighbourhood by neighbourhood.
    places: tuple[str, ...] = ()
    breakdowns: frozenset[Breakdown] = frozenset({Breakdown.YEAR, Breakdown.MONTH})
    #: By breakdown: the measure that takes the place of one of these, such as people by where they live.
    swaps: Mapping[Breakdown, Mapping[str, str]] = field(default_factory=dict)
    #: Its parts add up to the whole, so that it can be divided by how many people live there.
    adds_up: bool = False
    #: About the plans of a period, whatever became of them later: such a figure grows for years and was not wrong.
    matures: bool = False
    #: It divides by how many people live there, or holds what is counted against that.
    divides: bool = False

    def __call__(self, figures: Figures) -> Decimal | None:
        return self.work_out(figures)

    def instead(self, by: Breakdown | None) -> Mapping[str, str]:
        """Which measures take the place of which in a breakdown."""
        return self.swaps.get(by, {}) if by else {}

    def needs(self, by: Breakdown | None) -> frozenset[str]:
        """The measures that are added up for a breakdown."""
        return frozenset({*self.measures, *self.instead(by).values()})

    def is_private(self, by: Breakdown | None) -> bool:
        """Whether few people are not shown in a breakdown."""
        return self.people is not None and (self.private is None or by in self.private)


TIME = frozenset({Breakdown.YEAR, Breakdown.MONTH})
PLACE = TIME | {Breakdown.NEIGHBOURHOOD}
PLAN = PLACE | {Breakdown.INSTRUMENT}


def counting(*measures: str, by: frozenset[Breakdown] = PLAN, reasons: str = "") -> Formula:
    """The sum of these; ``reasons`` is the measure by which the only one is told apart by reason."""
    return Formula(
        measures,
        lambda figures: Decimal(figures.count(*measures)),
        breakdowns=by | {Breakdown.REASON} if reasons else by,
        swaps={Breakdown.REASON: {measures[0]: reasons}} if reasons else {},
        adds_up=True,
    )


def sharing(
    part: tuple[str, ...],
    whole: tuple[str, ...],
    *,
    by: frozenset[Breakdown] = PLAN,
    people: bool = False,
    matures: bool = False,
) -> Formula:
    """Which percentage of the one the other is; ``people`` when the whole is people who might be known by it."""
    return Formula(
        tuple(dict.fromkeys((*part, *whole))),
        lambda figures: share(figures.count(*part), figures.count(*whole)),
        people=(lambda figures: figures.count(*whole)) if people else None,
        # By month few people would be hidden and shown by turns, and the year would tell of them.
        breakdowns=by - {Breakdown.MONTH} if people else by,
        matures=matures,
    )


def share(part: int, whole: int) -> Decimal | None:
    """Percentage with one decimal; None of nothing: a gap is not a zero."""
    if not whole:
        return None
    return rounded(Decimal(100 * part) / Decimal(whole), "0.1")


def per(number: int, whole: int | None, times: int = 1, to: str = "0.01") -> Decimal | None:
    """So many for each, or for each thousand; None where nobody lives or it is not known."""
    if not whole:
        return None
    return rounded(Decimal(times * number) / Decimal(whole), to)


def rounded(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), rounding=ROUND_HALF_UP)
