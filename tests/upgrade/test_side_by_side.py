"""An upgrade without stopping: the last release's processes and today's on one database that today's code migrated."""

import itertools
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select, text

from tests.eventlog.consumers import unguarded
from tests.support.network import NO_CERTIFICATES
from tests.support.processes import (
    Process,
    clock,
    environment,
    free_port,
    wait_until,
    web,
    worker,
)
from tests.support.servers import PostgresServer, RedisServer
from tests.support.world import HERE, World, make_world
from tests.upgrade.last_release import LastRelease
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.initiatives import TakeStep
from wijkstem.eventlog import log
from wijkstem.events.initiatives import InitiativeSubmitted
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.kit.rows import table_of
from wijkstem.projections.check import differences, of_this_version
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT
from wijkstem.tables.engine import ConsumerPosition, Delivery, DeliveryState, PostboxMessage
from wijkstem.tables.initiatives import Initiative, Signature
from workers.consumers import Consumers

pytestmark = pytest.mark.slow

#: A third of them meets the old release only, a third a new web process, a third a new worker as well.
PEOPLE = 24
ADULT = local_date(SystemClock().now()) - timedelta(days=40 * 365)
CLI = "from wijkstem.cli import main; main()"
PLAN = {
    "title": "Een bankje bij de vijver",
    "neighbourhood_code": "WK990100",
    "subject": "other",
    "vraag-decision": "Zet een bankje neer bij de vijver.",
    "vraag-costs": "Ongeveer 800 euro",
}

_position = table_of(ConsumerPosition)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> LastRelease:
    return LastRelease(tmp_path_factory.mktemp("last-release"))


@pytest.fixture
def url(postgres_server: PostgresServer) -> Iterator[str]:
    """A database that nobody has migrated."""
    name = f"upgrade_{free_port()}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


class Town:
    """Both releases at work."""

    def __init__(self, old: LastRelease, url: str, redis: str, folder: Path) -> None:
        self.rules_dir = old.rules(folder / "rules", PEOPLE * 2)
        self.env = environment(url, redis, self.rules_dir, WIJKSTEM_DELIVERY_CLAIM_SECONDS="3")
        self.folder, self.old_release = folder, old
        self.ports = [free_port(), free_port()]
        command = ["uvicorn", "wijkstem.app:create_app", "--factory", "--no-access-log"]
        served = [sys.executable, "-m", *command, "--port", str(self.ports[0])]
        self.old_web = self._old("web", served, self.ports[0])
        self.old_worker = self._old("worker", self._line("worker"))
        self.old_clock = self._old("clock", self._line("clock"))
        self.new_web = web(self.env, folder, self.ports[1])
        self.new_worker = worker(self.env, folder)
        self.new_clock = clock(self.env, folder)

    def _old(self, name: str, command: list[str], port: int | None = None) -> Process:
        return self.old_release.process(name, command, self.env, self.folder, port)

    def _line(self, name: str) -> list[str]:
        """The old Procfile's own line."""
        lines = (self.old_release.root / "Procfile").read_text().splitlines()
        return next(
            shlex.split(line.partition(":")[2]) for line in lines if line.startswith(f"{name}:")
        )

    def close(self) -> None:
        for process in (
            self.old_web, self.old_worker, self.old_clock,
            self.new_web, self.new_worker, self.new_clock,
        ):  # fmt: skip
            process.close()

    def post(self, port: int, token: str, path: str, values: dict[str, str]) -> str:
        """Ask for something at a web process; it must be accepted. Gives where it leads."""
        answer = httpx2.post(
            f"http://127.0.0.1:{port}{path}",
            data=values,
            headers={
                "Host": f"{HERE}.localhost",
                "Sec-Fetch-Site": "same-origin",
                "Cookie": f"wijkstem={token}",
            },
            timeout=30,
            verify=NO_CERTIFICATES,
        )
        assert answer.status_code == 303, (port, path, answer.status_code, answer.text[:2000])
        return str(answer.headers["location"])


@pytest.fixture
def town(old: LastRelease, url: str, redis_server: RedisServer, tmp_path: Path) -> Iterator[Town]:
    redis_server.flush()
    made = Town(old, url, redis_server.url, tmp_path)
    yield made
    made.close()


def people(world: World, number: int, name: str = "bewoner") -> list[str]:
    """So many who are logged in: the secrets of their sessions."""
    tokens = []
    for n in range(number):
        identity = Identity(
            f"upgrade:{name}:{n}",
            f"{name.capitalize()} {n}",
            email=f"{name}{n}@example.test",
            birth_date=ADULT,
            neighbourhood_code="WK990100",
        )
        logged_in: LoggedIn = world.execute(LogIn(identity))
        tokens.append(logged_in.token)
    return tokens


def stopped(world: World) -> list[str]:
    with unguarded(world) as connection:
        found = select(_position.c.consumer).where(_position.c.failures > 0)
        return list(connection.execute(found).scalars())


