"""A digest for thousands while its workers are killed: everybody gets it, and nobody twice but by the hand of a kill."""

import os
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.support.post_office import PostOffice, post_office
from tests.support.processes import (
    PATIENCE,
    Process,
    clock,
    embedded,
    environment,
    free_port,
    wait_until,
    worker,
)
from tests.support.readers import settle_readers
from tests.support.rulebook import rules_folder
from tests.support.servers import RedisServer
from tests.support.world import HERE, World, make_world
from wijkstem.kit.clock import SystemClock
from wijkstem.kit.rows import table_of
from wijkstem.rules.registry import load
from wijkstem.tables.engine import Delivery, DeliveryState
from wijkstem.tables.messages import DigestRound, InboxMessage, Mailed
from wijkstem.words import Rhythm
from workers.deliveries import BATCH

#: People with a digest for the workers; ``READERS=50000`` is a whole town's.
READERS = int(os.environ.get("READERS", "2500"))
#: Seconds from one kill to the next: a second goes by for at least ten mails.
LONG = max(PATIENCE, READERS / 10)
#: Of the Procfile's worker.
THREADS = 8
#: How much of the post is out at each kill.
BLOWS = (0.02, 0.25, 0.5, 0.75)


_delivery = table_of(Delivery)


def told(database_url: str, redis_url: str, folder: Path, office: PostOffice) -> dict[str, str]:
    """What the processes are told: the mail goes to our office, and a claim of a dead worker ends soon."""
    return environment(
        database_url,
        redis_url,
        rules_folder(folder / "rules"),
        WIJKSTEM_SMTP_HOST="127.0.0.1",
        WIJKSTEM_SMTP_PORT=str(office.port),
        WIJKSTEM_DELIVERY_CLAIM_SECONDS="8",
    )


def survive(world: World, office: PostOffice, victim: Process, number: int) -> int:
    """Kill the one who makes and sends at each of the blows; gives how many messages were out at the last."""
    out = 0
    for blow in BLOWS:
        wait_until(
            lambda b=blow: len(office.taken) >= b * number,  # type: ignore[misc]
            f"{blow} of the post is out",
            patience=LONG,
        )
        victim.kill()
        out = len(office.taken)
        victim.start()
    wait_until(lambda: all_out(world, number), "everybody has their digest", patience=LONG)
    return out


def all_out(world: World, number: int) -> bool:
    out = select(func.count()).where(
        _delivery.c.municipality_id == HERE,
        _delivery.c.template == "digest",
        _delivery.c.state == DeliveryState.SENT,
    )
    with world.services.reading(HERE) as connection:
        return bool(connection.execute(out).scalar_one() == number)


def holds(world: World, office: PostOffice, number: int) -> None:
    """One digest for each; what went twice was in the hands of one who was killed."""
    rows = {
        f"<{row['id']}@testdorp.localhost>": row for row in world.rows(Delivery, template="digest")
    }
    times = Counter(one for one in office.taken if one in rows)

    assert len({row["recipient_id"] for row in rows.values()}) == len(rows) == number
    assert times.keys() == rows.keys(), "everybody got theirs"
    twice = [one for one, count in times.items() if count > 1]
    assert [one for one in twice if rows[one]["attempts"] < 2] == []
    assert len(twice) <= len(BLOWS) * THREADS * BATCH
    assert {row["mailed"] for row in world.rows(InboxMessage)} <= {Mailed.DIGEST, Mailed.AT_ONCE}
    [at] = world.rows(DigestRound, rhythm=Rhythm.DAILY)
    assert (at["finished"], at["reached"]) == (True, None)


def filled(database_url: str, folder: Path, number: int) -> World:
    world = make_world(database_url, load(rules_folder(folder / "own-rules")))
    world.clock.at = SystemClock().now()
    settle_readers(world, number)
    return world


@pytest.mark.slow
def test_workers_that_are_killed_send_every_digest(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    number = READERS
    redis_server.flush()
    world = filled(postgres_url, tmp_path, number)
    with post_office(0) as office:
        env = told(postgres_url, redis_server.url, tmp_path, office)
        processes = [worker(env, tmp_path), clock(env, tmp_path)]
        try:
            for process in processes:
                process.start()
            out = survive(world, office, processes[0], number)
        finally:
            for process in processes:
                process.close()
        assert out < number, "the last kill came while there was work"
        holds(world, office, number)
    world.services.engine.dispose()


@pytest.mark.slow
def test_one_process_that_is_killed_sends_every_digest(sqlite_url: str, tmp_path: Path) -> None:
    number = 1_000
    world = filled(sqlite_url, tmp_path, number)
    with post_office(0) as office:
        env = told(sqlite_url, "", tmp_path, office)
        process = embedded(env, tmp_path, free_port())
        try:
            process.start()
            out = survive(world, office, process, number)
        finally:
            process.close()
        assert out < number, "the last kill came while there was work"
        holds(world, office, number)
    world.services.engine.dispose()
