"""Where somebody is logged in: shown in words, ended one by one or all at once, short at an office."""

from datetime import timedelta
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.kit.ids import token_hash
from wijkstem.tables.accounts import LoginSession
from wijkstem.web.devices import device, device_words
from wijkstem.words import Role

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0"
)
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko)"
    " SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "code", "dutch", "english"),
    [
        (FIREFOX, "firefox/windows", "Firefox op Windows", "Firefox on Windows"),
        (IPHONE, "safari/iphone", "Safari op iPhone", "Safari on iPhone"),
        (
            EDGE,
            "edge/windows", "Edge op Windows", "Edge on Windows",
        ),
        (
            SAMSUNG,
            "samsung/android", "Samsung Internet op Android", "Samsung Internet on Android",
        ),
        ("Firefox/1", "firefox/", "Firefox", "Firefox"),
        (
            "<script>alert(1)</script>", "/",
            "Een apparaat dat wij niet herkennen", "A device that we do not recognise",
        ),
        ("", "/", "Een apparaat dat wij niet herkennen", "A device that we do not recognise"),
    ],
)  # fmt: skip
def test_device_in_words(agent: str, code: str, dutch: str, english: str) -> None:
    assert device(agent) == code
    assert device_words(code, "nl") == dutch
    assert device_words(code, "en") == english


def come_in(demo: TestClient, agent: str = FIREFOX) -> None:
    answer = demo.post("/inloggen", data={"persoon": "bewoner-1"}, headers={"User-Agent": agent})
    assert answer.status_code == 303


@pytest.fixture
def two(demo_world: World, client_for: ClientFor) -> tuple[TestClient, TestClient]:
    """One person on a computer and on a telephone."""
    desk, phone = client_for(demo_world), client_for(demo_world)
    come_in(desk)
    come_in(phone, IPHONE)
    return desk, phone


def ids(world: World, *, but: TestClient) -> list[str]:
    this = token_hash(but.cookies["wijkstem"])
    return [str(r["id"]) for r in world.rows(LoginSession) if r["token_hash"] != this]


def test_sessions_are_listed(demo_world: World, two: tuple[TestClient, TestClient]) -> None:
    desk, _ = two
    text = desk.get("/mijn").text
    assert text.index("Firefox op Windows") < text.index("Dit apparaat.") < text.index("Safari op")
    assert text.count("Log dit apparaat uit") == 1
    assert "Log alle andere apparaten uit" in text
    assert "2 maart 2026, 10:00" in text
    for row in demo_world.rows(LoginSession):
        assert row["token_hash"] not in text


def test_one_session_is_ended(demo_world: World, two: tuple[TestClient, TestClient]) -> None:
    desk, phone = two
    [other] = ids(demo_world, but=desk)
    answer = desk.post("/mijn/sessies", data={"sessie": other})
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn")
    assert "Op dat apparaat bent u nu uitgelogd." in desk.get("/mijn").text
    assert phone.get("/mijn").status_code == 303
    assert "Log alle andere apparaten uit" not in desk.get("/mijn").text


def test_all_other_sessions_are_ended(
    demo_world: World, two: tuple[TestClient, TestClient]
) -> None:
    desk, phone = two
    come_in(phone, IPHONE)
    desk.post("/mijn/sessies", data={"sessie": "alle"})
    assert phone.get("/mijn").status_code == 303
    assert desk.get("/mijn").status_code == 200
    assert len(demo_world.rows(LoginSession)) == 1


def test_nobody_ends_anothers_session(
    demo_world: World, two: tuple[TestClient, TestClient], client_for: ClientFor
) -> None:
    stranger = client_for(demo_world)
    log_in(stranger, demo_world, "stranger")
    for session in [*ids(demo_world, but=stranger), str(uuid4())]:
        assert stranger.post("/mijn/sessies", data={"sessie": session}).status_code == 303
    stranger.post("/mijn/sessies", data={"sessie": "alle"})
    assert all(client.get("/mijn").status_code == 200 for client in two)


@pytest.mark.parametrize("data", [{}, {"sessie": ""}, {"sessie": "1"}])
def test_what_names_no_session(demo: TestClient, data: dict[str, str]) -> None:
    come_in(demo)
    assert demo.post("/mijn/sessies", data=data).status_code == 400
    assert demo.get("/mijn").status_code == 200


def test_ending_sessions_asks_for_a_login(demo: TestClient) -> None:
    assert demo.post("/mijn/sessies", data={"sessie": "alle"}).status_code == 303


def test_sign_of_life_is_written_down_now_and_then(demo_world: World, demo: TestClient) -> None:
    come_in(demo)
    [first] = demo_world.rows(LoginSession)
    demo_world.clock.at += timedelta(minutes=4)
    demo.get("/mijn")
    assert demo_world.rows(LoginSession) == [first]
    demo_world.clock.at += timedelta(minutes=1)
    demo.get("/mijn")
    [later] = demo_world.rows(LoginSession)
    assert later["seen_at"] - first["seen_at"] == timedelta(minutes=5)
    assert later["expires_at"] == first["expires_at"], "a resident's day is a day"


def test_office_session_ends_after_an_hour_without_a_sign_of_life(
    world: World, client_for: ClientFor
) -> None:
    client = client_for(world)
    log_in(client, world, "official", Role.OFFICIAL)
    for _ in range(3):
        world.clock.at += timedelta(minutes=59)
        assert client.get("/moderatie").status_code == 200
    world.clock.at += timedelta(minutes=60)
    assert client.get("/moderatie").status_code == 303


def test_office_session_ends_with_the_working_day(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "official", Role.OFFICIAL)
    for _ in range(11):
        world.clock.at += timedelta(minutes=50)
        assert client.get("/moderatie").status_code == 200
    world.clock.at += timedelta(minutes=50)
    assert client.get("/moderatie").status_code == 303, "ten hours, whatever happened"


def test_resident_stays_a_day(sqlite_world: World, client: TestClient) -> None:
    log_in(client, sqlite_world, "ann")
    sqlite_world.clock.at += timedelta(hours=23, minutes=59)
    assert client.get("/mijn").status_code == 200
    sqlite_world.clock.at += timedelta(minutes=1)
    assert client.get("/mijn").status_code == 303


@pytest.mark.parametrize("roles", [(Role.RESIDENT, Role.OFFICIAL), (Role.CLERK,)])
def test_sessions_from_before_another_role_are_over(
    sqlite_world: World, client_for: ClientFor, roles: tuple[Role, ...]
) -> None:
    """A resident's session of a day would else become an official's, which lasts an hour without a sign of life."""
    early, same, late = (client_for(sqlite_world) for _ in range(3))
    log_in(early, sqlite_world, "wim")
    log_in(same, sqlite_world, "wim")
    assert early.get("/mijn").status_code == 200, "with the same roles both go on"
    log_in(late, sqlite_world, "wim", *roles)
    statuses = [browser.get("/mijn").status_code for browser in (early, same, late)]
    assert statuses == [303, 303, 200]
