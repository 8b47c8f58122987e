"""The figures of a municipality, added up as far as a question needs: now, or as they were on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Integer, Select, Table, cast, extract, func, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.indicators import Figure, FigureChange
from wijkstem.queries.formulas import Figures, Formula, Town
from wijkstem.words import Breakdown

_figure = table_of(Figure)
_change = table_of(FigureChange)


@dataclass(frozen=True)
class Scope:
    """Which figures are asked for."""

    by: Breakdown | None = None
    #: None: of all years.
    year: int | None = None
    #: The end of a day; None: now.
    as_of: date | None = None


class Row(NamedTuple):
    """A sum of figures."""

    year: int
    #: Of the breakdown that was asked for; "" where there is none, or where it does not apply.
    part: str
    place: str
    instrument: str
    measure: str
    value: int
    number: int


def load(
    connection: Connection, municipality_id: str, formulas: Collection[Formula], scope: Scope
) -> list[Row]:
    """What ``formulas`` need: in one statement, or in two when some of them tell neighbourhoods apart."""
    measures = {name for one in formulas for name in one.needs(scope.by)}
    found = _rows(connection, municipality_id, measures, scope, scope.by)
    if scope.by is Breakdown.AGE:
        # Only of what is counted by age the value is one.
        ages = {name for one in formulas for name in one.instead(scope.by).values()}
        found = [row if row.measure in ages else row._replace(part="") for row in found]
    if by_place := {name for one in formulas for name in one.places}:
        time = scope.by if scope.by is Breakdown.MONTH else None
        found += _rows(connection, municipality_id, by_place, scope, time, places=True)
    return found


def _rows(
    connection: Connection,
    municipality_id: str,
    measures: Collection[str],
    scope: Scope,
    by: Breakdown | None,
    *,
    places: bool = False,
) -> list[Row]:
    table = _figure if scope.as_of is None else _change
    year = cast(extract("year", table.c.month), Integer).label("year")
    apart = _apart(table, by)
    groups: dict[str, Any] = {
        "year": year,
        "instrument": table.c.instrument,
        "measure": table.c.measure,
        "value": table.c.value,
    }
    if apart is not None:
        groups["part"] = apart
    if places:
        groups["place"] = table.c.neighbourhood_code
    number = cast(func.sum(table.c.count), Integer).label("number")
    found: Select[Any] = (
        select(*(one.label(name) for name, one in groups.items()), number)
        .where(table.c.municipality_id == municipality_id, table.c.measure.in_(sorted(measures)))
        .group_by(*groups.values())
    )
    if places:
        found = found.where(table.c.neighbourhood_code != "")
    if scope.year is not None:
        found = found.where(table.c.month.between(date(scope.year, 1, 1), date(scope.year, 12, 31)))
    if scope.as_of is not None:
        found = found.where(table.c.recorded_on <= scope.as_of)
    return [_row(one._mapping, by) for one in connection.execute(found)]


def _apart(table: Table, by: Breakdown | None) -> Column[Any] | None:
    """The column of a breakdown; the year and the age stand in every row."""
    columns = {
        Breakdown.MONTH: table.c.month,
        Breakdown.NEIGHBOURHOOD: table.c.neighbourhood_code,
        Breakdown.INSTRUMENT: table.c.instrument,
        Breakdown.CHANNEL: table.c.channel,
        Breakdown.REASON: table.c.channel,
    }
    return columns.get(by) if by else None


def _row(found: Mapping[Any, Any], by: Breakdown | None) -> Row:
    match by:
        case Breakdown.YEAR | Breakdown.AGE:
            part = str(found["year" if by is Breakdown.YEAR else "value"])
        case Breakdown.MONTH:
            part = f"{found['part']:%Y-%m}"
        case None:
            part = ""
        case _:
            part = found["part"]
    return Row(
        found["year"],
        part,
        found.get("place", ""),
        found["instrument"],
        found["measure"],
        found["value"],
        found["number"],
    )


def span(connection: Connection, municipality_id: str, scope: Scope) -> range:
    """The years from the first plan to the last: in these, what was not counted did not happen."""
    table = _figure if scope.as_of is None else _change
    found = select(func.min(table.c.month), func.max(table.c.month)).where(
        table.c.municipality_id == municipality_id, table.c.measure == "submitted"
    )
    if scope.as_of is not None:
        found = found.where(table.c.recorded_on <= scope.as_of)
    first, last = connection.execute(found).one()
    return range(first.year, last.year + 1) if first and last else range(0)


class Cube:
    """The rows of one formula, to add up by year and part."""

    def __init__(self, rows: Iterable[Row], years: Collection[int]) -> None:
        self._rows: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
        for row in rows:
            self._rows[row.year, row.part].append(row)
        known = {*years, *(year for year, _ in self._rows)}
        self.years = list(range(min(known), max(known) + 1)) if known else []
        self.parts = sorted({part for _, part in self._rows})

    def figures(
        self,
        years: Collection[int],
        town: Town,
        part: str | None = None,
        *,
        ever: bool = False,
        instead: Mapping[str, str] | None = None,
    ) -> Figures:
        """Added up over ``years``, of one part or of all; ``instead`` names measures that take another's place."""
        parts = self.parts if part is None else [part]
        keys = ((year, name) for year in years for name in parts)
        rows = (row for key in keys for row in self._rows.get(key, ()))
        return _added_up(rows, town, ever=ever, instead=instead or {})


def _added_up(
    rows: Iterable[Row], town: Town, *, ever: bool, instead: Mapping[str, str]
) -> Figures:
    """A count's value is always 0, so every measure can be both."""
    called = {other: name for name, other in instead.items()}
    counts: defaultdict[str, int] = defaultdict(int)
    seen: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    places: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        measure = called.get(row.measure, row.measure)
        if row.measure in instead and row.measure not in called:
            continue
        if row.place:
            places[measure][row.place] += row.number
        else:
            counts[measure] += row.number
            seen[measure][row.value] += row.number
    return Figures(counts, seen, places, town, ever)


def late_changes(
    connection: Connection, municipality_id: str, formula: Formula, by: Breakdown
) -> dict[str, dict[str, date]]:
    """By year or by month, and by instrument: the last day on which something was counted after that time was over."""
    table = _change
    year = cast(extract("year", table.c.month), Integer)
    month = cast(extract("month", table.c.month), Integer)
    later_year = cast(extract("year", table.c.recorded_on), Integer)
    later_month = cast(extract("month", table.c.recorded_on), Integer)
    late = later_year > year
    groups = [year]
    if by is Breakdown.MONTH:
        late = later_year * 12 + later_month > year * 12 + month
        groups.append(month)
    found = (
        select(*groups, table.c.instrument, func.max(table.c.recorded_on))
        .where(
            table.c.municipality_id == municipality_id,
            table.c.measure.in_(sorted({*formula.measures, *formula.places})),
            late,
        )
        .group_by(*groups, table.c.instrument)
    )
    days: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for *period, instrument, day in connection.execute(found):
        days["-".join(f"{one:02}" for one in period)][instrument] = day
    return days
