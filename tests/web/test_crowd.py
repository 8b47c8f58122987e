"""A rush of readers without a session: they wait in a lane of their own, and some are asked to come back."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from sqlalchemy import event, update
from starlette.testclient import TestClient

from tests.eventlog.test_group import lined_up
from tests.support.shelf import LIST, ONE, initiative, renderings, state
from tests.support.web import ClientFor, log_in, with_settings
from tests.support.world import World
from wijkstem.kit.ids import token_hash
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import LoginSession
from wijkstem.tables.initiatives import Signature
from wijkstem.web.middleware import HEADERS

HOLDS = "listed_initiative"


@contextmanager
def held(
    world: World, statement_of: str = HOLDS
) -> Iterator[tuple[threading.Event, Callable[[], None]]]:
    """Every question about ``statement_of`` waits until it is let go."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_c: Any, _cursor: Any, statement: str, _p: Any, _context: Any, _many: bool) -> None:
        if statement_of in statement and statement.startswith("SELECT"):
            begun.set()
            assert go_on.wait(30)

    event.listen(world.services.engine, "before_cursor_execute", hold)
    try:
        yield begun, go_on.set
    finally:
        go_on.set()
        event.remove(world.services.engine, "before_cursor_execute", hold)


@pytest.fixture
def together() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(30) as pool:
        yield pool


def crowded(world: World, client_for: ClientFor, **settings: Any) -> TestClient:
    """A busy machine may take long over a page: nobody here loses patience who is not asked to."""
    world.open()
    world.settle()
    return client_for(with_settings(world, **({"crowd_patience_seconds": 60.0} | settings)))


def page(number: int) -> str:
    return f"{LIST}?pagina={number}"


def waits(client: TestClient, number: int) -> None:
    """Until so many wait for a place."""
    end = threading.Event()
    for _ in range(400):
        if state(client).lanes._waiting >= number:
            return
        end.wait(0.025)
    raise AssertionError("nobody waits")


def is_busy(answer: httpx2.Response) -> bool:
    if answer.status_code != 503:
        return False
    assert answer.headers["retry-after"] == "10"
    assert answer.headers["cache-control"] == "no-store"
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert '<html lang="nl">' in answer.text
    assert "Het is nu te druk" in answer.text
    assert '<section lang="en">' in answer.text
    assert "It is too busy now" in answer.text
    return True


def test_crowd_that_is_too_large_is_asked_to_come_back(
    sqlite_world: World, client_for: ClientFor, together: ThreadPoolExecutor
) -> None:
    client = crowded(sqlite_world, client_for, crowd_places=1, crowd_waiting=2)
    with held(sqlite_world) as (begun, let_go):
        first = together.submit(client.get, page(1))
        assert begun.wait(20)
        waiting = [together.submit(client.get, page(n)) for n in (2, 3)]
        waits(client, 2)
        with renderings(client) as seen:
            assert is_busy(client.get(page(4)))
            assert is_busy(client.get("/initiatieven/2026-0077-x"))
            assert is_busy(client.get("/inloggen")), "pages that are not kept wait in the same lane"
        assert seen == []
        let_go()
        assert [done.result().status_code for done in (first, *waiting)] == [200] * 3
    assert client.get(page(4)).status_code == 200, "and later it is there"


def test_wait_that_is_too_long_ends(
    sqlite_world: World, client_for: ClientFor, together: ThreadPoolExecutor
) -> None:
    client = crowded(sqlite_world, client_for, crowd_places=1, crowd_patience_seconds=0.05)
    with held(sqlite_world) as (begun, let_go):
        first = together.submit(client.get, page(1))
        assert begun.wait(20)
        assert is_busy(client.get(page(2)))
        let_go()
        assert first.result().status_code == 200
    assert client.get(page(2)).status_code == 200


def test_people_who_do_something_are_not_held_up(
    sqlite_world: World, client_for: ClientFor, together: ThreadPoolExecutor
) -> None:
    """The crowd has all of its places and its queue is full."""
    client = crowded(sqlite_world, client_for, crowd_places=2, crowd_waiting=5)
    who = client_for(sqlite_world)
    log_in(who, sqlite_world, "anna")
    secret = {"Cookie": f"wijkstem={who.cookies['wijkstem']}"}
    with held(sqlite_world) as (begun, let_go):
        crowd = [together.submit(client.get, page(n)) for n in range(1, 8)]
        assert begun.wait(20)
        waits(client, 5)
        assert is_busy(client.get(page(9)))
        signed = client.post("/initiatieven/2026-0001/steunen", headers=secret)
        assert signed.status_code == 303
        assert "U steunt dit plan" in client.get(ONE, headers=secret).text
        assert client.get("/mijn", headers=secret).status_code == 200
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json()["database"]["ok"]
        let_go()
        assert [done.result().status_code for done in crowd] == [200] * 7
    assert sqlite_world.rows(Signature)[0]["initiative_id"] == initiative(sqlite_world)


