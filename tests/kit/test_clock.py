"""One clock for many processes: asked now and then, carried on in between, whatever the machine's own says."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.processes import wait_until
from tests.support.world import World
from wijkstem.bootstrap import make_clock
from wijkstem.kit.clock import SharedClock, SystemClock
from wijkstem.kit.db import database_time, make_engine

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Durations:
    """Stands in for the clock that measures durations."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = 1000.0
        monkeypatch.setattr("wijkstem.kit.clock.time.monotonic", lambda: self.at)


class Asked:
    """Stands in for the database: says what is in `says`, and counts."""

    def __init__(self, says: datetime | None) -> None:
        self.says, self.times = says, 0

    def __call__(self) -> datetime | None:
        self.times += 1
        return self.says


def test_goes_on_by_itself_between_two_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    durations, database = Durations(monkeypatch), Asked(NOON)
    shared = SharedClock(database)
    assert shared.now() == NOON
    durations.at += SharedClock.EVERY - 1
    assert shared.now() == NOON + timedelta(seconds=SharedClock.EVERY - 1)
    assert database.times == 1


def test_asks_again_beside_the_one_who_wants_to_know(monkeypatch: pytest.MonkeyPatch) -> None:
    durations, go_on = Durations(monkeypatch), threading.Event()
    answers = iter([NOON, NOON + timedelta(hours=1)])

    def ask() -> datetime:
        said = next(answers)
        if said != NOON:
            assert go_on.wait(10)
        return said

    shared = SharedClock(ask)
    shared.now()
    durations.at += SharedClock.EVERY
    carried_on = NOON + timedelta(seconds=SharedClock.EVERY)
    # The database takes its time; nobody waits for it, and nobody asks a second time.
    assert [shared.now() for _ in range(3)] == [carried_on] * 3
    go_on.set()
    wait_until(lambda: shared.now() == NOON + timedelta(hours=1), "the new answer", patience=10)


def test_carries_on_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    durations, database = Durations(monkeypatch), Asked(NOON)
    shared = SharedClock(database)
    shared.now()
    database.says = None
    durations.at += 10 * SharedClock.EVERY
    assert shared.now() == NOON + timedelta(seconds=10 * SharedClock.EVERY)
    wait_until(lambda: database.times == 2, "the question", patience=10)
    assert shared.now() == NOON + timedelta(seconds=10 * SharedClock.EVERY)


def test_first_answer_that_does_not_come_is_the_machines_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    durations, database = Durations(monkeypatch), Asked(None)
    shared = SharedClock(database)
    assert abs(shared.now() - datetime.now(UTC)) < timedelta(seconds=10)
    shared.now()
    assert database.times == 1
    database.says = NOON
    durations.at += SharedClock.SOON
    assert shared.now() == NOON


def test_database_says_what_time_it_is(postgres_world: World) -> None:
    said = make_clock(postgres_world.services.engine).now()
    assert said.utcoffset() == timedelta(0)
    assert abs(said - datetime.now(UTC)) < timedelta(seconds=10)


def test_database_that_is_away_says_nothing() -> None:
    away = make_engine("postgresql+psycopg://postgres@127.0.0.1:1/nowhere")
    assert database_time(away) is None


def test_one_process_goes_by_its_own_clock(sqlite_world: World) -> None:
    assert isinstance(make_clock(sqlite_world.services.engine), SystemClock)


def test_clock_that_decides_is_asked_anew_by_each_transaction(postgres_world: World) -> None:
    """Within a transaction time goes on, however long it lasts: `now()` of SQL would stand still."""
    clock = make_clock(postgres_world.services.engine)
    with postgres_world.services.connection("testdorp") as connection:
        first = clock.now_by(connection)
        time.sleep(0.05)
        second = clock.now_by(connection)

    assert second - first >= timedelta(milliseconds=50)
    assert abs(first - datetime.now(UTC)) < timedelta(minutes=1)


def test_unit_of_work_asks_the_clock_of_the_platform(world: World) -> None:
    with world.services.unit_of_work("testdorp") as uow:
        world.clock.at += timedelta(hours=1)
        assert uow.database_now() == world.clock.at
        assert uow.now == world.clock.at - timedelta(hours=1)
