"""A survey that few people of a neighbourhood answered, planted: no page, file, report or machine shows what they said."""

import csv
import io
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.commands.test_bringing import taken
from tests.support.api import get
from tests.support.world import HERE, World
from wijkstem.queries.report_figures import report_figures

HEAD = "indicator;soort;jaar;waarde;wijk;steekproef;bron\n"
CENTRE, OUTSIDE = "WK990100", "WK990101"
#: What three people of a neighbourhood said, and what the other neighbourhood would give away.
FEW, BESIDE, WHOLE = "13,7", "58,3", "57,9"
ROWS = (
    f"feels_informed;realisatie;2025;{FEW};{OUTSIDE};3;Enquête\n"
    f"feels_informed;realisatie;2025;{BESIDE};{CENTRE};97;Enquête\n"
    f"feels_informed;realisatie;2025;{WHOLE};;100;Enquête\n"
)
PAGES = [
    "/indicatoren",
    "/indicatoren/feels_informed",
    "/indicatoren/feels_informed/cijfers.csv",
    "/indicatoren/feels_informed/wijken",
    "/indicatoren/feels_informed/wijken.csv",
    f"/wijken/{OUTSIDE}/cijfers",
    f"/wijken/{CENTRE}/cijfers",
    "/api/v1/indicatoren",
    "/api/v1/indicatoren/feels_informed",
    "/api/v1/indicatoren/feels_informed/waarnemingen",
    "/open-data/bestanden/indicatoren.csv",
    "/open-data/bestanden/indicatoren.json",
]


@pytest.mark.parametrize("url", PAGES)
def test_what_few_people_said_is_nowhere(client: TestClient, sqlite_world: World, url: str) -> None:
    taken(sqlite_world, HEAD + ROWS)
    said = client.get(url)
    assert said.status_code == 200
    for figure in (FEW, BESIDE):
        assert figure not in said.text
        assert figure.replace(",", ".") not in said.text


def observed(client: TestClient) -> dict[str | None, dict[str, Any]]:
    found = get(client, "indicatoren/feels_informed/waarnemingen")["waarnemingen"]
    return {one["wijk"]: one for one in found}


def test_machine_is_told_that_it_is_hidden(client: TestClient, sqlite_world: World) -> None:
    taken(sqlite_world, HEAD + ROWS)
    found = observed(client)
    gone = {"waarde": None, "verborgen": True, "ondervraagden": None}
    assert {name: found[OUTSIDE][name] for name in gone} == gone
    assert {name: found[CENTRE][name] for name in gone} == gone
    assert (found[None]["waarde"], found[None]["verborgen"]) == ("57.9", False)
    table = client.get("/open-data/bestanden/indicatoren.csv").text
    rows = [
        (row["wijk_code"], row["waarde"], row["verborgen"], row["antwoorden"])
        for row in csv.DictReader(io.StringIO(table))
        if (row["code"], row["herkomst"], row["jaar"]) == ("feels_informed", "onderzoek", "2025")
    ]
    assert sorted(rows) == [
        ("", "57.9", "false", "100"),
        (CENTRE, "", "true", ""),
        (OUTSIDE, "", "true", ""),
    ]
    page = client.get("/indicatoren/feels_informed/wijken").text
    assert page.count("Te weinig mensen om te tonen.") == 2


def test_enough_people_are_shown(client: TestClient, sqlite_world: World) -> None:
    taken(sqlite_world, HEAD + ROWS.replace(";3;", ";5;"))
    found = observed(client)
    assert [found[place]["waarde"] for place in (OUTSIDE, CENTRE)] == ["13.7", "58.3"]
    assert "13,7%" in client.get("/indicatoren/feels_informed/wijken").text


def test_small_survey_of_the_municipality_is_not_in_the_report(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    taken(world, HEAD + "feels_informed;realisatie;2025;13,7;;3;Enquête\n")
    rules, today = world.services.rules.of(HERE), world.clock.now().date()
    with world.services.reading(HERE) as connection:
        found = report_figures(connection, HERE, 2025, rules=rules, as_of=today).figures
    [one] = [one for one in found if (one.indicator, one.part) == ("feels_informed", "1")]
    assert (one.value, one.hidden, one.sample_size) == (None, True, None)
    page = client.get("/indicatoren/feels_informed").text
    assert "13,7" not in page
    assert "Te weinig mensen om te tonen." in page
    assert "13.7" not in json.dumps(get(client, "indicatoren"))
