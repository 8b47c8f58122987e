"""Indicators neighbourhood by neighbourhood, as fair as can be: for each inhabitant, and with how sure it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from wijkstem.errors import NotFound
from wijkstem.queries.figures import Scope, span
from wijkstem.queries.formulas.base import Town, per
from wijkstem.queries.histories import definition_of, observed
from wijkstem.queries.indicators import Reading, adds_up, breakdowns, readings
from wijkstem.queries.inhabitants import CountedBy
from wijkstem.queries.observations import Observed
from wijkstem.queries.shown_observations import shown_observations
from wijkstem.queries.towns import Towns, towns_of
from wijkstem.queries.working_out import Value
from wijkstem.rules.indicators import Indicator
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Breakdown, Unit
from wijkstem.words.sources import FigureKind


@dataclass(frozen=True)
class PlaceFigure:
    """A figure of a neighbourhood; of the code "": of the whole municipality."""

    code: str
    #: None: a gap, or not shown.
    value: Decimal | None = None
    hidden: bool = False
    #: How many people or answers it is about.
    people: int | None = None
    #: None: nobody knows.
    inhabitants: int | None = None
    #: For so many inhabitants as the comparison says.
    rate: Decimal | None = None
    #: Between which it lies, where it comes from a sample.
    reach: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Comparison:
    """An indicator in all neighbourhoods."""

    definition: Indicator
    #: None: all years together.
    year: int | None
    #: Of which there are figures.
    years: Sequence[int]
    whole: PlaceFigure
    places: Sequence[PlaceFigure]
    #: For how many inhabitants the rates are; 0: the figures themselves can be compared.
    inhabitants: int
    #: Where the inhabitants were read, as far as the files say it.
    counted_by: Sequence[CountedBy] = ()

    @property
    def by_rate(self) -> bool:
        """Whether neighbourhoods are compared by what there is for each inhabitant."""
        return any(one.rate is not None for one in self.places)


@dataclass(frozen=True)
class PlaceLine:
    """An indicator in one neighbourhood, beside the whole municipality."""

    definition: Indicator
    here: PlaceFigure
    whole: PlaceFigure
    inhabitants: int


@dataclass(frozen=True)
class PlacePage:
    """All indicators of one neighbourhood."""

    year: int | None
    years: Sequence[int]
    lines: Sequence[PlaceLine]
    #: Where the inhabitants were read, as far as the files say it.
    counted_by: Sequence[CountedBy] = ()


def is_compared(definition: Indicator) -> bool:
    """Whether it can be told apart by neighbourhood; of a survey, the files tell."""
    return definition.formula is None or Breakdown.NEIGHBOURHOOD in breakdowns(definition)


def comparison(
    connection: Connection,
    municipality_id: str,
    code: str,
    *,
    rules: MunicipalityRules,
    year: int | None = None,
    as_of: date | None = None,
) -> Comparison:
    """One indicator in every neighbourhood.

    Raises:
        NotFound: for one that cannot be told apart by neighbourhood, or a year without figures.
    """
    definition = definition_of(rules, code, as_of)
    if not is_compared(definition):
        raise NotFound("unknown_indicator", "Dit cijfer is er niet per wijk.")
    towns = towns_of(connection, municipality_id, rules, as_of)
    if definition.formula is None:
        seen = shown_observations(
            connection, municipality_id, rules=rules, as_of=as_of, indicators=(code,)
        )
        return _surveyed(definition, seen, towns, year)
    years = span(connection, municipality_id, Scope(as_of=as_of))
    _known(year, years)
    asked = {"rules": rules, "by": Breakdown.NEIGHBOURHOOD, "year": year, "as_of": as_of}
    found = readings(connection, municipality_id, codes=(code,), **asked)[code]  # type: ignore[arg-type]  # by name
    places = [_figure(one, found.definition, towns.of(year)) for one in found.parts]
    whole = _figure(found.in_all, found.definition, towns.of(year))
    times = divided_by(found.definition)
    counted = towns.counted_by(year) if times else ()
    return Comparison(found.definition, year, years, whole, places, times, counted)


def _known(year: int | None, years: Sequence[int]) -> None:
    if year is not None and year not in years:
        raise NotFound("unknown_year", "Van dit jaar zijn er geen cijfers.")


def divided_by(definition: Indicator) -> int:
    """For how many inhabitants a figure is compared: euros for each, other counts for a thousand."""
    if not adds_up(definition):
        return 0
    return 1 if definition.unit is Unit.EURO else 1000


def _figure(one: Value, definition: Indicator, town: Town) -> PlaceFigure:
    people = town.inhabitants.get(one.part) if one.part else town.people
    times = divided_by(definition)
    rate = None
    if times and one.value is not None:
        rate = per(int(one.value), people, times, "0.01" if times == 1 else "0.1")
    return PlaceFigure(one.part, one.value, one.hidden, one.people, people, rate)


def _surveyed(
    definition: Indicator, seen: Sequence[Observed], towns: Towns, year: int | None
) -> Comparison:
    """By the year that was asked for, else the last; surveys of all years together say nothing."""
    ours = [one for one in seen if one.kind is FigureKind.REALISATION and one.year is not None]
    years = sorted({one.year for one in ours if one.year and one.neighbourhood_code})
    _known(year, years)
    wanted = year or max(years, default=None)
    of_year = [one for one in ours if one.year == wanted]
    found = {one.code: one for one in _sampled(of_year, definition, towns)}
    whole = found.pop("", PlaceFigure(""))
    missing = [PlaceFigure(code) for code in towns.neighbourhoods if code not in found]
    places = sorted([*found.values(), *missing], key=lambda one: one.code)
    return Comparison(definition, wanted, years, whole, places if years else [], 0)


def _sampled(
    seen: Sequence[Observed], definition: Indicator, towns: Towns
) -> Iterator[PlaceFigure]:
    """Under today's code; what was joined since cannot be added up and keeps the codes of then."""
    today = [towns.today(one.neighbourhood_code, one.year or 0) for one in seen]
    for one, code in zip(seen, today, strict=True):
        figure = observed(one, definition.unit)
        own = code if code and today.count(code) == 1 else one.neighbourhood_code
        yield PlaceFigure(own, figure.value, figure.hidden, figure.people, reach=figure.reach)


