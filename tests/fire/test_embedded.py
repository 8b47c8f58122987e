"""The embedded engine under fire: killed, frozen, and with a disk that is full; it goes on where it was."""

import random
import resource
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.fire import dialogue_proof, proof, vote_proof
from tests.fire.conftest import seeds
from tests.fire.door import Door
from tests.fire.errands import Errands
from tests.fire.field import WRONG_BY, Field
from tests.fire.ledger import Answer, Ledger
from tests.fire.people import People
from tests.fire.plan import asked_whole
from tests.fire.promises import every_promise_holds
from tests.fire.saboteur import OnProcesses, Saboteur
from tests.fire.storm import let_loose
from tests.fire.town import Town, Visitor, found_town, new_rules, storm_rules
from tests.support.processes import (
    Process,
    embedded,
    environment,
    free_port,
    run_cli,
    wait_until,
)
from tests.support.world import World, make_world
from wijkstem.rules.registry import load

PEOPLE = 40
AUTHORS, COMERS = 6, 6
AT_ONCE = 8
#: Seconds that its clock can be off after a start of a check: here it is the only one, and a vote that is late keeps
#: people waiting. `make fire` waits.
A_LITTLE = 20.0
#: How often it is killed.
KILLS = 4
#: Bytes that a file may have while the disk is full: enough for a few commits.
ROOM = 200_000


@pytest.fixture
def rules_dir(tmp_path: Path) -> Path:
    """Rules with a threshold that everybody is needed for."""
    return storm_rules(tmp_path / "rules", PEOPLE)


@pytest.fixture
def world(sqlite_url: str, rules_dir: Path) -> Iterator[World]:
    """The test's own hands on the file that the process uses."""
    made = make_world(sqlite_url, load(rules_dir))
    yield made
    made.services.engine.dispose()


@pytest.fixture
def env(sqlite_url: str, rules_dir: Path, tmp_path: Path) -> dict[str, str]:
    return environment(
        sqlite_url,
        "",
        rules_dir,
        WIJKSTEM_DELIVERY_CLAIM_SECONDS="6",
        WIJKSTEM_MEDIA_DIR=str(tmp_path / "shelf"),
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds()[:1])
def test_goes_on_where_it_was(
    seed: int, world: World, env: dict[str, str], rules_dir: Path, tmp_path: Path
) -> None:
    print(f"\nSEED={seed}")
    chance, ledger = random.Random(seed), Ledger()
    town = found_town(world, ledger, PEOPLE, chance)
    town.shelf = tmp_path / "shelf"
    new_rules(rules_dir)
    process = embedded(env, tmp_path, port := free_port())
    field = Field([process], chance, wrong_by=WRONG_BY if asked_whole() else A_LITTLE)
    try:
        field.start(process)
        process.wait_ready()
        on = OnProcesses(field)
        blows = [partial(on.kill, [process])] * KILLS
        door = Door([port], ledger)
        errands = Errands(town, door, ledger, world, env)
        storm(town, door, errands, Saboteur(field, blows), chance)
        wait_until(lambda: proof.caught_up(world), "all caught up", patience=180)
    finally:
        field.close()
    print(f"killed {process.deaths} times; told: {dict(sorted(ledger.counted().items()))}")
    assert field.fell == []
    all_holds(world, env, town, ledger)


def storm(town: Town, door: Door, errands: Errands, fire: Saboteur, chance: random.Random) -> None:
    """People and saboteur at the same time; the clerk is one of the people."""
    people = People(town, door)
    with fire.at_work():
        let_loose(
            [*people.stories(AUTHORS, COMERS), people.clerk, *errands.stories(1)],
            lambda c: people.waver(c.choice(town.neighbours), c),
            chance=chance,
            over=fire.over,
            at_once=AT_ONCE,
        )


def all_holds(world: World, env: dict[str, str], town: Town, ledger: Ledger) -> None:
    """Every promise; who sent what twice is not known here, but it had to be killed for it."""
    every_promise_holds(world, town, ledger)
    for words in (("log", "verify"), ("projections", "check"), ("status",)):
        done = run_cli(env, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    dialogue_proof.result_is_of_the_answers(world, town)
    vote_proof.anybody_counts_the_same(world, town)


@pytest.mark.slow
def test_full_disk_refuses_honestly_and_goes_on_when_there_is_room(
    world: World, env: dict[str, str], sqlite_url: str, rules_dir: Path, tmp_path: Path
) -> None:
    """No file of the process may grow beyond a size: to SQLite that is a disk that is full."""
    ledger, chance = Ledger(), random.Random(1)
    town = found_town(world, ledger, PEOPLE, chance)
    town.shelf = tmp_path / "shelf"
    new_rules(rules_dir)
    process = embedded(env, tmp_path, port := free_port())
    door = Door([port], ledger)
    try:
        process.start()
        process.wait_ready()
        full(process, sqlite_url)
        answers = Counter(_sign_once(town, ledger, door, one, chance) for one in town.supporters)
        # Who only wants to read can.
        page = door.look("/initiatieven", town.clerk.token, chance)
        room(process)
        nothing = Saboteur(Field([process], chance), [])
        storm(town, door, Errands(town, door, ledger, world, env), nothing, chance)
        wait_until(lambda: proof.caught_up(world), "all caught up", patience=180)
    finally:
        process.close()
    print(f"while it was full: {dict(answers)}")
    assert answers[Answer.AWAY] > 0
    assert set(answers) <= {Answer.ACCEPTED, Answer.AWAY}
    assert page is not None
    assert page.status == 200
    all_holds(world, env, town, ledger)


def _sign_once(
    town: Town, ledger: Ledger, door: Door, who: Visitor, chance: random.Random
) -> Answer:
    """One attempt, and what came of it."""
    key = ("support", town.wanted.initiative_id, who.id)
    path = f"/initiatieven/{town.wanted.number}/steunen"
    door.ask(key, path, {"stance": "for"}, who.token, chance, tries=1)
    return ledger.answers[key][-1]


def full(process: Process, url: str) -> None:
    """From now on the files can hardly grow."""
    file = Path(url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))


def room(process: Process) -> None:
    """Somebody has cleaned up."""
    infinite = resource.RLIM_INFINITY
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (infinite, infinite))
