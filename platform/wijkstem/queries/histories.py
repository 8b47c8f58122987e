"""Every figure there is of an indicator, counted here or from elsewhere, beside what the municipality wants.

What was counted comes from `indicators.py`, what surveys found from `observations.py`, and what the municipality's own
texts say from the rules. All pages, files and reports that tell of an indicator ask here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from wijkstem.domain.sampling import reach
from wijkstem.domain.steering import Aim, Measured
from wijkstem.errors import NotFound
from wijkstem.queries.indicators import Reading, breakdowns, reading, readings
from wijkstem.queries.inhabitants import CountedBy
from wijkstem.queries.observations import Observed
from wijkstem.queries.shown_observations import shown_observations
from wijkstem.queries.working_out import Value
from wijkstem.rules.indicators import Benchmark, Indicator, YearFigure
from wijkstem.rules.parts import Text
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Breakdown, Unit
from wijkstem.words.sources import FigureKind


@dataclass(frozen=True)
class Seen:
    """One figure, and where it comes from."""

    kind: FigureKind
    #: None: the source does not tell.
    year: int | None
    #: None: a gap, or not shown.
    value: Decimal | None
    #: It is about too few people to be shown.
    hidden: bool = False
    #: How many people or answers it is about; None: not known, or not about people.
    people: int | None = None
    #: Between which it lies, where it comes from a sample.
    reach: tuple[Decimal, Decimal] | None = None
    #: The year is not over.
    so_far: bool = False
    #: The last day on which it was counted differently after its year; None: never.
    corrected_on: date | None = None
    #: It stands in the place of another figure of the same source.
    corrects: bool = False
    #: Where it was read; None: counted here, or of the text that the definition names.
    source: str | None = None
    url: str = ""
    #: Of whom it is, or what the source says with it.
    note: Text | None = None


@dataclass(frozen=True)
class History:
    """An indicator with all its figures."""

    definition: Indicator
    #: Counted here over all years; None: from elsewhere.
    in_all: Value | None
    #: What it was, by year; those without a year stand first.
    figures: Sequence[Seen]
    #: Baseline, targets, ambition and benchmarks.
    beside: Sequence[Seen]
    #: Who counted the inhabitants that it divides by.
    counted_by: Sequence[CountedBy] = ()

    def of(self, kind: FigureKind) -> list[Seen]:
        return [one for one in self.beside if one.kind is kind]

    @property
    def by_year(self) -> Mapping[int, Seen]:
        """One figure a year: where sources differ, the one that was brought in last."""
        return {one.year: one for one in self.figures if one.year is not None}

    @property
    def measured(self) -> list[Measured]:
        """What can be compared."""
        return [
            Measured(year, one.value, one.reach, one.so_far)
            for year, one in self.by_year.items()
            if one.value is not None
        ]

    @property
    def aims(self) -> list[Aim]:
        wanted = (FigureKind.TARGET, FigureKind.AMBITION)
        return [
            Aim(one.value, one.year, ambition=one.kind is FigureKind.AMBITION)
            for one in self.beside
            if one.kind in wanted and one.value is not None
        ]


def histories(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    today: date,
    as_of: date | None = None,
) -> list[History]:
    """Of every indicator, in the order of the rules."""
    counted = readings(connection, municipality_id, rules=rules, by=Breakdown.YEAR, as_of=as_of)
    seen = shown_observations(connection, municipality_id, rules=rules, as_of=as_of)
    return [
        _history(
            one.on(as_of),
            counted.get(one.code),
            [row for row in seen if row.indicator == one.code],
            as_of or today,
        )
        for one in rules.indicators.indicators
    ]


def history(
    connection: Connection,
    municipality_id: str,
    code: str,
    *,
    rules: MunicipalityRules,
    today: date,
    as_of: date | None = None,
) -> History:
    """Of one indicator, with what was corrected later.

    Raises:
        NotFound: there is none with this code.
    """
    definition = definition_of(rules, code, as_of)
    counted = None
    if definition.formula is not None:
        asked = {"rules": rules, "code": code, "by": Breakdown.YEAR, "as_of": as_of}
        counted = reading(connection, municipality_id, **asked)  # type: ignore[arg-type]  # by name, as it asks
    seen = shown_observations(
        connection, municipality_id, rules=rules, as_of=as_of, indicators=(code,)
    )
    return _history(definition, counted, seen, as_of or today)


@dataclass(frozen=True)
class IndicatorPage:
    """An indicator, and its figures told apart in one more way."""

    history: History
    #: The ways in which it can be told apart.
    ways: frozenset[Breakdown]
    by: Breakdown | None
    parts: Reading | None


def indicator_page(
    connection: Connection,
    municipality_id: str,
    code: str,
    *,
    rules: MunicipalityRules,
    today: date,
    as_of: date | None = None,
    by: Breakdown | None = None,
) -> IndicatorPage:
    """All that the page of an indicator shows, read at one moment.

    Raises:
        NotFound: there is none with this code, or it cannot be told apart like that.
    """
    found = history(connection, municipality_id, code, rules=rules, today=today, as_of=as_of)
    parts = None
    if by is not None:
        # Months of all years are too many to be read.
        year = (as_of or today).year if by is Breakdown.MONTH else None
        asked = {"rules": rules, "code": code, "by": by, "year": year, "as_of": as_of}
        parts = reading(connection, municipality_id, **asked)  # type: ignore[arg-type]  # by name, as it asks
    ways = breakdowns(found.definition)
    return IndicatorPage(found, ways, by, parts)


def definition_of(rules: MunicipalityRules, code: str, as_of: date | None) -> Indicator:
    """As it was on a day. Raises NotFound for none of this municipality."""
    found = next((one for one in rules.indicators.indicators if one.code == code), None)
    if found is None:
        raise NotFound("unknown_indicator", "Dit cijfer is er niet.")
    return found.on(as_of)


def _history(
    definition: Indicator, counted: Reading | None, seen: Sequence[Observed], day: date
) -> History:
    whole = [one for one in seen if not one.neighbourhood_code]
    brought = [observed(one, definition.unit) for one in sorted(whole, key=_newest_last)]
    said = list(_of_the_text(definition))
    known = {(one.kind, one.year, one.value) for one in brought}
    everything = [*(one for one in said if (one.kind, one.year, one.value) not in known), *brought]
    if counted is not None:
        everything += [_counted(one, day) for one in counted.parts]
    everything.sort(key=lambda one: one.year or 0)
    figures = [one for one in everything if one.kind is FigureKind.REALISATION]
    beside = [one for one in everything if one.kind is not FigureKind.REALISATION]
    if counted is None:
        return History(definition, None, figures, beside)
    return History(definition, counted.in_all, figures, beside, counted.counted_by)


def _newest_last(one: Observed) -> tuple[date, str]:
    return one.taken_on, one.source


def _of_the_text(definition: Indicator) -> Iterator[Seen]:
    """What the municipality's own text says, figure by figure."""
    kinds: list[tuple[FigureKind, Sequence[YearFigure]]] = [
        (FigureKind.BASELINE, [definition.baseline] if definition.baseline else []),
        (FigureKind.TARGET, definition.targets),
        (FigureKind.AMBITION, [definition.ambition] if definition.ambition else []),
        (FigureKind.BENCHMARK, definition.benchmarks),
        (FigureKind.REALISATION, definition.realisation),
    ]
    for kind, figures in kinds:
        for one in figures:
            note = one.of if isinstance(one, Benchmark) else one.explanation
            yield Seen(kind, one.year, one.number, note=note)


def _counted(one: Value, day: date) -> Seen:
    year = int(one.part)
    return Seen(
        FigureKind.REALISATION,
        year,
        one.value,
        hidden=one.hidden,
        people=one.people,
        so_far=day < date(year, 12, 31),
        corrected_on=one.corrected_on,
    )


def observed(one: Observed, unit: Unit) -> Seen:
    """A survey's figure. How sure a grade is cannot be told from how many answered."""
    value, size = one.value, one.sample_size
    sampled = unit is Unit.PERCENT and value is not None and 0 <= value <= 100
    return Seen(
        one.kind,
        one.year,
        value,
        hidden=one.hidden,
        people=size,
        reach=reach(value, size) if sampled and value is not None and size else None,
        corrects=one.corrects,
        source=f"{one.source}, {one.publication}" if one.publication else one.source,
        url=one.url,
    )
