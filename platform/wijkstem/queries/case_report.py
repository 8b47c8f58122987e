"""What came in on the officials' desk and what went out, by week and instrument, worked out by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    Connection,
    Date,
    FromClause,
    and_,
    column,
    func,
    select,
    values,
)
from sqlalchemy import case as when

from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.db import UtcDateTime
from wijkstem.kit.rows import table_of
from wijkstem.kit.spans import seconds_between
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import CLERKS

_case = table_of(Case)
_initiative = table_of(Initiative)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WeekLine:
    """One week of one instrument; "" for cases that are about no plan."""

    monday: date
    instrument: str
    came: int
    went: int
    #: Of those that went, how many after their due date.
    late: int
    #: Half of those that went took less; None when none did.
    median_seconds: float | None


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def case_report(
    connection: Connection, municipality_id: str, *, last: date, weeks: int = 12
) -> list[WeekLine]:
    """The week of ``last`` and those before it, the newest first; three statements however many cases."""
    days = _days(monday_of(last) - timedelta(weeks=weeks - 1), weeks * 7)
    came = _came(connection, municipality_id, days)
    went = _went(connection, municipality_id, days)
    medians = _medians(connection, municipality_id, days)
    keys = sorted(came.keys() | went.keys(), key=lambda key: (-key[0].toordinal(), key[1]))
    return [
        WeekLine(*key, came.get(key, 0), *went.get(key, (0, 0)), medians.get(key)) for key in keys
    ]


Key = tuple[date, str]


def _days(first: date, number: int) -> CTE:
    """Days as they are in the Netherlands, with the moments at which each begins and ends."""
    begins = [first + _DAY * n for n in range(number + 1)]
    rows = [(day, monday_of(day), _midnight(day), _midnight(day + _DAY)) for day in begins[:-1]]
    return (
        values(
            column("day", Date),
            column("monday", Date),
            column("begins", UtcDateTime),
            column("ends", UtcDateTime),
        )
        .data(rows)
        .cte("days")
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)


def _counted(municipality_id: str, days: CTE, moment: str, *columns: Any) -> Any:
    """Cases by the week in which ``moment`` was, and by instrument."""
    at = _case.c[moment]
    return (
        select(days.c.monday, _instrument(), *columns)
        .select_from(_plans().join(days, and_(at >= days.c.begins, at < days.c.ends)))
        .where(_case.c.municipality_id == municipality_id, _case.c.kind.not_in(CLERKS))
    )


def _plans() -> FromClause:
    return _case.outerjoin(
        _initiative,
        and_(
            _initiative.c.municipality_id == _case.c.municipality_id,
            _initiative.c.id == _case.c.initiative_id,
        ),
    )


def _instrument() -> Any:
    return func.coalesce(_initiative.c.instrument, "").label("instrument")


def _came(connection: Connection, municipality_id: str, days: CTE) -> dict[Key, int]:
    found = _counted(municipality_id, days, "opened_at", func.count().label("number"))
    rows = connection.execute(found.group_by(days.c.monday, _initiative.c.instrument))
    return {(row.monday, row.instrument): row.number for row in rows}


def _went(connection: Connection, municipality_id: str, days: CTE) -> dict[Key, tuple[int, int]]:
    late = func.sum(when((days.c.day > _case.c.due_on, 1), else_=0)).label("late")
    found = _counted(municipality_id, days, "closed_at", func.count().label("number"), late)
    rows = connection.execute(found.group_by(days.c.monday, _initiative.c.instrument))
    return {(row.monday, row.instrument): (row.number, row.late) for row in rows}


def _medians(connection: Connection, municipality_id: str, days: CTE) -> dict[Key, float]:
    """The mean of the middle one or two."""
    took = seconds_between(_case.c.opened_at, _case.c.closed_at)
    group = (days.c.monday, _initiative.c.instrument)
    every = _counted(
        municipality_id,
        days,
        "closed_at",
        took.label("took"),
        func.row_number().over(order_by=took, partition_by=group).label("place"),
        func.count().over(partition_by=group).label("number"),
    ).cte("every")
    twice = every.c.place * 2
    middle = and_(twice >= every.c.number, twice <= every.c.number + 2)
    found = (
        select(every.c.monday, every.c.instrument, func.sum(every.c.took), func.count())
        .where(middle)
        .group_by(every.c.monday, every.c.instrument)
    )
    rows: Sequence[Any] = connection.execute(found).all()
    return {(row[0], row[1]): float(row[2]) / row[3] for row in rows}
