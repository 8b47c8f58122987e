"""The database, the same on both engines."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tests.eventlog.consumers import unguarded
from tests.support.world import HERE, START, World
from wijkstem.kit import db
from wijkstem.kit.db import insert_new, is_outage, make_engine, upsert
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


@pytest.mark.parametrize(
    ("statement", "outage"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid())", True),
        ("DO $$ BEGIN RAISE lock_not_available; END $$", True),
        ("DO $$ BEGIN RAISE deadlock_detected; END $$", True),
        ("DO $$ BEGIN RAISE disk_full; END $$", True),
        ("DO $$ BEGIN RAISE unique_violation; END $$", False),
        ("SELECT * FROM nothing_of_this_name", False),
        ("SELECT 1 / 0", False),
    ],
)
def test_outage_is_told_from_a_mistake_on_postgresql(
    postgres_world: World, statement: str, outage: bool
) -> None:
    with (
        pytest.raises(DBAPIError) as error,
        postgres_world.services.reading_everywhere() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert is_outage(error.value) is outage


def test_outage_is_told_from_a_mistake_on_sqlite(sqlite_world: World) -> None:
    with sqlite_world.services.connection(HERE) as held:
        raw = make_engine(str(sqlite_world.services.engine.url))
        with raw.connect() as other:
            other.execution_options(reads_only=True).exec_driver_sql("PRAGMA busy_timeout=0")
            with pytest.raises(DBAPIError) as busy:
                other.exec_driver_sql("DELETE FROM number_series")
            with pytest.raises(DBAPIError) as unknown:
                other.exec_driver_sql("DELETE FROM nothing_of_this_name")
        raw.dispose()
        del held
    assert is_outage(busy.value)
    assert not is_outage(unknown.value)


def test_outage_is_a_server_that_nobody_reaches_and_a_pool_that_is_empty(
    sqlite_url: str,
) -> None:
    away = make_engine("postgresql+psycopg://postgres@127.0.0.1:1/nowhere")
    with pytest.raises(DBAPIError) as refused:
        away.connect()
    assert is_outage(refused.value)
    assert is_outage(PoolTimeout())
    assert not is_outage(ValueError())


def test_transaction_that_stands_still_lets_go_of_what_it_holds(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "IDLE_TIMEOUT_MS", 100)
    hasty = make_engine(postgres_world.services.engine.url.render_as_string(hide_password=False))
    take = "UPDATE log_partition SET head = head WHERE municipality_id = 'testdorp'"
    with hasty.connect() as frozen:
        frozen.exec_driver_sql(take)
        # Waits until PostgreSQL has ended the other, and would give up after ten seconds.
        with postgres_world.services.reading_everywhere() as other:
            other.exec_driver_sql("SET TRANSACTION READ WRITE")
            other.exec_driver_sql(take)
        with pytest.raises(DBAPIError) as ended:
            frozen.exec_driver_sql(take)
    hasty.dispose()
    assert is_outage(ended.value)


def test_new_sqlite_file_is_for_its_own_account(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (id integer)")
        rights = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    engine.dispose()
    assert rights == dict.fromkeys(("new.db", "new.db-wal", "new.db-shm"), "0o600")


# --- connections that are kept ---------------------------------------------------------------------


def asked(world: World, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One item for each time that a connection is asked whether it lives."""
    seen: list[None] = []
    dialect, ask = world.services.engine.dialect, world.services.engine.dialect.do_ping

    def do_ping(raw: Any) -> bool:
        seen.append(None)
        return ask(raw)

    monkeypatch.setattr(dialect, "do_ping", do_ping)
    return seen


def backend(world: World) -> int:
    with world.services.reading(HERE) as connection:
        connection.scalar(select(numbers.c.last).where(numbers.c.municipality_id == HERE))
        raw: Any = connection.connection.dbapi_connection
        return int(raw.info.backend_pid)


def cut(world: World, backend: int) -> None:
    """PostgreSQL ends a connection that nobody uses just now."""
    url = world.services.engine.url
    where = f"host={url.query['host']} user={url.username} dbname={url.database}"
    with psycopg.connect(where, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", (backend,))


def test_connection_that_was_just_used_is_not_asked(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend(postgres_world)
    questions = asked(postgres_world, monkeypatch)
    first = backend(postgres_world)
    assert backend(postgres_world) == first
    assert questions == []

    monkeypatch.setattr(db, "TRUSTED_SECONDS", 0.0)
    assert backend(postgres_world) == first
    assert questions == [None]


def test_connection_that_was_lost_meanwhile_is_replaced(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "TRUSTED_SECONDS", 0.0)
    lost = backend(postgres_world)
    cut(postgres_world, lost)
    assert backend(postgres_world) != lost


def test_connection_that_is_lost_right_after_its_use_is_an_outage_once(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "TRUSTED_SECONDS", 60.0)
    lost = backend(postgres_world)
    cut(postgres_world, lost)
    with pytest.raises(DBAPIError) as failed:
        backend(postgres_world)
    assert is_outage(failed.value)
    assert backend(postgres_world) != lost