def test_question_behind_pages_rests_only_for_people_who_do_something(
    sqlite_world: World, client_for: ClientFor, together: ThreadPoolExecutor
) -> None:
    client = crowded(sqlite_world, client_for, crowd_places=2)
    log_in(client, sqlite_world, "anna")
    secret = {"Cookie": f"wijkstem={client.cookies['wijkstem']}"}
    client.cookies.clear()
    moments, lanes = state(client).moments, state(client).lanes
    assert (lanes.at_work, moments._rest()) == (0, 0)
    with held(sqlite_world) as (begun, let_go):
        reader = together.submit(client.get, page(1))
        assert begun.wait(20)
        assert (lanes.at_work, moments._rest()) == (0, 0), "a reader is not at work"
        begun.clear()
        person = together.submit(client.get, page(2), headers=secret)
        assert begun.wait(20)
        assert lanes.at_work == 1
        assert moments._rest() > 0
        let_go()
        assert [done.result().status_code for done in (reader, person)] == [200] * 2
    assert (lanes.at_work, moments._rest()) == (0, 0)


def test_many_who_wait_for_one_page_take_one_place(
    sqlite_world: World, client_for: ClientFor, together: ThreadPoolExecutor
) -> None:
    client = crowded(sqlite_world, client_for, crowd_places=1, crowd_waiting=2)
    with held(sqlite_world) as (begun, let_go), renderings(client) as seen:
        early = together.submit(client.get, LIST)
        assert begun.wait(20)
        rush: list[Future[Any]] = [together.submit(client.get, LIST) for _ in range(25)]
        threading.Event().wait(0.3)
        let_go()
        assert {done.result().status_code for done in (early, *rush)} == {200}
    assert len(seen) <= 3, "one for the first, one for those who came in the meantime"


def test_no_more_are_kept_waiting_than_the_process_can_hold(
    sqlite_world: World, client_for: ClientFor, together: ThreadPoolExecutor
) -> None:
    client = crowded(sqlite_world, client_for, crowd_requests=1)
    with held(sqlite_world) as (begun, let_go):
        first = together.submit(client.get, LIST)
        assert begun.wait(20)
        assert is_busy(client.get(LIST))
        head = client.head(LIST)
        assert (head.status_code, head.headers["retry-after"], head.content) == (503, "10", b"")
        let_go()
        assert first.result().status_code == 200
    assert client.get(LIST).status_code == 200


def test_flood_of_made_up_sessions_takes_nobodys_place(
    sqlite_world: World, client_for: ClientFor, together: ThreadPoolExecutor
) -> None:
    """Secrets that we never gave out wait with the crowd; who has one of ours is helped meanwhile."""
    client = crowded(sqlite_world, client_for, crowd_places=1, crowd_waiting=3)
    who = client_for(sqlite_world)
    log_in(who, sqlite_world, "anna")
    ours = who.cookies["wijkstem"]

    def ask(secret: str) -> httpx2.Response:
        return client.get(LIST, headers={"Cookie": f"wijkstem={secret}"})

    with held(sqlite_world) as (begun, let_go):
        flood = [together.submit(ask, f"{number:063d}") for number in range(4)]
        assert begun.wait(20)
        waits(client, 3)
        assert is_busy(ask("x" * 43))
        assert is_busy(ask(ours[:-1] + ("0" if ours[-1] != "0" else "1")))
        headers = {"Cookie": f"wijkstem={ours}"}
        assert client.get("/mijn", headers=headers).status_code == 200
        let_go()
        assert [done.result().status_code for done in flood] == [200] * 4
    assert "Mijn overzicht" in ask(ours).text


def test_session_from_before_secrets_had_a_mark_goes_on(
    sqlite_world: World, client: TestClient
) -> None:
    log_in(client, sqlite_world, "anna")
    old = "o" * 43
    sessions = table_of(LoginSession)
    with sqlite_world.services.connection("testdorp") as connection:
        connection.execute(
            update(sessions)
            .where(sessions.c.municipality_id == "testdorp")
            .values(token_hash=token_hash(old))
        )
    for path in ("/mijn", "/"):
        answer = client.get(path, headers={"Cookie": f"wijkstem={old}"})
        assert "Mijn overzicht" in answer.text
        assert answer.headers["cache-control"] == "no-store"


def test_line_of_signers_that_is_full_asks_to_come_back(
    client: TestClient, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_world.open()
    log_in(client, sqlite_world, "anna")
    monkeypatch.setattr("wijkstem.eventlog.group.LONGEST", 0)
    with lined_up(sqlite_world):
        answer = client.post("/initiatieven/2026-0001/steunen")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "Bij u is nu niets veranderd." in answer.text
    assert sqlite_world.rows(Signature) == []
    assert client.post("/initiatieven/2026-0001/steunen").status_code == 303
