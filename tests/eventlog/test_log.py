"""The log: gapless, in order, and honest about what is wrong with it."""

import contextlib
import threading
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.eventlog.consumers import PUBLISHED, Halfway, an_event, break_off, record, unguarded
from tests.support.waiting import wait_until_somebody_waits
from tests.support.world import HERE, START, World
from wijkstem.eventlog import log
from wijkstem.eventlog.log import Undecodable
from wijkstem.events.base import Recorded
from wijkstem.events.signatures import SignatureGiven

INSERT = text(
    "INSERT INTO logged_event (municipality_id, position, event_id, type, payload, occurred_at,"
    " correlation_id) VALUES (:where, :position, :id, :type, :payload, :at, :id)"
)


def positions(world: World, *, where: str = HERE) -> list[int]:
    return [recorded.position for recorded in world.recorded(where=where)]


def problems(world: World) -> list[str]:
    with world.services.reading(HERE) as connection:
        return list(log.problems(connection, HERE))


def plant(world: World, type_: str, payload: str) -> None:
    """Put an event at the end of the log as no code of today would."""
    head = positions(world)[-1]
    with unguarded(world) as connection:
        sqlite = connection.dialect.name == "sqlite"
        values = {
            "where": HERE,
            "position": head + 1,
            "id": uuid4().hex if sqlite else uuid4(),
            "type": type_,
            "payload": payload,
            "at": START.replace(tzinfo=None).isoformat(" ") if sqlite else START,
        }
        connection.execute(INSERT, values)
        connection.execute(
            text("UPDATE log_partition SET head = head + 1 WHERE municipality_id = :where"), values
        )


def test_positions_have_no_gaps_in_each_municipality(world: World) -> None:
    record(world, 1, 3, 2)
    record(world, 2, where="buurdorp")

    assert positions(world) == [1, 2, 3, 4, 5, 6, 7]
    assert positions(world, where="buurdorp") == [1, 2, 3]
    assert problems(world) == []


def test_transaction_that_fails_gives_its_position_back(world: World) -> None:
    with contextlib.suppress(Halfway), world.services.unit_of_work(HERE) as uow:
        uow.record(an_event())
        uow.flush()
        break_off()
    record(world, 1)

    assert positions(world) == [1, 2]
    assert problems(world) == []


def test_second_writer_waits_for_the_first_and_comes_after_it(postgres_world: World) -> None:
    first, second = an_event(), an_event()

    def write_second() -> None:
        with postgres_world.services.unit_of_work(HERE) as uow:
            uow.record(second)

    thread = threading.Thread(target=write_second)
    with postgres_world.services.unit_of_work(HERE) as uow:
        uow.record(first)
        uow.flush()
        thread.start()
        wait_until_somebody_waits(postgres_world)
        assert positions(postgres_world) == [PUBLISHED]
    thread.join()

    assert [r.event for r in postgres_world.recorded()][PUBLISHED:] == [first, second]


def test_reader_that_moves_on_misses_nothing_of_writers_at_work(world: World) -> None:
    """Without the update of the head as a lock, a position becomes visible after a later one was read."""
    writers = [threading.Thread(target=record, args=(world, *[1, 2] * 8)) for _ in range(4)]
    seen: list[int] = []
    for writer in writers:
        writer.start()
    more = True
    while more:
        writing = any(writer.is_alive() for writer in writers)
        with world.services.reading(HERE) as connection:
            found = log.read(connection, HERE, after=seen[-1] if seen else 0, limit=7)
        seen += [recorded.position for recorded in found]
        more = writing or bool(found)
    for writer in writers:
        writer.join()

    assert seen == list(range(1, 4 * 24 + PUBLISHED + 1))


def test_reading_stops_where_it_is_told_and_leaves_out_what_it_is_told(world: World) -> None:
    record(world, 6)

    def read(after: int, limit: int, until: int | None, skip: set[int]) -> list[int]:
        with world.services.reading(HERE) as connection:
            found = log.read(
                connection, HERE, after=after, limit=limit, until=until, skip=frozenset(skip)
            )
        return [recorded.position for recorded in found]

    assert read(0, 100, None, set()) == [1, 2, 3, 4, 5, 6, 7]
    assert read(2, 3, None, set()) == [3, 4, 5]
    assert read(2, 100, 4, set()) == [3, 4]
    assert read(2, 3, None, {3, 5}) == [4, 6, 7]


