"""The scaled engine under fire: nothing lost, nothing twice, nobody left waiting, whatever is broken meanwhile."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests.fire import dialogue_proof, proof, vote_proof
from tests.fire.conftest import seeds
from tests.fire.door import Door
from tests.fire.errands import Errands
from tests.fire.field import Field, Servers
from tests.fire.leaks import leaking, reading, weighed, writing
from tests.fire.ledger import Ledger
from tests.fire.people import People
from tests.fire.plan import Plan, plan_of
from tests.fire.promises import every_promise_holds
from tests.fire.proof import Sending
from tests.fire.saboteur import OnProcesses, OnServers, Saboteur, scaled_blows
from tests.fire.storm import let_loose
from tests.fire.town import Town, found_town, new_rules, storm_rules
from tests.support.processes import (
    Process,
    clock,
    environment,
    free_port,
    run_cli,
    wait_until,
    web,
    webs,
    worker,
)
from tests.support.servers import PostgresServer, RedisServer
from tests.support.world import HERE, World, make_world, settings_for
from wijkstem.kit.migrations import upgrade
from wijkstem.rules.registry import load
from workers.consumers import Consumers

AT_ONCE = 8
#: Who come in by e-mail.
NEWCOMERS = 2
#: Connections of one name: the pool with what it may have beside it, of the two processes behind a Procfile's web.
MOST = 2 * 12
#: Seconds that everything gets to be done once all is whole again.
CALM = 180.0

#: Who sent which message when, by the database's own clock: the processes' clocks are not to be believed.
WATCH = """
CREATE TABLE sending (message_id text, sender text, at timestamptz);
CREATE FUNCTION note_sending() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO sending VALUES (NEW.message_id, current_setting('application_name'), clock_timestamp());
    RETURN NEW;
END $$;
CREATE TRIGGER sending AFTER INSERT ON postbox_message FOR EACH ROW EXECUTE FUNCTION note_sending();
"""


@dataclass
class Scaled:
    """The processes of the scaled engine, and the doors to them."""

    field: Field
    servers: Servers
    url: str
    env: dict[str, str]
    ports: list[int]
    webs: list[Process]
    workers: list[Process]
    clock: Process


@contextmanager
def scaled(
    servers: Servers, rules: Path, folder: Path, chance: random.Random, plan: Plan
) -> Iterator[Scaled]:
    """Two web processes, two workers and the clock, each known to PostgreSQL by its name."""
    url = servers.postgres.url_for(servers.database)
    # A shelf that fills up would look like a leak.
    settings = {"WIJKSTEM_DELIVERY_CLAIM_SECONDS": "6", "WIJKSTEM_PAGE_CACHE_BYTES": "500000"}
    settings["WIJKSTEM_MEDIA_DIR"] = str(folder / "shelf")

    def env(name: str) -> dict[str, str]:
        named = f"{url}&application_name={name}"
        return environment(named, servers.redis.url, rules, **settings)

    ports = [free_port()] if plan.as_procfile else [free_port(), free_port()]
    fronts = [
        webs(env(f"webs-{port}"), folder, port)
        if plan.as_procfile
        else web(env(f"web-{port}"), folder, port)
        for port in ports
    ]
    backs = [worker(env(f"worker-{number}"), folder, number) for number in (1, 2)]
    ticking = clock(env("clock"), folder)
    field = Field([*fronts, *backs, ticking], chance, clocks_differ=plan.clocks_differ)
    made = Scaled(field, servers, url, env("cli"), ports, fronts, backs, ticking)
    try:
        for process in field.processes:
            field.start(process)
        for front in fronts:
            front.wait_ready()
        yield made
    finally:
        field.close()


@pytest.fixture
def plan(seed: int) -> Plan:
    return plan_of(seed)


@pytest.fixture
def rules_dir(tmp_path: Path, plan: Plan) -> Path:
    """Rules with a threshold that everybody is needed for."""
    return storm_rules(tmp_path / "rules", plan.people)


@pytest.fixture
def servers(durable_postgres: PostgresServer, redis_server: RedisServer) -> Servers:
    """A migrated database that notes who sends what, and an empty Redis."""
    redis_server.flush()
    url = durable_postgres.create_database("storm")
    upgrade(url)
    where = f"host={durable_postgres.folder} user=postgres dbname=storm"
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(WATCH)
    return Servers(durable_postgres, "storm", redis_server)


@pytest.fixture
def world(servers: Servers, rules_dir: Path) -> Iterator[World]:
    """The test's own hands on the database that the processes use."""
    made = make_world(servers.postgres.url_for(servers.database), load(rules_dir))
    yield made
    made.services.engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds())
