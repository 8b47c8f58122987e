"""The database, the same on both engines."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError, StatementError

from tests.eventlog.consumers import unguarded
from tests.support.world import HERE, START, World
from wijkstem.kit.db import insert_new, upsert
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.engine import ConsumerPosition
from wijkstem.tables.initiatives import NumberSeries
from wijkstem.words import Role

numbers = table_of(NumberSeries)
positions = table_of(ConsumerPosition)


def row(year: int, last: int) -> dict[str, object]:
    return {"municipality_id": HERE, "year": year, "last": last}


def test_upsert_adds_replaces_or_leaves(world: World) -> None:
    with world.services.connection(HERE) as connection:
        upsert(connection, numbers, [row(1, 5), row(2, 5), row(3, 5)])
        upsert(connection, numbers, [row(1, 2), row(1, 3)], add=["last"])
        upsert(connection, numbers, [row(2, 2)], replace=["last"])
        upsert(connection, numbers, [row(3, 2), row(4, 2)])
        upsert(connection, numbers, [])

    assert world.rows(NumberSeries) == [row(1, 10), row(2, 2), row(3, 5), row(4, 2)]


def test_inserting_says_whether_it_was_new(world: World) -> None:
    with world.services.connection(HERE) as connection:
        assert insert_new(connection, numbers, row(1, 5))
        assert not insert_new(connection, numbers, row(1, 9))

    assert world.rows(NumberSeries) == [row(1, 5)]


def test_times_come_back_in_utc_whatever_they_went_in_as(world: World) -> None:
    summer = timezone(timedelta(hours=2))
    at = datetime(2026, 7, 1, 0, 30, tzinfo=summer)
    with world.services.connection(HERE) as connection:
        upsert(
            connection,
            positions,
            [
                {
                    "municipality_id": HERE,
                    "consumer": "x",
                    "position": 0,
                    "failures": 0,
                    "retry_at": at,
                }
            ],
        )
        found = connection.execute(
            select(positions.c.retry_at).where(
                positions.c.municipality_id == HERE, positions.c.consumer == "x"
            )
        ).scalar_one()

    assert (found, found.tzinfo) == (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), UTC)


def test_time_without_a_zone_is_refused(world: World) -> None:
    naive = START.replace(tzinfo=None)
    values = {"municipality_id": HERE, "consumer": "x", "position": 0, "failures": 0}
    with (
        world.services.connection(HERE) as connection,
        pytest.raises(StatementError, match="without a zone"),
    ):
        upsert(connection, positions, [values | {"retry_at": naive}])


def test_reading_sees_one_moment_and_waits_for_nobody(world: World) -> None:
    with world.services.reading(HERE) as connection:
        found = select(numbers.c.last).where(numbers.c.municipality_id == HERE)
        assert connection.execute(found).all() == []
        with world.services.connection(HERE) as writer:
            upsert(writer, numbers, [row(1, 5)])
        assert connection.execute(found).all() == []
    with world.services.reading(HERE) as connection:
        assert connection.execute(found).scalars().all() == [5]


def test_who_only_reads_cannot_write_on_postgresql(postgres_world: World) -> None:
    statement = update(numbers).where(numbers.c.municipality_id == HERE).values(last=1)
    with (
        postgres_world.services.reading(HERE) as connection,
        pytest.raises(DBAPIError, match="read-only"),
    ):
        connection.execute(statement)


def test_word_that_is_not_in_the_set_is_refused(world: World) -> None:
    anna = world.person("anna")
    grant = {"municipality_id": HERE, "person_id": anna.person_id, "neighbourhood_code": ""}
    with world.services.connection(HERE) as connection:
        with pytest.raises(StatementError, match="king"):
            connection.execute(insert(table_of(RoleGrant)), grant | {"role": "king"})
        connection.execute(insert(table_of(RoleGrant)), grant | {"role": Role.CLERK})


def test_durable_settings_of_sqlite(sqlite_world: World) -> None:
    with unguarded(sqlite_world) as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert said == ["wal", 2, 1]
