"""What is done too often is refused in plain words: soon for one person, late for a whole school."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import anyio
import pytest
from limits import RateLimitItemPerMinute
from starlette.testclient import TestClient

from tests.support.servers import RedisServer
from tests.support.web import OWN, log_in
from tests.support.world import World, settings_for
from wijkstem.app import create_app
from wijkstem.settings import Settings
from wijkstem.tables.accounts import EmailCode
from wijkstem.web import limits
from wijkstem.web.limits import LIMITS, Counter, Limit
from wijkstem.web.routes import ROUTES

SCHOOL, HOME, NEIGHBOUR = "203.0.113.7", "2001:db8:1:2::10", "2001:db8:1:3::10"


def limit(name: str) -> Limit:
    return next(one for one in LIMITS if one.name == name)


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``tight("write", person=2)``: this limit with other figures."""

    def change(name: str, **values: Any) -> None:
        changed = tuple(replace(one, **values) if one.name == name else one for one in LIMITS)
        monkeypatch.setattr(limits, "LIMITS", changed)

    return change


@pytest.fixture
def from_address(sqlite_world: World) -> Callable[[str], TestClient]:
    """A browser at an address; all of them at one running platform."""
    app = create_app(sqlite_world.services)

    def browser(address: str) -> TestClient:
        return TestClient(
            app,
            base_url="http://testdorp.localhost",
            headers=OWN,
            follow_redirects=False,
            client=(address, 4711),
        )

    return browser


def ask(client: TestClient, address: str = "anna@example.test") -> Any:
    return client.post("/inloggen/email", data={"adres": address})


def test_person_who_does_it_too_often_is_told_when_to_come_back(
    sqlite_world: World, client: TestClient, tight: Callable[..., None]
) -> None:
    tight("write", person=3)
    log_in(client, sqlite_world, "anna")
    for _ in range(3):
        assert client.post("/mijn/taal", data={"taal": "nl"}).status_code == 303
    answer = client.post("/mijn/taal", data={"taal": "en"})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 600
    assert "U doet dit te vaak achter elkaar." in answer.text
    assert "Even wachten" in answer.text
    assert "no-store" in answer.headers["cache-control"]
    assert client.get("/mijn").status_code == 200, "reading goes on"
    log_in(client, sqlite_world, "bob")
    assert client.post("/mijn/taal", data={"taal": "nl"}).status_code == 303


def test_address_is_counted_apart_and_shared_by_all_who_have_it(
    from_address: Callable[[str], TestClient],
    sqlite_world: World,
    tight: Callable[..., None],
) -> None:
    tight("email", address=3)
    pupils = [from_address(SCHOOL) for _ in range(3)]
    for number, pupil in enumerate(pupils):
        assert ask(pupil, f"pupil{number}@example.test").status_code == 303
    refused = ask(from_address(SCHOOL))
    assert refused.status_code == 429
    assert "Misschien deelt u dat adres met anderen." in refused.text
    assert (
        "Perhaps you share"
        in from_address(SCHOOL)
        .post("/inloggen/email?taal=en", data={"adres": "a@example.test"})
        .text
    )
    assert ask(from_address(HOME)).status_code == 303
    assert len(sqlite_world.rows(EmailCode)) == 4


def test_household_has_a_whole_network_of_ipv6(
    from_address: Callable[[str], TestClient], tight: Callable[..., None]
) -> None:
    tight("email", address=1)
    assert ask(from_address(HOME)).status_code == 303
    assert ask(from_address(HOME.replace("::10", "::beef"))).status_code == 429
    assert ask(from_address(NEIGHBOUR)).status_code == 303


def test_machine_of_our_own_is_a_proxy_and_nobodys_address(
    from_address: Callable[[str], TestClient], tight: Callable[..., None]
) -> None:
    tight("email", address=1)
    for address in ("127.0.0.1", "::1", "127.0.0.1"):
        assert ask(from_address(address)).status_code == 303


def test_a_class_signs_in_one_lesson() -> None:
    """Thirty classes of thirty, three signatures each, from one address."""
    assert limit("sign").address >= 30 * 30 * 3
    assert limit("login").address >= 10 * 30
    assert all(one.person * 4 <= one.address for one in LIMITS if one.name != "ended")


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "/inloggen/email", "email"),
        ("POST", "/inloggen/email/code", "code"),
        ("GET", "/inloggen/met/digid", "login"),
        ("GET", "/inloggen/met/digid/terug", "login"),
        ("GET", "/uitloggen/digid", "login"),
        ("POST", "/inloggen/met/digid/beeindigd", "ended"),
        ("POST", "/initiatieven/concept/een/versturen", "file"),
        ("POST", "/initiatieven/concept/een/plan", "write"),
        ("POST", "/initiatieven/2026-0001/steunen", "sign"),
        ("POST", "/initiatieven/2026-0001/steun-intrekken", "sign"),
        ("POST", "/initiatieven/2026-0001/wijzigen", "write"),
        # As a router sees "%0A" and "%3F".
        ("POST", "/initiatieven/een\nplan", "write"),
        ("POST", "/initiatieven/2026-0001?/steunen", "sign"),
        ("GET", "/initiatieven", None),
        ("GET", "/inloggen/email", None),
    ],
)
def test_limit_of_a_request(method: str, path: str, name: str | None) -> None:
    found = next((one.name for one in LIMITS if one.fits(method, path)), None)
    assert found == name


def test_everything_that_is_written_has_a_limit() -> None:
    writes = [r.path for r in ROUTES if "POST" in (getattr(r, "methods", None) or ())]  # type: ignore[attr-defined]
    assert len(writes) > 10
    assert all(any(one.fits("POST", path) for one in LIMITS) for path in writes)


def test_addresses_stand_nowhere_in_the_counter(
    from_address: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = limits._hit

    def spied(counter: Any, item: Any, who: str) -> int:
        seen.append(who)
        return real(counter, item, who)

    monkeypatch.setattr(limits, "_hit", spied)
    ask(from_address(SCHOOL))
    assert {len(who) for who in seen} == {64}
    assert SCHOOL not in "".join(seen)


def _settings(redis_url: str) -> Settings:
    return settings_for("sqlite://", redis_url=redis_url)


async def _count(counter: Counter, times: int) -> list[bool]:
    item = RateLimitItemPerMinute(3, 1, namespace="test")
    return [await counter.wait(item, "somebody") == 0 for _ in range(times)]


def run(counter: Counter, times: int) -> list[bool]:
    return anyio.run(_count, counter, times)


def test_processes_share_a_count_in_redis(redis_server: RedisServer) -> None:
    redis_server.flush()
    one, two = (Counter(_settings(redis_server.url)) for _ in range(2))
    assert run(one, 2) == [True, True]
    assert run(two, 2) == [True, False]


def test_each_process_counts_for_itself_while_redis_is_away(redis_server: RedisServer) -> None:
    redis_server.flush()
    counter = Counter(_settings(redis_server.url))
    assert run(counter, 1) == [True]
    redis_server.stop()
    try:
        began = time.monotonic()
        assert run(counter, 4) == [True, True, True, False]
        assert time.monotonic() - began < 3
    finally:
        redis_server.start()


def test_one_process_counts_by_itself() -> None:
    assert run(Counter(_settings("")), 4) == [True, True, True, False]
