"""The short way gives the same as the long way, and gives way to it whenever it is not sure."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from tests.support.shelf import LIST, ONE, initiative, renderings, state
from tests.support.statements import statements
from tests.support.web import ClientFor, log_in, with_settings
from tests.support.world import World
from wijkstem.commands.signatures import Sign
from wijkstem.kit.metrics import REGISTRY
from wijkstem.web import caching, shelf
from wijkstem.web.middleware import HEADERS, HSTS

ROUTE = "/initiatieven/{number:number}-{slug}"


@pytest.fixture
def filled(sqlite_world: World) -> World:
    """One public initiative, folded."""
    sqlite_world.open()
    sqlite_world.settle()
    return sqlite_world


@contextmanager
def long_ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths of the requests that come the long way while the block runs."""
    seen: list[str] = []
    handle = caching.Kept.handle

    async def noting(self: caching.Kept, request: Any, *others: Any) -> None:
        seen.append(request.scope["path"])
        await handle(self, request, *others)

    with monkeypatch.context() as patch:
        patch.setattr(caching.Kept, "handle", noting)
        yield seen


def counted(method: str = "GET", status: int = 200) -> float:
    labels = {"route": ROUTE, "method": method, "status": str(status)}
    return REGISTRY.get_sample_value("wijkstem_http_requests_total", labels) or 0.0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept-Encoding": "identity"},
        {"Accept-Encoding": "gzip, br"},
        {"Cookie": "taal=en"},
        {"If-None-Match": '"other"'},
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_short_way_gives_what_the_long_way_gave(
    client: TestClient,
    filled: World,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    method: str,
) -> None:
    for path in (ONE, LIST + "?stand=open&utm_source=brief", "/", "/privacy"):
        with long_ways(monkeypatch) as seen:
            long = client.request(method, path, headers=headers)
            assert len(seen) == 1
            short = client.request(method, path, headers=headers)
            assert len(seen) == 1, path
        assert (short.status_code, short.content) == (long.status_code, long.content)
        assert sorted(short.headers.raw) == sorted(long.headers.raw)
        assert {name: short.headers[name] for name in HEADERS} == HEADERS


def test_what_the_browser_has_is_told_the_short_way(
    client: TestClient, filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = client.get(ONE).headers["etag"]
    with long_ways(monkeypatch) as seen:
        for known in (etag, f'"x", {etag}', "*", etag.removeprefix("W/")):
            answer = client.get(ONE, headers={"If-None-Match": known})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == etag
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert seen == []


def test_over_https_the_browser_is_told_to_stay_there(client_for: ClientFor, filled: World) -> None:
    client = client_for(with_settings(filled, https=True), scheme="https")
    answers = [client.get(ONE) for _ in range(3)]
    answers += [client.get(ONE, headers={"If-None-Match": answers[0].headers["etag"]})]
    for answer in answers:
        assert answer.headers.get_list("strict-transport-security") == [HSTS]


def test_while_nothing_is_committed_nothing_is_asked(client: TestClient, filled: World) -> None:
    for _ in range(2):
        client.get(ONE)
    with statements(filled.services.engine) as asked:
        for _ in range(3):
            client.get(ONE)
        assert asked == []
        filled.execute(Sign(initiative(filled)), filled.person("anna"))
        del asked[:]
        assert "<strong>1</strong> van de 3" in client.get(ONE).text
    assert "log_partition" in asked[0]


def test_short_way_is_counted_as_the_long_way(client: TestClient, filled: World) -> None:
    before = counted(), counted("HEAD"), counted(status=304)
    for _ in range(3):
        etag = client.get(ONE).headers["etag"]
    for _ in range(2):
        client.head(ONE)
        client.get(ONE, headers={"If-None-Match": etag})
    after = counted(), counted("HEAD"), counted(status=304)
    assert [now - then for now, then in zip(after, before, strict=True)] == [3, 2, 2]


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "x=1"},
        {"Cookie": "taal=en; x=1"},
        {"Cookie": "melding=onzin"},
        [("Cookie", "taal=en"), ("Cookie", "x=1")],
        [("Host", "testdorp.localhost"), ("Host", "buurdorp.localhost")],
    ],
)
def test_whoever_brings_something_of_their_own_goes_the_long_way(
    client: TestClient, filled: World, monkeypatch: pytest.MonkeyPatch, headers: Any
) -> None:
    client.get(ONE)
    with long_ways(monkeypatch) as seen:
        for _ in range(2):
            client.get(ONE, headers=headers)
    assert len(seen) == 2


def test_session_goes_the_long_way(
    client: TestClient, filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(ONE)
    log_in(client, filled, "ann")
    with long_ways(monkeypatch) as seen:
        assert "(ann)" in client.get(ONE).text
    assert seen == [ONE]


def test_each_host_and_language_has_its_own(client: TestClient, filled: World) -> None:
    for _ in range(3):
        for host, lang in (("testdorp", "nl"), ("buurdorp", "nl"), ("testdorp", "en")):
            cookie = {"Cookie": f"taal={lang}"} if lang == "en" else {}
            answer = client.get("/", headers={"Host": f"{host}.localhost"} | cookie)
            assert host.capitalize() in answer.text
            assert f'<html lang="{lang}">' in answer.text
            client.cookies.clear()


def test_database_that_is_away_is_told_of_as_ever(
    client: TestClient, filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        assert client.get(ONE).status_code == 200
    filled.execute(Sign(initiative(filled)), filled.person("anna"))

    def away(*_: Any) -> None:
        raise DBAPIError("away", None, Exception("away"), connection_invalidated=True)

    event.listen(filled.services.engine, "before_cursor_execute", away)
    try:
        answer = client.get(ONE)
    finally:
        event.remove(filled.services.engine, "before_cursor_execute", away)
    assert answer.status_code == 503
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "<strong>1</strong> van de 3" in client.get(ONE).text


def test_no_more_are_let_in_than_the_process_can_hold(client: TestClient, filled: World) -> None:
    client.get(ONE)
    lanes = state(client).lanes
    lanes.inside = lanes._most_inside
    assert client.get(ONE).status_code == 503
    lanes.inside = 0
    assert client.get(ONE).status_code == 200


def test_forms_of_an_address_stay_few_and_short(
    client: TestClient, filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = state(client).shelf
    with renderings(client) as rendered:
        for number in range(20):
            client.get(f"{LIST}?utm_source={number}")
        client.get(f"{LIST}?utm_source={'x' * shelf.LONGEST}")
    assert rendered == ["initiatives/list.html"]
    (slot,) = kept._slots.values()
    assert len(slot.forms) == len(kept._by_form) == shelf.FORMS
    assert all(len(form[3]) < shelf.LONGEST for form in slot.forms)
    with long_ways(monkeypatch) as seen:
        client.get(f"{LIST}?utm_source=19")
        client.get(f"{LIST}?utm_source=0")
    assert len(seen) == 1, "those that came last are remembered"


def test_page_that_left_the_shelf_takes_its_forms_along(
    filled: World, client_for: ClientFor
) -> None:
    client = client_for(with_settings(filled, page_cache_bytes=40_000))
    for number in range(20):
        client.get(f"{LIST}?pagina={number}")
    kept = state(client).shelf
    assert 0 < len(kept) < 10
    assert len(kept._by_form) == sum(len(slot.forms) for slot in kept._slots.values())