#: Consumers that the last release did not have.
NEW = {"sources", "discussions"}


def caught_up(world: World, *, of_old: bool = False) -> bool:
    names = set(Consumers(world.services).names) - (NEW if of_old else set())
    with unguarded(world) as connection:
        at = connection.execute(
            select(_position.c.consumer, _position.c.position, _position.c.failures).where(
                _position.c.municipality_id == HERE, _position.c.consumer.in_(names)
            )
        ).all()
        head = log.head(connection, HERE)
    read = {row.consumer for row in at if row.position == head and not row.failures}
    sent = all(row["state"] is DeliveryState.SENT for row in world.rows(Delivery))
    return read == names and sent


def test_old_and_new_side_by_side_lose_nothing(town: Town, url: str) -> None:
    town.old_release.run(town.env, CLI, "db", "upgrade")
    town.old_web.start()
    town.old_worker.start()
    town.old_clock.start()
    town.old_web.wait_ready()
    # The old processes are at work while today's code migrates.
    subprocess.run([sys.executable, "-c", CLI, "db", "upgrade"], env=town.env, cwd=ROOT, check=True)
    world = make_world(url, load(town.rules_dir))
    world.clock.at = SystemClock().now()
    try:
        _side_by_side(town, world)
    finally:
        world.services.engine.dispose()


def _side_by_side(town: Town, world: World) -> None:
    tokens = people(world, PEOPLE)
    # By the last release: what today's code writes of a plan, its workers cannot read.
    _file(town, town.ports[0], people(world, 1, "submitter")[0])
    [plan] = world.rows(Initiative)
    world.execute(TakeStep(plan["id"], 1, "admit"), world.official)
    path = f"/initiatieven/{plan['number']}"
    before, first, later = (tokens[n : n + PEOPLE // 3] for n in range(0, PEOPLE, PEOPLE // 3))
    _everything(town, path, before, ports=town.ports[:1])
    wait_until(lambda: caught_up(world, of_old=True), "the old worker has followed")
    _folded_alike(world)
    town.new_web.start()
    town.new_web.wait_ready()
    # Only old workers yet, and a new web process that may write events they do not know.
    _everything(town, path, first)
    with unguarded(world) as connection:
        connection.execute(
            text(
                "UPDATE consumer_position SET retry_at = now() + interval '1 hour' WHERE failures > 0"
            )
        )
    # A new worker does not wait for what an old one could not digest.
    town.new_worker.start()
    town.new_clock.start()
    wait_until(lambda: caught_up(world), "the new worker has taken over")
    _everything(town, path, later)
    for process in (town.old_worker, town.old_clock, town.old_web):
        process.stop()
    wait_until(lambda: caught_up(world), "everybody has followed")
    _nothing_lost(world)


def _everything(
    town: Town, path: str, tokens: list[str], *, ports: list[int] | None = None
) -> None:
    """Everybody signs, every third takes that back at the other web process, every fourth files a plan."""
    turn = itertools.cycle(ports or town.ports)
    for n, token in enumerate(tokens):
        town.post(next(turn), token, f"{path}/steunen", {"stance": "for"})
        if n % 3 == 0:
            town.post(next(turn), token, f"{path}/steun-intrekken", {})
        if n % 4 == 0:
            _file(town, next(turn), token)


def _file(town: Town, port: int, token: str) -> None:
    """The last release's form, which keeps a draft; that is sent from its own last page."""
    on = town.post(port, token, "/initiatieven/nieuw/burgerinitiatief", PLAN)
    assert on.endswith("/versturen")
    town.post(port, token, on, {"revision": "1"})


def _folded_alike(world: World) -> None:
    """What the last release folded is what today's code folds of it; else its version has to go up."""
    with world.services.reading(HERE) as connection:
        for projection in PROJECTIONS:
            if of_this_version(connection, projection, HERE):
                assert list(differences(connection, projection, HERE)) == []


def _nothing_lost(world: World) -> None:
    third = PEOPLE // 3
    withdrawn, filed = 3 * len(range(0, third, 3)), 3 * len(range(0, third, 4))
    assert len(world.events(SignatureGiven)) == PEOPLE
    assert len(world.events(SignatureWithdrawn)) == withdrawn
    assert len(world.rows(Signature)) == PEOPLE - withdrawn
    assert len(world.events(InitiativeSubmitted)) == 1 + filed
    assert len(world.rows(Initiative)) == 1 + filed
    assert stopped(world) == []
    for slug in (HERE, "buurdorp"):
        with world.services.reading(slug) as connection:
            assert list(log.problems(connection, slug)) == []
            for projection in PROJECTIONS:
                assert list(differences(connection, projection, slug)) == []
    deliveries = {f"<{row['id']}@{HERE}.localhost>" for row in world.rows(Delivery)}
    messages = [row["message_id"] for row in world.rows(PostboxMessage)]
    assert sorted(messages) == sorted(deliveries)
