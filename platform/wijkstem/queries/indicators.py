"""The figures behind the computed indicators, in two statements: in all and year by year, plans and questions apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, Integer, cast, extract, func, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.indicators import Figure
from wijkstem.queries.formulas import FORMULAS, Figures
from wijkstem.words import Intent

_figure = table_of(Figure)

#: Year, measure, value and number.
_Row = tuple[int, str, int, int]
#: Year, measure and neighbourhood.
_Place = tuple[int, str, str]
#: Of which the neighbourhoods are told apart: few rows, however many figures there are.
_BY_PLACE = ("gathering_held",)


@dataclass(frozen=True)
class Counted:
    """What was counted, to work indicators out from."""

    in_all: Figures
    by_year: Mapping[int, Figures]

    def realisation(self, formula: str) -> Decimal | None:
        """The indicator now; None when there is nothing to work it out from."""
        return FORMULAS[formula](self.in_all)

    def by_year_of(self, formula: str) -> dict[int, Decimal | None]:
        """The indicator in each year in which anything was counted."""
        return {year: FORMULAS[formula](self.by_year[year]) for year in sorted(self.by_year)}


def counted(
    connection: Connection, municipality_id: str, *, intents: Mapping[str, Intent]
) -> dict[Intent, Counted]:
    """All figures of the municipality by what instruments are for, added up over everything but the year."""
    year = cast(extract("year", _figure.c.month), Integer)
    found = (
        select(
            year.label("year"),
            _figure.c.instrument,
            _figure.c.measure,
            _figure.c.value,
            cast(func.sum(_figure.c.count), Integer).label("number"),
        )
        .where(_figure.c.municipality_id == municipality_id)
        .group_by(year, _figure.c.instrument, _figure.c.measure, _figure.c.value)
    )
    rows: dict[Intent, list[_Row]] = {intent: [] for intent in Intent}
    for row in connection.execute(found):
        of = intents.get(row.instrument, Intent.PLAN)
        rows[of].append((row.year, row.measure, row.value, row.number))
    places = _places(connection, municipality_id)
    return {
        intent: _counted(some, places if intent is Intent.PLAN else ())
        for intent, some in rows.items()
    }


def _places(connection: Connection, municipality_id: str) -> list[_Place]:
    """In which neighbourhoods something was counted, year by year."""
    year = cast(extract("year", _figure.c.month), Integer)
    found = (
        select(year, _figure.c.measure, _figure.c.neighbourhood_code)
        .where(
            _figure.c.municipality_id == municipality_id,
            _figure.c.measure.in_(_BY_PLACE),
            _figure.c.neighbourhood_code != "",
        )
        .group_by(year, _figure.c.measure, _figure.c.neighbourhood_code)
        .having(func.sum(_figure.c.count) > 0)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(found)]


def _counted(rows: Sequence[_Row], places: Sequence[_Place]) -> Counted:
    years = {row[0] for row in rows}
    return Counted(
        _added_up((row[1:] for row in rows), [one[1:] for one in places]),
        {
            year: _added_up(
                (row[1:] for row in rows if row[0] == year),
                [one[1:] for one in places if one[0] == year],
            )
            for year in years
        },
    )


def _added_up(rows: Iterable[tuple[str, int, int]], places: Sequence[tuple[str, str]]) -> Figures:
    """A count's value is always 0, so every measure can be both."""
    counts: defaultdict[str, int] = defaultdict(int)
    distributions: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for measure, value, number in rows:
        counts[measure] += number
        distributions[measure][value] += number
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for measure, place in places:
        reached[measure].add(place)
    return Figures(
        dict(counts),
        {name: dict(seen) for name, seen in distributions.items()},
        {measure: frozenset(found) for measure, found in reached.items()},
    )