def test_nothing_is_lost_and_nothing_twice(
    seed: int, plan: Plan, world: World, servers: Servers, rules_dir: Path, tmp_path: Path
) -> None:
    print(f"\nSEED={seed}: {plan}")
    chance, ledger, watch = random.Random(seed), Ledger(), StopWatch()
    town = found_town(world, ledger, plan.people, chance)
    town.shelf = tmp_path / "shelf"
    new_rules(rules_dir)
    watch.split("founded")
    with scaled(servers, rules_dir, tmp_path, chance, plan) as platform:
        watch.split("started")
        storm(platform, plan, world, town, ledger, chance)
        watch.split("stormed")
        wait_for_all(world)
        watch.split("caught up")
        if plan.weighed:
            assert leaking(weighed(platform.field.processes, load_of(platform, town, ledger))) == []
            wait_for_all(world)
            watch.split("weighed")
        all_holds(platform, world, town, ledger)
        watch.split("proved")
    print(watch)


class StopWatch:
    """What took how long."""

    def __init__(self) -> None:
        self._last, self._splits = time.monotonic(), dict[str, int]()

    def split(self, what: str) -> None:
        now = time.monotonic()
        self._splits[what], self._last = round(now - self._last), now

    def __str__(self) -> str:
        return ", ".join(f"{what} in {seconds} s" for what, seconds in self._splits.items())


def storm(
    platform: Scaled,
    plan: Plan,
    world: World,
    town: Town,
    ledger: Ledger,
    chance: random.Random,
) -> None:
    """People and saboteur at the same time."""
    field, door = platform.field, Door(platform.ports, ledger)
    people, errands = People(town, door), Errands(town, door, ledger, world, platform.env)
    names = Consumers(world.services).names
    settings = settings_for(platform.url, redis_url=platform.servers.redis.url)
    on, against = OnProcesses(field), OnServers(field, platform.servers, settings, names)
    fire: Saboteur
    blows = scaled_blows(
        on,
        against,
        lambda: fire,
        webs=platform.webs,
        workers=platform.workers,
        clock=platform.clock,
    )
    fire = Saboteur(field, [blows[kind] for kind in plan.kinds])
    own = [random.Random(chance.random()) for _ in range(2)]
    with fire.at_work(), ThreadPoolExecutor(1) as desk:
        deciding = desk.submit(people.clerk, own[0])
        let_loose(
            [*people.stories(plan.authors, plan.comers), *errands.stories(NEWCOMERS)],
            lambda c: people.waver(c.choice(town.neighbours), c),
            chance=own[1],
            over=fire.over,
            at_once=AT_ONCE,
        )
        fire.over.wait()
        deciding.result()


def load_of(platform: Scaled, town: Town, ledger: Ledger) -> Callable[[], None]:
    """What everybody gets to do again and again, when all is whole, while their processes are weighed."""
    door, chance = Door(platform.ports, ledger), random.Random(platform.field.chance.random())
    people = People(town, door)
    pages = ["/initiatieven", f"/initiatieven/{town.told.number}", "/griffie", "/mijn"]
    asks = [partial(people.waver, neighbour) for neighbour in town.neighbours]

    def load() -> None:
        reading(door, pages, town.clerk.token, where=HERE)
        writing(asks, chance)

    return load


def wait_for_all(world: World) -> None:
    """Until every consumer has read all and every message is out."""
    try:
        wait_until(lambda: proof.caught_up(world), "all caught up", patience=CALM)
    except TimeoutError as late:
        raise AssertionError(f"{late}\n{proof.standing_of(world)}") from late


def all_holds(platform: Scaled, world: World, town: Town, ledger: Ledger) -> None:
    """Every promise."""
    field = platform.field
    print(f"struck: {dict(Counter(strike.what for strike in field.strikes))}")
    print(f"told: {dict(sorted(ledger.counted().items()))}")
    every_promise_holds(world, town, ledger)
    sent = sendings(platform)
    again = proof.sent_twice_for_a_reason(sent, field)
    print(f"{len(sent)} messages sent, {again} of them again after their sender was hit")
    assert field.fell == []
    assert {name: count for name, count in connections(platform).items() if count > MOST} == {}
    for words in (("log", "verify"), ("projections", "check"), ("status",)):
        done = run_cli(platform.env, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    dialogue_proof.result_is_of_the_answers(world, town)
    vote_proof.anybody_counts_the_same(world, town)


def connections(platform: Scaled) -> dict[str, int]:
    """How many each process has, after all that was cut and given up."""
    where = f"host={platform.servers.postgres.folder} user=postgres dbname=storm"
    with psycopg.connect(where) as connection:
        found = connection.execute(
            "SELECT application_name, count(*) FROM pg_stat_activity"
            " WHERE datname = 'storm' AND application_name <> '' GROUP BY 1"
        )
        return dict(found)


def sendings(platform: Scaled) -> list[Sending]:
    """Every time that a message went out."""
    where = f"host={platform.servers.postgres.folder} user=postgres dbname=storm"
    with psycopg.connect(where) as connection:
        found = connection.execute("SELECT message_id, sender, extract(epoch FROM at) FROM sending")
        return [Sending(message, sender, float(at)) for message, sender, at in found]