def test_event_stored_by_an_older_version_is_read_as_todays(world: World) -> None:
    payload = (
        '{"initiative_id":"11111111-1111-4111-8111-111111111111","instrument":"voorstel",'
        '"person_id":"22222222-2222-4222-8222-222222222222","stance":"for","valid":true,'
        '"neighbourhood_code":"WK990100","age":44,"channel":"online","signed_on":"2026-03-02"}'
    )
    plant(world, "signature.given.v1", payload)

    event = world.recorded()[-1].event
    assert isinstance(event, SignatureGiven)
    assert event.age_band == "30_44"
    world.settle()
    assert {name: at for name, at in standings(world).items() if at != 2} == {}
    assert problems(world) == []


def standings(world: World) -> dict[str, int]:
    with unguarded(world) as connection:
        found = text("SELECT consumer, position FROM consumer_position WHERE municipality_id = :m")
        return {row.consumer: row.position for row in connection.execute(found, {"m": HERE})}


@pytest.mark.parametrize(
    ("type_", "payload"),
    [
        ("signature.given.v99", "{}"),
        ("person.registered.v1", "not json"),
        ("person.registered.v1", "{}"),
        ("person.registered.v1", '{"person_id":"x","registered_on":"2026-03-02"}'),
        ("signature.given.v1", "{}"),
    ],
)
def test_event_that_cannot_be_read_is_named_and_what_stands_before_it_is_read(
    sqlite_world: World, type_: str, payload: str
) -> None:
    record(sqlite_world, 2)
    plant(sqlite_world, type_, payload)

    def read(after: int) -> list[Recorded]:
        with sqlite_world.services.reading(HERE) as connection:
            return log.read(connection, HERE, after=after, limit=100)

    assert [recorded.position for recorded in read(0)] == [1, 2, 3]
    with pytest.raises(Undecodable) as undecodable:
        read(3)
    assert undecodable.value.position == 4
    [problem] = problems(sqlite_world)
    assert problem.startswith(f"testdorp: event 4 ({type_}) cannot be read")


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (
            "DELETE FROM logged_event WHERE municipality_id = 'testdorp' AND position IN (3, 4)",
            ["testdorp: positions 3 to 4 are missing"],
        ),
        (
            "DELETE FROM logged_event WHERE municipality_id = 'testdorp' AND position = 1",
            ["testdorp: positions 1 to 1 are missing"],
        ),
        (
            "DELETE FROM logged_event WHERE municipality_id = 'testdorp' AND position = 6",
            ["testdorp: the head says 6, the last event is 5"],
        ),
        (
            "UPDATE log_partition SET head = 9 WHERE municipality_id = 'testdorp'",
            ["testdorp: the head says 9, the last event is 6"],
        ),
        (
            "UPDATE log_partition SET head = 5 WHERE municipality_id = 'testdorp'",
            ["testdorp: the head says 5, the last event is 6"],
        ),
        ("DELETE FROM logged_event WHERE municipality_id = 'buurdorp'", []),
    ],
)
def test_damage_to_the_log_is_found(world: World, damage: str, found: list[str]) -> None:
    record(world, 5)
    with unguarded(world) as connection:
        connection.execute(text(damage))

    assert problems(world) == found


def test_problems_are_found_across_batches(sqlite_world: World) -> None:
    record(sqlite_world, 10)
    with unguarded(sqlite_world) as connection:
        connection.execute(
            text("DELETE FROM logged_event WHERE municipality_id = 'testdorp' AND position = 5")
        )

    with sqlite_world.services.reading(HERE) as connection:
        assert [list(log.problems(connection, HERE, batch=n)) for n in (1, 2, 4, 5, 10, 11)] == [
            ["testdorp: positions 5 to 5 are missing"]
        ] * 6
