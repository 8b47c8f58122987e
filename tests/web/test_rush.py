"""A newspaper's link, with a real server: readers crowd in while residents vote, and nobody is told something old."""

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.support.processes import embedded, environment, free_port
from tests.support.rulebook import rules_folder
from tests.support.web import log_in
from tests.support.world import HERE, World, make_world
from wijkstem.kit.clock import SystemClock
from wijkstem.rules.registry import load
from wijkstem.tables.initiatives import Signature

HOST = {"Host": f"{HERE}.localhost"}
PAGE = "/initiatieven/2026-0001-meer-bomen-in-de-straat"
VOTED = re.compile(r"<strong>(\d+)</strong> voor")
#: More at once than the lane of this test has places for.
READERS, WANDERERS, VOTERS = 12, 12, 40


@dataclass
class Seen:
    """What came back, by whom; and how many votes were confirmed so far."""

    confirmed: int = 0
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    old: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, who: str, answer: httpx2.Response) -> None:
        with self.lock:
            self.answers[who, answer.status_code] += 1
            if answer.status_code == 503 and not (
                answer.headers.get("retry-after") and "Het is nu te druk" in answer.text
            ):
                self.unread.append(answer.text[:200])

    def of(self, who: str) -> set[int]:
        return {status for someone, status in self.answers if someone == who}


def reads(client: httpx2.Client, seen: Seen, over: threading.Event) -> None:
    """Asks for the one page that everybody asks for, as fast as it comes."""
    while not over.is_set():
        before = seen.confirmed
        answer = client.get(PAGE, headers=HOST)
        seen.note("reader", answer)
        found = VOTED.search(answer.text)
        if answer.status_code == 200 and (found is None or int(found[1]) < before):
            seen.old.append(f"{found and found[1]} after {before} were confirmed")


def wanders(client: httpx2.Client, seen: Seen, over: threading.Event, first: int) -> None:
    """Asks for a list that nobody asked for before, each time."""
    number = first
    while not over.is_set():
        number += WANDERERS
        answer = client.get(f"/initiatieven?pagina={number}&wijk=x{number}", headers=HOST)
        seen.note("wanderer", answer)


def vote(client: httpx2.Client, seen: Seen, secret: str) -> None:
    answer = client.post(
        "/initiatieven/2026-0001/steunen",
        headers=HOST | {"Cookie": f"wijkstem={secret}", "Sec-Fetch-Site": "same-origin"},
        data={"stance": "for"},
    )
    seen.note("voter", answer)
    with seen.lock:
        seen.confirmed += answer.status_code == 303


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path) -> World:
    """A plan that is voted on, in a town with real time."""
    rules = load(rules_folder(tmp_path / "rules"))
    world = make_world(sqlite_url, rules)
    world.clock.at = SystemClock().now()
    world.open(instrument="voorstel")
    world.settle()
    return world


@pytest.mark.slow
def test_rush_is_shed_and_holds_up_nobody_who_votes(
    town: World, sqlite_url: str, tmp_path: Path
) -> None:
    secrets = [_secret(town, f"voter-{n}") for n in range(VOTERS)]
    town.services.engine.dispose()
    port = free_port()
    env = environment(
        sqlite_url,
        "",
        tmp_path / "rules",
        WIJKSTEM_CROWD_PLACES="1",
        WIJKSTEM_CROWD_WAITING="4",
    )
    process = embedded(env, tmp_path, port)
    process.start()
    try:
        process.wait_ready()
        limits = httpx2.Limits(max_connections=READERS + WANDERERS + 10)
        with (
            httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, limits=limits) as client,
            ThreadPoolExecutor(READERS + WANDERERS + 4) as pool,
        ):
            seen = _rush(client, pool, secrets)
            after = client.get(PAGE, headers=HOST)
            health = client.get("/healthz")
    finally:
        process.close()

    assert seen.old == []
    assert seen.unread == []
    assert seen.of("voter") == {303}, "every vote is counted, however many look on"
    assert seen.of("reader") <= {200, 503}
    assert 200 in seen.of("reader")
    assert seen.of("wanderer") == {200, 503}, "some are served, and some are asked to come back"
    assert (after.status_code, health.status_code) == (200, 200), "and then it is over"
    found = VOTED.search(after.text)
    assert found is not None
    assert int(found[1]) == VOTERS == len(town.rows(Signature))


def _rush(client: httpx2.Client, pool: ThreadPoolExecutor, secrets: list[str]) -> Seen:
    seen, over = Seen(), threading.Event()
    crowd = [pool.submit(reads, client, seen, over) for _ in range(READERS)]
    crowd += [pool.submit(wanders, client, seen, over, n) for n in range(WANDERERS)]
    try:
        for secret in secrets:
            vote(client, seen, secret)
    finally:
        over.set()
    for visitor in crowd:
        visitor.result()
    return seen


def _secret(world: World, name: str) -> str:
    with httpx2.Client() as browser:
        log_in(browser, world, name)  # type: ignore[arg-type]  # what it needs of a browser are its cookies
        return browser.cookies["wijkstem"]
