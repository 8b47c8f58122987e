"""How a last day came about, on the screen: the same days as the function that counted it."""

from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role

CASE, PUBLIC = "/moderatie/2026-0001", "/initiatieven/2026-0001-meer-bomen-in-de-straat"


@pytest.fixture
def asked(sqlite_world: World) -> World:
    """Filed on Monday 2 March, asked on the 5th; two weeks for the municipality."""
    plan = sqlite_world.submit(sqlite_world.person("submitter")).initiative_id
    sqlite_world.pass_days(3)
    reasons = "In welke straat moeten de bomen komen?"
    sqlite_world.execute(TakeStep(plan, 1, "ask", reasons=reasons), sqlite_world.official)
    return sqlite_world


def answered(world: World, after: int) -> None:
    world.clock.at += timedelta(days=after)
    [plan] = world.rows(Initiative)
    world.execute(
        TakeStep(plan["id"], 2, "supplement", reasons="De Dorpsstraat."), world.person("submitter")
    )


def text(client: TestClient, world: World, url: str, who: str, *roles: Role) -> str:
    log_in(client, world, who, *roles)
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(answer.text).split())


def test_a_term_that_runs(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    page = text(client, sqlite_world, CASE, "official", Role.OFFICIAL)
    assert "Hoe is de termijn geteld?" in page
    assert "16 maart 2026</time>: 2 weken vanaf 2 maart 2026." in page


def test_a_term_that_stands_still(client: TestClient, asked: World) -> None:
    page = text(client, asked, CASE, "official", Role.OFFICIAL)
    assert "De termijn staat stil sinds 5 maart 2026. Hij loopt door na het antwoord." in page


def test_a_term_that_stood_still(client: TestClient, asked: World) -> None:
    answered(asked, 15)
    page = text(client, asked, CASE, "official", Role.OFFICIAL)
    assert "30 maart 2026</time>: 2 weken vanaf 2 maart 2026, 2 weken opgeschort." in page
    said = "Er was een vraag van 5 maart 2026 tot 20 maart 2026. De dagen ertussen tellen niet mee."
    assert said in page


def test_the_resident_reads_it_shorter(client: TestClient, asked: World) -> None:
    answered(asked, 15)
    page = text(client, asked, PUBLIC, "submitter")
    assert "2 weken vanaf 2 maart 2026, 2 weken opgeschort." in page
    assert "Hoe is de termijn geteld?" not in page


def test_in_english(client: TestClient, asked: World) -> None:
    answered(asked, 15)
    log_in(client, asked, "official", Role.OFFICIAL)
    client.post("/mijn/taal", data={"taal": "en"})
    page = " ".join(client.get(CASE).text.split())
    assert "2 weeks from 2 March 2026, 2 weeks suspended." in page
    assert "There was a question from 5 March 2026 to 20 March 2026." in page


def test_a_free_day_is_explained(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.pass_days(5)
    sqlite_world.submit()
    page = text(client, sqlite_world, CASE, "official", Role.OFFICIAL)
    assert "2 weken vanaf 7 maart 2026." in page
    assert "Hij eindigt niet in een weekend of op een feestdag. Daarom 2 dagen langer." in page
