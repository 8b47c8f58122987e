"""A program that asks without end is told to wait, whatever it asks for and wherever it is counted."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.servers import RedisServer
from tests.support.web import with_settings
from tests.support.world import World
from wijkstem.app import create_app
from wijkstem.web.api import door

LIST = "/api/v1/initiatieven"
Browser = Callable[[str], TestClient]


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three requests in ten minutes."""
    few = tuple(replace(one, address=3) for one in door.READS)
    monkeypatch.setattr(door, "READS", few)


def at(world: World, address: str) -> TestClient:
    """A program at an address, with a web process of its own."""
    app = create_app(world.services)
    return TestClient(
        app, base_url="http://testdorp.localhost", client=(address, 4711), follow_redirects=False
    )


@pytest.fixture(params=["in the process", "in Redis"])
def world(sqlite_world: World, request: pytest.FixtureRequest) -> Iterator[World]:
    """Counted by the web process itself, as on the embedded engine, and for all processes together."""
    if request.param == "in the process":
        yield with_settings(sqlite_world, redis_url="")
        return
    redis: RedisServer = request.getfixturevalue("redis_server")
    redis.flush()
    yield with_settings(sqlite_world, redis_url=redis.url)


def test_who_asks_too_often_is_told_when_to_come_back(world: World, tight: None) -> None:
    program = at(world, "203.0.113.7")
    for _ in range(3):
        assert program.get(LIST).status_code == 200
    refused = program.get(LIST)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 600
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["access-control-allow-origin"] == "*"
    said: dict[str, Any] = refused.json()
    assert (said["status"], said["title"]) == (429, "Even wachten")
    assert program.get("/initiatieven").status_code == 200, "people go on reading"


def test_what_stands_ready_is_counted_as_well(world: World, tight: None) -> None:
    """Also when nothing is new, and in whatever way it is asked for."""
    program = at(world, "203.0.113.8")
    known = {"If-None-Match": program.get(LIST).headers["etag"]}
    assert program.get(LIST, headers=known).status_code == 304
    assert program.head(LIST).status_code == 200
    assert program.get(LIST, headers=known).status_code == 429


def test_another_address_is_not_held_up(world: World, tight: None) -> None:
    for _ in range(4):
        at(world, "203.0.113.9").get(LIST)
    assert at(world, "203.0.113.10").get(LIST).status_code == 200


def test_processes_share_a_count_in_redis(
    sqlite_world: World, redis_server: RedisServer, tight: None
) -> None:
    redis_server.flush()
    shared = with_settings(sqlite_world, redis_url=redis_server.url)
    answers = [at(shared, "203.0.113.11").get(LIST).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]


def test_every_address_for_programs_has_a_limit() -> None:
    for path in ("/api/v1/gemeente", "/api/ori/v1/vergaderingen", "/open-data/bestanden/x.csv"):
        assert any(one.fits("GET", path) for one in door.READS), path
