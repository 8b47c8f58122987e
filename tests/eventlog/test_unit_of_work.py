"""State and events together or not at all, and the call to the workers after the commit."""

import contextlib
from typing import Any

import pytest
from psycopg import OperationalError
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from tests.eventlog.consumers import Halfway, an_event, break_off, unguarded
from tests.support.world import HERE, World
from wijkstem.eventlog import log
from wijkstem.eventlog.unit_of_work import UnitOfWork, unit_of_work
from wijkstem.kit.commits import CommitUnknown
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import NumberSeries

YEAR = 1


def change(uow: UnitOfWork, year: int = YEAR) -> None:
    """State through the session and an event of it."""
    uow.session.add(NumberSeries(municipality_id=HERE, year=year, last=7))
    uow.record(an_event())


def state(world: World) -> tuple[list[int], int]:
    """The rows there are, and how long the log is."""
    rows = [row["year"] for row in world.rows(NumberSeries)]
    return rows, len(world.recorded())


def test_state_and_event_are_committed_together(world: World) -> None:
    with world.services.unit_of_work(HERE) as uow:
        change(uow)
        assert state_seen_by_others(world) == 1

    assert state(world) == ([YEAR], 2)


def state_seen_by_others(world: World) -> int:
    with world.services.reading(HERE) as connection:
        return log.head(connection, HERE)


def test_exception_after_recording_leaves_neither(world: World) -> None:
    with contextlib.suppress(Halfway), world.services.unit_of_work(HERE) as uow:
        change(uow)
        uow.session.flush()
        break_off()

    assert state(world) == ([], 1)


def test_exception_in_the_flush_leaves_neither(world: World) -> None:
    with world.services.unit_of_work(HERE) as uow:
        change(uow)
    with contextlib.suppress(IntegrityError), world.services.unit_of_work(HERE) as uow:
        change(uow, YEAR + 1)
        uow.session.flush()
        change(uow)

    assert state(world) == ([YEAR], 2)


def test_failure_to_append_leaves_no_state(world: World) -> None:
    """Without a partition there is no log to append to."""
    with unguarded(world) as connection:
        connection.exec_driver_sql("DELETE FROM logged_event WHERE municipality_id = 'testdorp'")
        connection.exec_driver_sql("DELETE FROM log_partition WHERE municipality_id = 'testdorp'")
    with pytest.raises(Exception, match="No row"), world.services.unit_of_work(HERE) as uow:
        change(uow)

    assert state(world) == ([], 0)


def test_line_that_is_cut_in_the_commit_leaves_nobody_knowing(postgres_world: World) -> None:
    """Cut before the commit came, or after: the answer is the same, because nobody can tell."""
    world = postgres_world

    def before(line: Any) -> None:
        with unguarded(world) as other:
            pid = line.driver_connection.info.backend_pid
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    def after(line: Any) -> None:
        line.commit()
        raise OperationalError("server closed the connection unexpectedly")

    assert _told_when(world, before) == ([], 1)
    assert _told_when(world, after) == ([YEAR], 2)


def _told_when(world: World, cut: Any) -> tuple[list[int], int]:
    """What there is after a commit whose answer was lost."""
    dialect: Any = world.services.engine.dialect
    committing = dialect.do_commit

    def lost(line: Any) -> None:
        dialect.do_commit = committing  # the next one is an ordinary one
        cut(line)
        committing(line)

    def losing() -> None:
        with world.services.unit_of_work(HERE) as uow:
            change(uow)
            dialect.do_commit = lost

    with pytest.raises(CommitUnknown):
        losing()
    return state(world)


def test_workers_are_called_once_and_after_the_commit(world: World) -> None:
    heads: list[tuple[str, int]] = []

    def wake(municipality_id: str) -> None:
        heads.append((municipality_id, state_seen_by_others(world)))

    with unit_of_work(world.services.engine, HERE, now=world.clock.at, wake=wake) as uow:
        change(uow)
        change(uow, YEAR + 1)
        uow.flush()
        uow.record(an_event())

    assert heads == [(HERE, 4)]


def test_nobody_is_called_for_nothing(sqlite_world: World) -> None:
    sqlite_world.wake.rung.clear()
    with sqlite_world.services.unit_of_work(HERE) as uow:
        uow.session.add(NumberSeries(municipality_id=HERE, year=YEAR, last=7))
    with contextlib.suppress(Halfway), sqlite_world.services.unit_of_work(HERE) as uow:
        uow.record(an_event())
        uow.flush()
        break_off()

    assert sqlite_world.wake.rung == []
    with sqlite_world.services.unit_of_work(HERE) as uow:
        uow.record(an_event())
    assert sqlite_world.wake.rung == [HERE]


def test_attempt_undoes_its_own_part_and_only_that(world: World) -> None:
    with world.services.unit_of_work(HERE) as uow:
        change(uow)
        uow.session.flush()
        with contextlib.suppress(Halfway), uow.attempt():
            uow.connection.execute(
                insert(table_of(NumberSeries)).values(municipality_id=HERE, year=9, last=1)
            )
            change(uow, YEAR + 1)
            uow.session.flush()
            break_off()
        with uow.attempt():
            change(uow, YEAR + 2)

    assert state(world) == ([YEAR, YEAR + 2], 3)


def test_attempt_keeps_what_was_added_but_not_written_before_it(world: World) -> None:
    with world.services.unit_of_work(HERE) as uow:
        change(uow)
        with pytest.raises(Halfway), uow.attempt():
            break_off()

    assert state(world) == ([YEAR], 2)


def test_each_event_keeps_the_cause_it_was_recorded_under(sqlite_world: World) -> None:
    causes = [(new_id(), None), (new_id(), new_id()), (new_id(), new_id())]
    with sqlite_world.services.unit_of_work(HERE, correlation_id=causes[0][0]) as uow:
        uow.record(an_event())
        for uow.correlation_id, uow.causation_id in causes[1:]:
            uow.record(an_event(), an_event())

    found = [(r.correlation_id, r.causation_id) for r in sqlite_world.recorded()[1:]]
    assert found == [causes[0], causes[1], causes[1], causes[2], causes[2]]


def test_today_is_the_date_in_the_netherlands(sqlite_world: World) -> None:
    sqlite_world.clock.at = sqlite_world.clock.at.replace(month=7, hour=22, minute=30)
    with sqlite_world.services.unit_of_work(HERE) as uow:
        assert (uow.now.day, uow.today.day) == (2, 3)
