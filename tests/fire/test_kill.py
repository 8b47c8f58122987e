"""A storm with real processes: web and worker are killed in turn while 300 signatures come in over HTTP.

What must hold afterwards, every time: each signature counts once, the threshold was reached once and led to
one agenda request, the log is whole, each projection is what the log says, and everybody was told.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx2
import pytest

from tests.support.processes import (
    Process,
    clock,
    environment,
    free_port,
    wait_ready,
    wait_until,
    web,
    worker,
)
from tests.support.rulebook import rules_folder
from tests.support.servers import RedisServer
from tests.support.world import HERE, World, make_world
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.eventlog import log
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.initiatives import ThresholdReached
from wijkstem.events.signatures import SignatureGiven
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.rules.registry import load
from wijkstem.tables.engine import Delivery, DeliveryState, PostboxMessage
from wijkstem.tables.initiatives import Initiative, Signature

PEOPLE = 300
THRESHOLD = 150
SEED = 20261121

ADULT = Identity("", "", birth_date=local_date(SystemClock().now()) - timedelta(days=40 * 365))


@pytest.fixture
def storm_rules(tmp_path: Path) -> Path:
    """Testdorp's rules with a threshold that is crossed in the middle of the storm."""
    folder = rules_folder(tmp_path / "rules")
    for file in folder.glob("*/spelregels-*.toml"):
        file.write_text(file.read_text().replace("value = 3,", f"value = {THRESHOLD},"))
    return folder


@pytest.fixture
def storm_world(postgres_url: str, storm_rules: Path) -> Iterator[World]:
    """The test's own hands on the database that the processes use."""
    world = make_world(postgres_url, load(storm_rules))
    world.clock.at = SystemClock().now()
    yield world
    world.services.engine.dispose()


def sign_until_answered(ports: list[int], path: str, token: str, chance: random.Random) -> str:
    """Sign as one person, again and again until a web process gives an answer; which answer it was."""
    headers = {"Host": f"{HERE}.localhost", "Sec-Fetch-Site": "same-origin"}
    for _ in range(200):
        try:
            response = httpx2.post(
                f"http://127.0.0.1:{chance.choice(ports)}{path}",
                data={"stance": "for"},
                headers=headers | {"Cookie": f"wijkstem={token}"},
                timeout=20,
            )
        except httpx2.HTTPError:
            time.sleep(0.05)
            continue
        if response.status_code == 303:
            return "accepted"
        if response.status_code == 422:
            return "already"
        assert response.status_code == 503, (response.status_code, response.text[:500])
        time.sleep(0.05)
    raise AssertionError("no answer")


@contextmanager
def sabotage(victims: list[Process], ready: list[int], chance: random.Random) -> Iterator[None]:
    """Kill a process every so often and start it again, until the block ends."""
    over = threading.Event()

    def strike() -> None:
        while not over.wait(chance.uniform(0.3, 0.9)):
            victim = victims[sum(v.deaths for v in victims) % len(victims)]
            victim.kill()
            over.wait(0.1)
            victim.start()

    striker = threading.Thread(target=strike)
    striker.start()
    try:
        yield
    finally:
        over.set()
        striker.join()
        for port in ready:
            wait_ready(port)


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_twice(
    storm_world: World,
    storm_rules: Path,
    postgres_url: str,
    redis_server: RedisServer,
    tmp_path: Path,
) -> None:
    world, chance = storm_world, random.Random(SEED)
    redis_server.flush()
    initiative = world.open(world.person("submitter", born=ADULT.birth_date))
    number = world.rows(Initiative)[0]["number"]
    tokens = sessions(world)
    env = environment(
        postgres_url, redis_server.url, storm_rules, WIJKSTEM_DELIVERY_CLAIM_SECONDS="3"
    )
    ports = [free_port(), free_port()]
    webs = [web(env, tmp_path, port) for port in ports]
    workers = [worker(env, tmp_path, n) for n in (1, 2)]
    ticking = clock(env, tmp_path)
    processes = [*webs, *workers, ticking]
    try:
        for process in processes:
            process.start()
        for port in ports:
            wait_ready(port)
        with sabotage([webs[0], workers[0], webs[1], workers[1]], ports, chance):
            with ThreadPoolExecutor(8) as pool:
                path = f"/initiatieven/{number}/steunen"
                answers = list(
                    pool.map(
                        lambda token: sign_until_answered(ports, path, token, random.Random(token)),
                        tokens,
                    )
                )
        assert set(answers) <= {"accepted", "already"}
        wait_until(lambda: bool(world.events(AgendaItemRequested)), "an agenda request")
        tell_everybody(world, initiative)
        wait_until(lambda: caught_up(world), "every consumer and delivery is done")
    finally:
        for process in processes:
            process.close()
    deaths = {process.name: process.deaths for process in processes}
    print(f"seed {SEED}; killed: {deaths}; answers: {Counter(answers)}")
    assert sum(deaths.values()) >= 4
    nothing_lost_nothing_twice(world)
    everybody_was_told(world)


def sessions(world: World) -> list[str]:
    """Log everybody in, in the test's own hands: what is stormed is signing."""
    tokens = []
    for n in range(PEOPLE):
        identity = Identity(
            f"storm:{n}",
            f"Storm {n}",
            email=f"storm{n}@example.test",
            birth_date=ADULT.birth_date,
            neighbourhood_code="WK990100",
        )
        logged_in: LoggedIn = world.execute(LogIn(identity))
        tokens.append(logged_in.token)
    return tokens


def tell_everybody(world: World, initiative: UUID) -> None:
    """The clerk places it on a meeting: everybody who signed gets a message."""
    meeting = world.execute(
        PlanMeeting("raad", "Raadsvergadering", local_date(world.clock.at) + timedelta(days=30)),
        world.clerk,
    )
    world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), world.clerk)


def caught_up(world: World) -> bool:
    states = {row["state"] for row in world.rows(Delivery)}
    told = [row for row in world.rows(Delivery) if row["template"] == "step_taken"]
    return states == {DeliveryState.SENT} and len(told) >= PEOPLE + 1


def nothing_lost_nothing_twice(world: World) -> None:
    [initiative] = world.rows(Initiative)
    assert len(world.rows(Signature)) == initiative["valid_for"] == PEOPLE
    assert len(world.events(SignatureGiven)) == PEOPLE
    assert len(world.events(ThresholdReached)) == 1
    assert len(world.events(AgendaItemRequested)) == 1
    with world.services.reading(HERE) as connection:
        assert list(log.problems(connection, HERE)) == []
        for projection in PROJECTIONS:
            assert list(differences(connection, projection, HERE)) == []


def everybody_was_told(world: World) -> None:
    """Each signer and the submitter of the placing; a message that went twice has one Message-ID."""
    deliveries = {f"<{row['id']}@{HERE}.localhost>": row for row in world.rows(Delivery)}
    messages = Counter(row["message_id"] for row in world.rows(PostboxMessage))
    assert set(messages) == set(deliveries)
    twice = sum(count - 1 for count in messages.values())
    print(f"{len(deliveries)} deliveries, {twice} sent again after a kill")
    placed = Counter(
        row["recipient_id"] for row in deliveries.values() if row["template"] == "step_taken"
    )
    assert len(placed) == PEOPLE + 1
