"""The embedded engine is killed again and again while signatures come in, and goes on where it was."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.fire import storm
from tests.support.processes import embedded, environment, free_port, wait_until
from tests.support.world import World, make_world
from wijkstem.events.council import AgendaItemRequested
from wijkstem.kit.clock import SystemClock
from wijkstem.rules.registry import load
from wijkstem.tables.initiatives import Initiative

PEOPLE = 120
#: The last signature reaches it: nobody may be refused because the initiative has moved on.
THRESHOLD = PEOPLE
SEED = 20261122
#: How often it is killed at most.
STRIKES = 4


@pytest.fixture
def rules_dir(tmp_path: Path) -> Path:
    """Rules with a threshold that everybody is needed for."""
    return storm.storm_rules(tmp_path / "rules", THRESHOLD)


@pytest.fixture
def storm_world(sqlite_url: str, rules_dir: Path) -> Iterator[World]:
    """The test's own hands on the file that the process uses."""
    world = make_world(sqlite_url, load(rules_dir))
    world.clock.at = SystemClock().now()
    yield world
    world.services.engine.dispose()


@pytest.mark.slow
def test_goes_on_where_it_was(
    storm_world: World, rules_dir: Path, sqlite_url: str, tmp_path: Path
) -> None:
    world, chance = storm_world, random.Random(SEED)
    initiative = world.open(world.person("submitter", born=storm.ADULT))
    path = f"/initiatieven/{world.rows(Initiative)[0]['number']}/steunen"
    tokens = storm.sessions(world, PEOPLE)
    port = free_port()
    env = environment(sqlite_url, "", rules_dir, WIJKSTEM_DELIVERY_CLAIM_SECONDS="3")
    process = embedded(env, tmp_path, port)
    try:
        process.start()
        process.wait_ready()
        with storm.sabotage([process], STRIKES, chance), ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(partial(storm.sign_until_answered, [port], path), tokens))
        # The last signature reached the threshold: from here on everybody is told, under fire as well.
        with storm.sabotage([process], STRIKES, chance):
            wait_until(lambda: bool(world.events(AgendaItemRequested)), "an agenda request")
            storm.tell_everybody(world, initiative)
            wait_until(lambda: storm.caught_up(world, PEOPLE), "everybody told")
    finally:
        process.close()
    print(f"seed {SEED}; killed {process.deaths} times; answers: {Counter(answers)}")
    assert process.deaths >= 1
    storm.nothing_lost_nothing_twice(world, PEOPLE)
    storm.everybody_was_told(world, PEOPLE)