def neighbourhood_figures(
    connection: Connection,
    municipality_id: str,
    code: str,
    *,
    rules: MunicipalityRules,
    year: int | None = None,
    as_of: date | None = None,
) -> PlacePage:
    """All indicators that are told apart by neighbourhood, of one neighbourhood.

    Raises:
        NotFound: for a year without figures.
    """
    counted = span(connection, municipality_id, Scope(as_of=as_of))
    seen = shown_observations(connection, municipality_id, rules=rules, as_of=as_of)
    ours = [one for one in seen if one.neighbourhood_code and one.year]
    years = sorted({*counted, *(one.year for one in ours if one.year)})
    _known(year, years)
    towns = towns_of(connection, municipality_id, rules, as_of)
    asked = {"rules": rules, "by": Breakdown.NEIGHBOURHOOD, "year": year, "as_of": as_of}
    found = readings(connection, municipality_id, **asked)  # type: ignore[arg-type]  # by name
    lines = [_line(one, code, towns.of(year)) for one in found.values()]
    surveys = [one.on(as_of) for one in rules.indicators.indicators if one.formula is None]
    lines += [
        line
        for one in surveys
        if (
            line := _surveyed_here(
                one, [row for row in seen if row.indicator == one.code], towns, code, year
            )
        )
    ]
    return PlacePage(year, years, lines, towns.counted_by(year))


def _line(one: Reading, code: str, town: Town) -> PlaceLine:
    here = _figure(one.part(code), one.definition, town)
    whole = _figure(one.in_all, one.definition, town)
    return PlaceLine(one.definition, here, whole, divided_by(one.definition))


def _surveyed_here(
    definition: Indicator, seen: Sequence[Observed], towns: Towns, code: str, year: int | None
) -> PlaceLine | None:
    """None where no survey tells neighbourhoods apart in that year."""
    years = {one.year for one in seen if one.neighbourhood_code}
    if not years or (year is not None and year not in years):
        return None
    found = _surveyed(definition, seen, towns, year)
    here = next((one for one in found.places if one.code == code), PlaceFigure(code))
    return PlaceLine(definition, here, found.whole, 0)
