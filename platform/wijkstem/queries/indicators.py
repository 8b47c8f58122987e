"""The figures behind the computed indicators, in one statement: in all, and year by year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, Integer, cast, extract, func, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.indicators import Figure
from wijkstem.queries.formulas import FORMULAS, Figures

_figure = table_of(Figure)


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


def counted(connection: Connection, municipality_id: str) -> Counted:
    """All figures of the municipality, added up over everything but the year."""
    year = cast(extract("year", _figure.c.month), Integer)
    found = (
        select(
            year.label("year"),
            _figure.c.measure,
            _figure.c.value,
            cast(func.sum(_figure.c.count), Integer).label("number"),
        )
        .where(_figure.c.municipality_id == municipality_id)
        .group_by(year, _figure.c.measure, _figure.c.value)
    )
    rows = [(row.year, row.measure, row.value, row.number) for row in connection.execute(found)]
    years = {row[0] for row in rows}
    return Counted(
        _added_up(row[1:] for row in rows),
        {year: _added_up(row[1:] for row in rows if row[0] == year) for year in years},
    )


def _added_up(rows: Iterable[tuple[str, int, int]]) -> Figures:
    """A count's value is always 0, so every measure can be both."""
    counts: defaultdict[str, int] = defaultdict(int)
    distributions: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for measure, value, number in rows:
        counts[measure] += number
        distributions[measure][value] += number
    return Figures(dict(counts), {name: dict(seen) for name, seen in distributions.items()})
