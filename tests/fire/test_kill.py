"""A storm with real processes: web and worker are killed in turn while 300 signatures come in over HTTP."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.fire import storm
from tests.support.processes import (
    clock,
    environment,
    free_port,
    wait_until,
    web,
    worker,
)
from tests.support.servers import RedisServer
from tests.support.world import World, make_world
from wijkstem.events.council import AgendaItemRequested
from wijkstem.kit.clock import SystemClock
from wijkstem.rules.registry import load
from wijkstem.tables.initiatives import Initiative

PEOPLE = 300
#: The last signature reaches it: nobody may be refused because the initiative has moved on.
THRESHOLD = PEOPLE
SEED = 20261121
#: How often a process is killed at most, while people sign and again while they are told.
STRIKES = 8


@pytest.fixture
def rules_dir(tmp_path: Path) -> Path:
    """Rules with a threshold that everybody is needed for."""
    return storm.storm_rules(tmp_path / "rules", THRESHOLD)


@pytest.fixture
def storm_world(postgres_url: str, rules_dir: Path) -> Iterator[World]:
    """The test's own hands on the database that the processes use."""
    world = make_world(postgres_url, load(rules_dir))
    world.clock.at = SystemClock().now()
    yield world
    world.services.engine.dispose()


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_twice(
    storm_world: World,
    rules_dir: Path,
    postgres_url: str,
    redis_server: RedisServer,
    tmp_path: Path,
) -> None:
    world, chance = storm_world, random.Random(SEED)
    redis_server.flush()
    initiative = world.open(world.person("submitter", born=storm.ADULT))
    path = f"/initiatieven/{world.rows(Initiative)[0]['number']}/steunen"
    tokens = storm.sessions(world, PEOPLE)
    env = environment(
        postgres_url, redis_server.url, rules_dir, WIJKSTEM_DELIVERY_CLAIM_SECONDS="3"
    )
    ports = [free_port(), free_port()]
    webs = [web(env, tmp_path, port) for port in ports]
    workers = [worker(env, tmp_path, number) for number in (1, 2)]
    processes = [*webs, *workers, clock(env, tmp_path)]
    try:
        for process in processes:
            process.start()
        for process in webs:
            process.wait_ready()
        victims = [webs[0], workers[0], webs[1], workers[1]]
        with storm.sabotage(victims, STRIKES, chance), ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(partial(storm.sign_until_answered, ports, path), tokens))
        # The last signature reached the threshold: from here on everybody is told, under fire as well.
        with storm.sabotage(workers, STRIKES, chance, pause=(0.1, 0.6)):
            wait_until(lambda: bool(world.events(AgendaItemRequested)), "an agenda request")
            storm.tell_everybody(world, initiative)
            wait_until(lambda: storm.caught_up(world, PEOPLE), "everybody told")
    finally:
        for process in processes:
            process.close()
    deaths = {process.name: process.deaths for process in processes}
    print(f"seed {SEED}; killed: {deaths}; answers: {Counter(answers)}")
    assert sum(deaths.values()) >= 4
    storm.nothing_lost_nothing_twice(world, PEOPLE)
    storm.everybody_was_told(world, PEOPLE)
