"""A dataset of 250,000 rows takes no more memory than one of ten thousand."""

import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from tests.support.world import HERE, World
from wijkstem.kit.datafiles import Form, write
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative
from wijkstem.web.api.v1.tell import Here
from wijkstem.web.open_data.datasets import BY_NAME
from wijkstem.words import Channel

FEW, MANY = 10_000, 250_000
FORMS = (Form.CSV, Form.GEOJSON)
#: What the larger one may take on top of the smaller: less than a thousandth of its file.
SLACK = 1_000_000


def fill(world: World, first: int, last: int) -> None:
    """Public plans with these numbers."""

    def some(numbers: range) -> Iterator[dict[str, object]]:
        for number in numbers:
            yield {
                "municipality_id": HERE,
                "id": new_id(),
                "number": f"{2020 + number // 99_999}-{number % 99_999:05}",
                "instrument": "burgerinitiatief",
                "title": f"Een bankje bij vijver {number}",
                "slug": f"een-bankje-bij-vijver-{number}",
                "neighbourhood_code": "WK990100",
                "subject": "green",
                "channel": Channel.ONLINE,
                "rules_version": "2025.1",
                "filed_on": date(2026, 3, 2) - timedelta(days=number % 300),
                "step": "signing",
                "step_seq": 2,
                "step_since": date(2026, 3, 2),
                "public": True,
                "valid_for": number % 100,
                "valid_against": 0,
                "tag_key": "1",
                "revision": 1,
            }

    for begin in range(first, last, 10_000):
        with world.services.connection(HERE) as connection:
            rows = list(some(range(begin, min(begin + 10_000, last))))
            connection.execute(insert(table_of(Initiative)), rows)


def most_memory(world: World, form: Form, file: Path) -> tuple[int, int]:
    """Rows that were written, and the most memory that it took meanwhile."""
    rules = world.services.rules.of(HERE)
    here = Here(rules, "http://testdorp.localhost", date(2026, 3, 2), "post@example.test")
    dataset = BY_NAME["initiatieven"]
    with world.services.reading(HERE) as connection, file.open("wb") as out:
        tracemalloc.start()
        try:
            rows = dataset.read(connection, HERE, here)
            written = write(form, tuple(dataset.columns), rows, out)
            return written.rows, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(sqlite_world: World, tmp_path: Path) -> None:
    little = {}
    fill(sqlite_world, 0, FEW)
    for form in FORMS:
        most_memory(sqlite_world, form, tmp_path / "warm")  # what is built once is not of the rows
        rows, little[form] = most_memory(sqlite_world, form, tmp_path / "few")
        assert rows == FEW
    fill(sqlite_world, FEW, MANY)
    for form in FORMS:
        rows, much = most_memory(sqlite_world, form, tmp_path / "many")
        assert rows == MANY
        assert much < little[form] + SLACK, (form, little[form], much)
        assert much < (tmp_path / "many").stat().st_size / 5, form
