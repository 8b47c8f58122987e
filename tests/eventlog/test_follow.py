"""Following the log: once, in order, and a consumer that fails stops nobody else."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from tests.eventlog.consumers import (
    PUBLISHED,
    Poison,
    counted,
    counting,
    record,
    unguarded,
)
from tests.support.world import HERE, World
from wijkstem.commands.engine import PassOverEvent, RetryConsumer
from wijkstem.errors import NotAllowed, NotFound
from wijkstem.eventlog import positions
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.follow import Desk, follow
from wijkstem.eventlog.positions import PAUSES, Standing
from wijkstem.events.base import Recorded
from wijkstem.projections.rebuild import reset
from wijkstem.tables.engine import PassedOver


def run(world: World, consumer: Consumer[Connection], *, where: str = HERE, most: int = 20) -> int:
    return follow(consumer, where, world.services.projection_desk(where), most=most)


def standing(world: World, *, where: str = HERE) -> Standing | None:
    with world.services.reading(where) as connection:
        return positions.standing(connection, "counting", where)


def not_at(*poisoned: int) -> Consumer[Connection]:
    return counting(lambda recorded: recorded.position not in poisoned)


def test_twice_is_once(world: World) -> None:
    record(world, 4)

    assert [run(world, counting()) for _ in range(3)] == [4 + PUBLISHED, 0, 0]
    assert counted(world) == 4 + PUBLISHED
    assert standing(world) == Standing(4 + PUBLISHED, 0, None, None)


def test_follows_at_most_so_many_batches(sqlite_world: World) -> None:
    record(sqlite_world, 9)
    small = Consumer("counting", counting().fold, counting().tables, batch=2)

    assert [run(sqlite_world, small, most=2) for _ in range(4)] == [4, 4, 2, 0]


def test_fold_that_fails_after_writing_leaves_neither_rows_nor_position(world: World) -> None:
    record(world, 2)

    assert run(world, counting(lambda _recorded: False)) == 0
    assert counted(world) == 0
    at = standing(world)
    assert at is not None
    assert (at.position, at.failures, at.error) == (0, 1, "Poison: cannot digest 1")


def test_event_that_fails_stops_its_consumer_here_and_nobody_else(world: World) -> None:
    record(world, 5)
    record(world, 5, where="buurdorp")
    stopping, other = not_at(4), counting(name="other")
    here_only = counting(lambda r: r.municipality_id != HERE or r.position != 4)

    assert run(world, stopping) == 3
    assert counted(world) == 3
    assert run(world, here_only, where="buurdorp") == 6
    assert run(world, other) == 6
    at = standing(world)
    assert at is not None
    assert (at.position, at.failures, at.error) == (3, 1, "Poison: cannot digest 4")


def test_pauses_before_the_next_attempt_grow(sqlite_world: World) -> None:
    record(sqlite_world, 1)
    stopping = not_at(2)
    waited: list[timedelta] = []
    for _ in range(len(PAUSES) + 2):
        run(sqlite_world, stopping)
        at = standing(sqlite_world)
        assert at is not None
        assert at.retry_at is not None
        waited.append(at.retry_at - sqlite_world.clock.at)
        sqlite_world.clock.at = at.retry_at - timedelta(seconds=1)
        run(sqlite_world, stopping)
        assert standing(sqlite_world) == at
        sqlite_world.clock.at = at.retry_at

    assert waited == [*PAUSES, PAUSES[-1], PAUSES[-1]]


def test_event_that_recovers_is_folded_once_and_forgets_its_failures(sqlite_world: World) -> None:
    record(sqlite_world, 3)
    run(sqlite_world, not_at(3))
    sqlite_world.execute(RetryConsumer("counting"))

    assert run(sqlite_world, counting()) == 3, "that it was tried again is in the log as well"
    assert counted(sqlite_world) == 5
    assert standing(sqlite_world) == Standing(5, 0, None, None)


def test_passing_over_is_recorded_and_a_rebuild_passes_over_too(world: World) -> None:
    record(world, 4)
    stopping = not_at(3)
    run(world, stopping)
    world.execute(PassOverEvent("counting", "broken by an import", "Jan Jansen"))
    run(world, stopping)
    assert counted(world) == 5, "all but the one, and that it was passed over"
    assert world.rows(PassedOver) == [
        {
            "municipality_id": HERE,
            "consumer": "counting",
            "position": 3,
            "reason": "broken by an import",
            "decided_by": "Jan Jansen",
            "decided_at": world.clock.at,
        }
    ]

    with world.services.connection(HERE) as connection:
        assert reset(connection, stopping, HERE)
    assert (counted(world), run(world, stopping), counted(world)) == (0, 5, 5)
    assert standing(world) == Standing(6, 0, None, None)


def test_rebuild_comes_to_the_end_when_the_last_event_was_passed_over(sqlite_world: World) -> None:
    record(sqlite_world, 3)
    stopping = not_at(3, 4)
    for _ in range(2):
        run(sqlite_world, stopping)
        with sqlite_world.services.connection(HERE) as connection:
            # Not by the command, whose own event would stand behind.
            now = sqlite_world.clock.at
            positions.pass_over(connection, "counting", HERE, by="me", reason="twice", now=now)
    with sqlite_world.services.connection(HERE) as connection:
        reset(connection, stopping, HERE)
    run(sqlite_world, stopping)

    assert standing(sqlite_world) == Standing(4, 0, None, None)


def test_nothing_is_passed_over_of_a_consumer_that_does_not_stand_still(
    sqlite_world: World,
) -> None:
    run(sqlite_world, counting())

    for command in (PassOverEvent("counting", "why", "who"), PassOverEvent("nobody", "why", "who")):
        with pytest.raises(NotFound) as refused:
            sqlite_world.execute(command)
        assert refused.value.code == "not_stopped"
    assert sqlite_world.rows(PassedOver) == []


def test_only_an_operator_passes_over_or_tries_again(sqlite_world: World) -> None:
    record(sqlite_world, 1)
    run(sqlite_world, not_at(2))
    before = standing(sqlite_world)

    for command in (PassOverEvent("counting", "why", "who"), RetryConsumer("counting")):
        for actor in (sqlite_world.official, sqlite_world.clerk, sqlite_world.person("anna")):
            with pytest.raises(NotAllowed):
                sqlite_world.execute(command, actor)
    assert standing(sqlite_world) == before


def test_consumer_that_another_worker_holds_is_skipped(postgres_world: World) -> None:
    record(postgres_world, 2)
    run(postgres_world, counting())
    record(postgres_world, 2)
    with unguarded(postgres_world) as connection:
        assert positions.hold(connection, "counting", HERE) is not None
        assert run(postgres_world, counting()) == 0
        assert run(postgres_world, counting(name="other")) == 5

    assert run(postgres_world, counting()) == 2


def test_failure_that_another_worker_got_past_is_not_put_down_to_the_next_event(
    sqlite_world: World,
) -> None:
    """The first worker fails on 1 and 2; before it can say so, the second has folded them."""
    record(sqlite_world, 1)
    desk = sqlite_world.services.projection_desk(HERE)
    failures = 0

    def fold(_connection: Connection, _events: Sequence[Recorded]) -> None:
        nonlocal failures
        failures += 1
        raise Poison("lost its connection")

    def open_desk():  # type: ignore[no-untyped-def]  # the type of a Desk's own field
        if failures == 2:  # the batch and the single event failed: now it says so
            run(sqlite_world, counting())
        return desk.open()

    follow(
        Consumer("counting", fold, counting().tables),
        HERE,
        Desk(open_desk, desk.connection, desk.now),
    )

    assert standing(sqlite_world) == Standing(2, 0, None, None)


def test_database_that_goes_away_is_put_down_to_no_event(postgres_world: World) -> None:
    """Otherwise a restart of the database would make every consumer rest, longer each time."""
    record(postgres_world, 2)

    def cut(connection: Connection, events: Sequence[Recorded]) -> None:
        pid = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]  # psycopg's
        with unguarded(postgres_world) as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
        counting().fold(connection, events)

    cutting = Consumer("counting", cut, counting().tables)
    with pytest.raises(OperationalError):
        run(postgres_world, cutting)
    assert standing(postgres_world) in {None, Standing(0, 0, None, None)}
    assert run(postgres_world, counting()) == 2 + PUBLISHED


def test_reaction_is_never_rewound(sqlite_world: World) -> None:
    with (
        sqlite_world.services.connection(HERE) as connection,
        pytest.raises(ValueError, match="reaction"),
    ):
        reset(connection, Consumer("reacting", counting().fold), HERE)
