"""A stop in the middle of the work: what was accepted is answered, what was claimed is sent or let go, and the end is good."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx2
import psutil
import pytest

from tests.eventlog.consumers import PUBLISHED, record
from tests.support.network import NO_CERTIFICATES
from tests.support.post_office import PostOffice, post_office
from tests.support.processes import PATIENCE, environment, free_port, wait_ready
from tests.support.rulebook import rules_folder
from tests.support.servers import RedisServer
from tests.support.world import HERE, World, make_world
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.kit.jinja import make_pages
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT
from wijkstem.tables.engine import Delivery, DeliveryState
from wijkstem.tables.initiatives import Initiative, Signature
from workers.consumers import Consumers
from workers.deliveries import deliver
from workers.terms import pass_terms

ADULT = local_date(SystemClock().now()) - timedelta(days=40 * 365)
#: More than can sign before the stop, and more than can be told.
PEOPLE = 400
TOLD = 40
#: More than one group takes.
WAITING = 60
#: The machine's patience at a stop.
MOST_SECONDS = 30
WIJKSTEM = ("-c", "from wijkstem.cli import main; main()")


@contextmanager
def running(
    words: Sequence[str], env: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process of this Python, stopped for good at the end."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *words],
            env=env,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


def asked_to_stop(process: subprocess.Popen[bytes]) -> int:
    """Ask the master alone, as systemd does; the exit code, if it comes in time."""
    process.send_signal(signal.SIGTERM)
    return process.wait(MOST_SECONDS)


def until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@pytest.fixture
def rules_dir(tmp_path: Path) -> Path:
    """Rules with a threshold that nobody reaches: everybody can go on signing."""
    folder = tmp_path / "rules"
    rules_folder(folder)
    for file in folder.glob("*/spelregels-*.toml"):
        file.write_text(file.read_text().replace("value = 3,", "value = 100000,"))
    return folder


@contextmanager
def platform(url: str, rules_dir: Path) -> Iterator[World]:
    """The test's own hands on the database that the processes use."""
    world = make_world(url, load(rules_dir))
    world.clock.at = SystemClock().now()
    try:
        yield world
    finally:
        world.services.engine.dispose()


class Crowd:
    """People who sign at once, each once, and what they were answered."""

    def __init__(self, world: World, port: int) -> None:
        submitter = world.person("submitter", born=ADULT)
        self.initiative = initiative = world.open(submitter)
        number = next(row["number"] for row in world.rows(Initiative) if row["id"] == initiative)
        self._address = f"http://127.0.0.1:{port}/initiatieven/{number}/steunen"
        self._people = [self._log_in(world, n) for n in range(PEOPLE)]
        self.accepted: set[UUID] = set()
        self.begun = threading.Event()

    def _log_in(self, world: World, number: int) -> LoggedIn:
        found: LoggedIn = world.execute(
            LogIn(
                Identity(
                    f"crowd:{number}",
                    f"Crowd {number}",
                    birth_date=ADULT,
                    neighbourhood_code="WK990100",
                )
            )
        )
        return found

    def sign(self) -> None:
        """Until everybody did, or nobody answers any more."""
        gone = threading.Event()
        with ThreadPoolExecutor(8) as pool:
            for one in self._people:
                pool.submit(self._sign, one, gone)

    def sign_one(self, number: int) -> None:
        """One of them, who has to be answered."""
        gone = threading.Event()
        self._sign(self._people[number], gone)
        assert not gone.is_set(), "cut off without an answer"

    def _sign(self, one: LoggedIn, gone: threading.Event) -> None:
        if gone.is_set():
            return
        headers = {
            "Host": f"{HERE}.localhost",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": f"wijkstem={one.token}",
        }
        try:
            answer = httpx2.post(
                self._address,
                data={"stance": "for"},
                headers=headers,
                timeout=MOST_SECONDS,
                verify=NO_CERTIFICATES,
            )
        except httpx2.HTTPError:
            gone.set()
            return
        assert answer.status_code == 303, answer.text[:300]
        self.accepted.add(one.person_id)
        if len(self.accepted) >= 20:
            self.begun.set()


def stopped_under_load(process: subprocess.Popen[bytes], crowd: Crowd) -> int:
    with ThreadPoolExecutor(1) as pool:
        signing = pool.submit(crowd.sign)
        assert crowd.begun.wait(PATIENCE), "nobody could sign"
        code = asked_to_stop(process)
        signing.result()
    return code


def everybody_was_answered(world: World, crowd: Crowd) -> None:
    rows = world.rows(Signature, initiative_id=crowd.initiative)
    signed = {row["person_id"] for row in rows}
    assert signed == crowd.accepted, "an answer for each signature, and a signature for each answer"
    assert 20 <= len(signed) < PEOPLE, "the stop came in the middle"


@pytest.mark.slow
def test_web_answers_what_it_accepted(
    postgres_url: str, redis_server: RedisServer, rules_dir: Path, tmp_path: Path
) -> None:
    with platform(postgres_url, rules_dir) as world:
        port = free_port()
        crowd = Crowd(world, port)
        env = environment(postgres_url, redis_server.url, rules_dir)
        words = (*WIJKSTEM, "web", "--port", str(port), "--processes", "2")
        with running(words, env, tmp_path / "web.log") as web:
            wait_ready(port)
            assert stopped_under_load(web, crowd) == 0
        everybody_was_answered(world, crowd)


def tell(world: World) -> None:
    """Everybody who signed is told that the plan was withdrawn."""
    submitter = world.person("teller", born=ADULT)
    initiative = world.open(submitter)
    for n in range(TOLD):
        world.execute(Sign(initiative), world.person(f"told-{n}", born=ADULT))
    world.settle()
    world.execute(TakeStep(initiative, 2, "withdraw"), submitter)
    world.settle()


