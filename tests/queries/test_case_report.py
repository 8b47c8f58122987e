"""The report of the officials' desk: what the database works out is what a simple count of the rows gives."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

import pytest

from tests.support.statements import statements
from tests.support.world import HERE, World
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.queries.case_report import WeekLine, case_report, monday_of
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind

LAST = date(2026, 4, 12)


def fill(world: World, number: int, seed: int = 5) -> None:
    """Cases over the change to summer time, at any hour of the day, of two instruments and of none."""
    random = Random(seed)
    plans = [world.submit(instrument=one).initiative_id for one in ("burgerinitiatief", "voorstel")]
    rows = []
    for n in range(number):
        opened = world.clock.at + timedelta(minutes=random.randrange(50 * 24 * 60))
        closed = opened + timedelta(seconds=random.randrange(12 * 24 * 3600))
        due = local_date(opened) + timedelta(days=random.randrange(10))
        rows.append(
            {
                "municipality_id": HERE,
                "id": new_id(),
                "kind": CaseKind.REPORT,
                "cause": f"report:{n}",
                "initiative_id": random.choice([*plans, None]),
                "opened_at": opened,
                "due_on": random.choice([due, None]),
                "closed_at": random.choice([closed, closed, None]),
            }
        )
    with world.services.connection(HERE) as connection:
        connection.execute(table_of(Case).insert(), rows)


def naive(world: World, last: date, weeks: int) -> list[WeekLine]:
    """Row by row."""
    kinds = {row["id"]: row["instrument"] for row in world.rows(Initiative)}
    first = monday_of(last) - timedelta(weeks=weeks - 1)
    end = monday_of(last) + timedelta(days=6)
    lines: dict[tuple[date, str], dict[str, Any]] = defaultdict(
        lambda: {"came": 0, "late": 0, "took": []}
    )

    def within(moment: datetime | None) -> bool:
        return moment is not None and first <= local_date(moment) <= end

    for row in world.rows(Case):
        kind = kinds.get(row["initiative_id"], "")
        opened, closed = row["opened_at"], row["closed_at"]
        if within(opened):
            lines[monday_of(local_date(opened)), kind]["came"] += 1
        if within(closed):
            line = lines[monday_of(local_date(closed)), kind]
            line["took"].append(int(closed.timestamp()) - int(opened.timestamp()))
            line["late"] += row["due_on"] is not None and local_date(closed) > row["due_on"]
    return [
        WeekLine(
            *key,
            line["came"],
            len(line["took"]),
            line["late"],
            float(median(line["took"])) if line["took"] else None,
        )
        for key, line in sorted(lines.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1]))
    ]


@pytest.mark.parametrize("weeks", [1, 6, 12])
def test_as_a_count_row_by_row(world: World, weeks: int) -> None:
    fill(world, 150)
    with world.services.reading(HERE) as connection:
        found = case_report(connection, HERE, last=LAST, weeks=weeks)
    assert found == naive(world, LAST, weeks)
    assert sum(one.late for one in found) > 0


def test_nothing_happened(world: World) -> None:
    with world.services.reading(HERE) as connection:
        assert case_report(connection, HERE, last=LAST) == []


@pytest.mark.parametrize("number", [3, 60])
def test_as_many_statements_however_many_cases(sqlite_world: World, number: int) -> None:
    fill(sqlite_world, number)
    with (
        statements(sqlite_world.services.engine) as asked,
        sqlite_world.services.reading(HERE) as connection,
    ):
        case_report(connection, HERE, last=LAST)
    assert len(asked) == 3
