"""An indicator told apart by month, kind, channel, reason or age, in words and with bars on one scale."""

import pytest
from starlette.testclient import TestClient

from tests.support.world import HERE, World
from tests.web.test_comparing import cells
from tests.web.test_indicators import text
from wijkstem.commands.signatures import Sign
from wijkstem.web.part_words import AGES, BREAKDOWNS, part_said
from wijkstem.words import AgeBand, Breakdown, ReportReason


def part(page: str) -> list[str]:
    return cells(page[page.index('id="delen"') :])


def test_plans_by_kind_and_channel(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    sqlite_world.submit()
    sqlite_world.submit(instrument="voorstel")
    sqlite_world.settle()
    page = text(client, "/indicatoren/submitted?naar=instrument")
    assert part(page) == ["Burgerinitiatief 2", "Voorstel 1"]
    assert page[page.index('id="delen"') :].count('class="ws-bar__bar"') == 2
    page = text(client, "/indicatoren/submitted?naar=channel")
    assert part(page) == ["Via deze website 3"]
    assert '<option value="channel" selected>' in page


def test_months_are_those_of_one_year(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    sqlite_world.pass_days(340)
    sqlite_world.submit()
    sqlite_world.settle()
    page = text(client, "/indicatoren/submitted?naar=month")
    assert part(page) == ["februari 2027 1"]
    assert "U ziet het jaar 2027." in page


def test_few_of_an_age_are_not_shown(client: TestClient, sqlite_world: World) -> None:
    plan = sqlite_world.open()
    sqlite_world.execute(Sign(plan), sqlite_world.person("anna"))
    sqlite_world.settle()
    page = text(client, "/indicatoren/signatures?naar=age")
    assert all(row.endswith("Te weinig mensen om te tonen.") for row in part(page))
    assert "Gaat een cijfer over minder dan 5 mensen?" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("submitted?naar=age", 404),
        ("contact?naar=channel", 404),
        ("submitted?naar=onzin", 200),
        ("submitted?naar=year", 200),
    ],
)
def test_ways_that_are_not_there(client: TestClient, path: str, status: int) -> None:
    text(client, f"/indicatoren/{path}", status)


def test_survey_is_not_told_apart(client: TestClient) -> None:
    assert 'id="delen"' not in text(client, "/indicatoren/contact")


@pytest.mark.parametrize(
    ("by", "code", "said"),
    [
        (Breakdown.MONTH, "2026-03", "maart 2026"),
        (Breakdown.CHANNEL, "paper", "Op papier"),
        (Breakdown.CHANNEL, "", "Anders"),
        (Breakdown.AGE, "65", "65 en ouder"),
        (Breakdown.REASON, "complaint", "Het is een klacht"),
        (Breakdown.REASON, "walk", "Wandeling door de wijk"),
        (Breakdown.REASON, ReportReason.UNTRUE, "Het is niet waar"),
        (Breakdown.INSTRUMENT, "weg", "weg"),
    ],
)
def test_parts_in_words(sqlite_world: World, by: Breakdown, code: str, said: str) -> None:
    assert part_said(by, code, sqlite_world.services.rules.of(HERE), "nl") == said


def test_every_way_and_every_age_has_words() -> None:
    assert {*BREAKDOWNS, Breakdown.YEAR, Breakdown.NEIGHBOURHOOD} == set(Breakdown)
    assert len(AGES) == len(AgeBand)
