"""The team's page: who has which work, who is away, and the report, also as a file."""

import csv
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.tables.moderation import OfficialAbsence
from wijkstem.words import Role

URL = "/moderatie/team"


def text(client: TestClient, url: str = URL, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return " ".join(unescape(answer.text).split())


def away(world: World, **changed: str) -> dict[str, str]:
    anna = world.person("anna", Role.OFFICIAL).person_id
    bram = world.person("bram", Role.OFFICIAL).person_id
    days = {"first_day": "3", "last_day": "9"}
    months = {
        f"{name}_{part}": value
        for name in ("first", "last")
        for part, value in (("month", "3"), ("year", "2026"))
    }
    return {"person": str(anna), "deputy": str(bram)} | days | months | changed


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMINISTRATOR])
def test_away_and_back(client: TestClient, sqlite_world: World, role: Role) -> None:
    form = away(sqlite_world)
    log_in(client, sqlite_world, "somebody", role)
    assert client.post(f"{URL}/afwezig", data=form).status_code == 303
    page = text(client)
    assert "Van 3 maart 2026 tot en met 9 maart 2026. bram neemt over." in page
    assert client.post(f"{URL}/terug", data={"person": form["person"]}).status_code == 303
    assert sqlite_world.rows(OfficialAbsence) == []


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: TestClient, sqlite_world: World
) -> None:
    form = away(sqlite_world, last_day="1")
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    answer = client.post(f"{URL}/afwezig", data=form)
    assert answer.status_code == 422
    assert "Deze dag is al voorbij." in answer.text
    assert f'<option value="{form["deputy"]}" selected' in answer.text
    assert sqlite_world.rows(OfficialAbsence) == []


def test_nothing_happened_yet(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "Er kwamen in de laatste twaalf weken geen zaken binnen." in text(client)


def test_report_on_the_page_and_as_a_file(client: TestClient, sqlite_world: World) -> None:
    one = sqlite_world.submit().initiative_id
    sqlite_world.submit()
    sqlite_world.pass_days(1)
    sqlite_world.execute(TakeStep(one, 1, "admit"), sqlite_world.official)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    page = text(client)
    assert "Zaken per week en soort" in page
    answer = client.get(f"{URL}/verslag")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        answer.headers["content-disposition"]
        == 'attachment; filename="zaken-testdorp-2026-03-03.csv"'
    )
    assert list(csv.reader(answer.content.decode("utf-8-sig").splitlines())) == [
        ["Week vanaf", "Soort", "Nieuw", "Afgerond", "Te laat afgerond", "Dagen (mediaan)"],
        ["2026-03-02", "Burgerinitiatief", "2", "1", "0", "1.0"],
    ]