def nothing_is_left_in_hand(world: World, office: PostOffice) -> None:
    rows = world.rows(Delivery)
    sent = {f"<{row['id']}@" for row in rows if row["state"] is DeliveryState.SENT}
    assert {row["state"] for row in rows} == {DeliveryState.SENT, DeliveryState.WAITING}
    assert {row["attempts"] for row in rows if row["state"] is DeliveryState.WAITING} == {0}
    assert len(office.taken) == len(sent), "what went out is marked, and went out once"
    assert {one.partition("@")[0] + "@" for one in office.taken} == sent


@pytest.mark.slow
def test_worker_and_clock_let_go_what_they_have_not_sent(
    postgres_url: str, redis_server: RedisServer, rules_dir: Path, tmp_path: Path
) -> None:
    redis_server.flush()
    with platform(postgres_url, rules_dir) as world, post_office(0.2) as office:
        tell(world)
        env = environment(
            postgres_url,
            redis_server.url,
            rules_dir,
            WIJKSTEM_SMTP_HOST="127.0.0.1",
            WIJKSTEM_SMTP_PORT=str(office.port),
        )
        with (
            running(("-m", "workers.clock"), env, tmp_path / "clock.log") as clock,
            running(("-m", "workers"), env, tmp_path / "worker.log") as worker,
        ):
            until(lambda: len(office.taken) >= 3, "messages go out")
            assert asked_to_stop(worker) == 0
            assert asked_to_stop(clock) == 0
        nothing_is_left_in_hand(world, office)


@pytest.mark.slow
def test_embedded_engine_does_both(sqlite_url: str, rules_dir: Path, tmp_path: Path) -> None:
    with platform(sqlite_url, rules_dir) as world, post_office(0.2) as office:
        tell(world)
        port = free_port()
        crowd = Crowd(world, port)
        env = environment(
            sqlite_url,
            "",
            rules_dir,
            WIJKSTEM_SMTP_HOST="127.0.0.1",
            WIJKSTEM_SMTP_PORT=str(office.port),
        )
        words = (*WIJKSTEM, "serve", "--port", str(port))
        with running(words, env, tmp_path / "serve.log") as process:
            wait_ready(port)
            until(lambda: len(office.taken) >= 1, "messages go out")
            assert stopped_under_load(process, crowd) == 0
        everybody_was_answered(world, crowd)
        nothing_is_left_in_hand(world, office)


@pytest.mark.slow
def test_line_of_signers_that_is_full_is_worked_off(
    sqlite_url: str, rules_dir: Path, tmp_path: Path
) -> None:
    """The stop is asked while everybody waits for the one write lock, and nobody has an answer yet."""
    with platform(sqlite_url, rules_dir) as world:
        port = free_port()
        crowd = Crowd(world, port)
        words = (*WIJKSTEM, "serve", "--port", str(port))
        env = environment(sqlite_url, "", rules_dir)
        with running(words, env, tmp_path / "serve.log") as process:
            wait_ready(port)
            with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as holder:
                holder.execute("BEGIN IMMEDIATE")
                with ThreadPoolExecutor(WAITING + 1) as pool:
                    signing = [pool.submit(crowd.sign_one, n) for n in range(WAITING)]
                    until(lambda: lines(process.pid, port) >= WAITING, "all of them are connected")
                    time.sleep(0.5)  # and have been read
                    assert crowd.accepted == set()
                    stopping = pool.submit(asked_to_stop, process)
                    time.sleep(0.5)
                    holder.rollback()
                    assert [one.result() for one in signing] == [None] * WAITING
                    assert stopping.result() == 0
        signed = {row["person_id"] for row in world.rows(Signature)}
        assert len(signed) == WAITING
        assert signed == crowd.accepted


def lines(pid: int, port: int) -> int:
    """How many people are connected to the server."""
    found = psutil.Process(pid).net_connections("tcp")
    return sum(1 for one in found if one.laddr.port == port and one.status == "ESTABLISHED")


def after(times: int) -> Callable[[], bool]:
    """A stop that is asked once it was looked for so many times."""
    left = iter(range(times))
    return lambda: next(left, None) is None


def test_a_batch_is_let_go_without_an_attempt(world: World) -> None:
    for n in range(3):
        world.submit(title=f"Een bank in het park, nummer {n}")
    world.settle()
    pages = make_pages(ROOT / "templates")
    # Looked for before the claim and before each message: the second message comes too late.
    assert deliver(world.services, pages, HERE, stopping=after(2)) == 3
    found = sorted((row["state"], row["attempts"]) for row in world.rows(Delivery))
    waiting = (DeliveryState.WAITING, 0)
    assert found == [(DeliveryState.SENT, 1), waiting, waiting]
    assert deliver(world.services, pages, HERE) == 2
    assert len(world.mailer.sent) == 3


def test_a_consumer_stops_between_two_batches(sqlite_world: World) -> None:
    batch = next(one.batch for one in PROJECTIONS if one.name == "listing")
    record(sqlite_world, batch)
    assert Consumers(sqlite_world.services, after(0)).follow("listing", HERE) == batch
    assert Consumers(sqlite_world.services).follow("listing", HERE) == PUBLISHED


def test_terms_wait_for_the_next_worker(sqlite_world: World) -> None:
    for _ in range(2):
        sqlite_world.submit()
    sqlite_world.pass_days(400)
    assert pass_terms(sqlite_world.services, HERE, stopping=after(1)) == 1
    assert pass_terms(sqlite_world.services, HERE) == 1
