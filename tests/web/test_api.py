"""The JSON API: it says what the pages say, of what everybody can read, and in the way its description promises."""

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.commands.test_bringing import taken
from tests.support.api import API, SITE, everything, get, mistakes, whole_list
from tests.support.statements import statements
from tests.support.voted import published, voting
from tests.support.world import HERE, World
from tests.web.test_ori import WHOLE
from tests.web.town import Town
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.queries.indicators import readings
from wijkstem.queries.open_data import council, initiatives
from wijkstem.queries.open_data.keyset import Listing, part
from wijkstem.web.api.v1 import cursor
from wijkstem.web.api.v1.table import RESOURCES

_NOT_IN_TOWN = ("/rondes/{nummer}/uitslag", "/agendapunten/{id}")
#: What comes out of taking part: `test_api_means.py` has each of them.
_CAME_OUT = tuple(f"/meedoen/{{nummer}}/{part}" for part in ("uitkomst", "uitslag", "besluit"))


def test_every_answer_is_as_the_description_says(here: Town) -> None:
    described = get(here.client, "openapi.json")
    seen = set()
    for path, address, content in everything(here.client):
        assert mistakes(described, path, content) == [], address
        seen.add(path)
    missing = set(described["paths"]) - seen
    assert missing <= {*_NOT_IN_TOWN, *_CAME_OUT}, "the town has something of everything else"


def test_a_result_and_an_agenda_are_as_the_description_says(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.execute(ImportMeeting(WHOLE))
    vote = voting(sqlite_world)
    vote.cast(1, 1, 2)
    vote.cast(2, 4)
    published(vote)
    described = get(client, "openapi.json")
    seen = set()
    for path, address, content in everything(client):
        assert mistakes(described, path, content) == [], address
        seen.add(path)
    assert set(_NOT_IN_TOWN) <= seen


def test_the_validator_sees_what_is_wrong(here: Town) -> None:
    """Without this the test above would prove nothing."""
    described = get(here.client, "openapi.json")
    plan = get(here.client, "initiatieven")["resultaten"][0]
    for name, value in (("nummer", 3), ("ingediendOp", "gisteren"), ("stap", None), ("extra", 1)):
        assert mistakes(described, "/initiatieven/{nummer}", {**plan, name: value}), name


def test_what_is_alone_says_what_its_list_says(here: Town) -> None:
    for name in set(RESOURCES) - {"gemeente"}:
        rows = whole_list(here.client, name)
        for one in rows:
            alone = get(here.client, one["url"])
            assert {**alone, **one} == alone, one["url"]


def test_a_plan_says_where_it_is_and_how_many_support_it(
    client: TestClient, sqlite_world: World
) -> None:
    plan = sqlite_world.open()
    for name in ("anna", "bram"):
        sqlite_world.execute(Sign(plan), sqlite_world.person(name))
    sqlite_world.settle()
    url, page = f"{SITE}{API}/initiatieven/2026-0001", f"{SITE}/initiatieven/2026-0001"
    assert get(client, "initiatieven/2026-0001") == {
        "nummer": "2026-0001",
        "titel": "Meer bomen in de straat",
        "instrument": {"code": "burgerinitiatief", "naam": "Burgerinitiatief"},
        "wijk": {"code": "WK990100", "naam": "Centrum"},
        "onderwerp": {"code": "green", "naam": "Groen"},
        "spelregels": "2025.1",
        "ingediendOp": "2026-03-02",
        "stap": {
            "code": "signing",
            "naam": "Inwoners kunnen tekenen",
            "houder": {"code": "residents", "naam": "De inwoners"},
            "sinds": "2026-03-02",
            "uiterlijk": "2026-04-28",
        },
        "steun": {"voor": 2, "tegen": 0, "nodig": 3, "gehaaldOp": None},
        "geslotenOp": None,
        "resultaat": None,
        "url": url,
        "tijdlijn": f"{url}/tijdlijn",
        "pagina": f"{page}-meer-bomen-in-de-straat",
    }
    lines = get(client, "initiatieven/2026-0001/tijdlijn")["resultaten"]
    assert [(one["soort"], one["naarStap"]) for one in lines] == [
        ("initiative.step_taken", "signing"),
        ("initiative.submitted", "triage"),
    ]


def test_what_is_not_public_is_not_there(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    sqlite_world.settle()
    assert get(client, "initiatieven")["resultaten"] == []
    for path in (
        "initiatieven/2026-0001",
        "initiatieven/2026-0001/tijdlijn",
        "besluiten/2026-0001-1",
    ):
        assert client.get(f"{API}/{path}").status_code == 404, path


def test_a_refusal_is_no_decision_for_everybody(client: TestClient, sqlite_world: World) -> None:
    filed = sqlite_world.submit()
    refuse = TakeStep(filed.initiative_id, 1, "refuse", "complaint", "Dit is eigenlijk een klacht.")
    sqlite_world.execute(refuse, sqlite_world.official)
    sqlite_world.settle()
    assert get(client, "besluiten")["resultaten"] == []


def test_parts_lead_through_the_whole_list_while_it_grows(
    client: TestClient, sqlite_world: World
) -> None:
    for _ in range(5):
        sqlite_world.open()
    first = get(client, "initiatieven?pageSize=2")
    sqlite_world.open()
    second = get(client, first["volgende"])
    third = get(client, second["volgende"])
    numbers = [one["nummer"] for one in (*first["resultaten"], *second["resultaten"], *third["resultaten"])]  # fmt: skip
    assert numbers == [f"2026-000{n}" for n in (5, 4, 3, 2, 1)]
    assert third["volgende"] is None
    assert "pageSize=2" in first["volgende"]


def test_meetings_of_one_day_come_once_each(client: TestClient, sqlite_world: World) -> None:
    for name in "abcde":
        meeting = PlanMeeting("raad", f"Raad {name}", date(2026, 4, 13))
        sqlite_world.execute(meeting, sqlite_world.clerk)
    found = whole_list(client, "vergaderingen?pageSize=2")
    assert sorted(one["naam"] for one in found) == [f"Raad {name}" for name in "abcde"]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("instrument=burgerinitiatief", ["2026-0002", "2026-0001"]),
        ("instrument=voorstel", []),
        ("wijk=WK990101", []),
        ("ingediendVanaf=2026-03-03", ["2026-0002"]),
        ("ingediendTot=2026-03-02", ["2026-0001"]),
        ("gesloten=false", ["2026-0002", "2026-0001"]),
        ("gesloten=true", []),
        ("utm_source=krant", ["2026-0002", "2026-0001"]),
    ],
)
def test_plans_can_be_picked(
    client: TestClient, sqlite_world: World, asked: str, numbers: list[str]
) -> None:
    sqlite_world.open()
    sqlite_world.pass_days(1)
    sqlite_world.open()
    found = get(client, f"initiatieven?{asked}")["resultaten"]
    assert [one["nummer"] for one in found] == numbers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("initiatieven?pageSize=0", 400),
        ("initiatieven?pageSize=101", 400),
        ("initiatieven?pageSize=%D9%A3", 400),
        ("initiatieven?cursor=", 400),
        ("initiatieven?cursor=WyIyMDI2LTAwMDEiLDFd", 400),
        ("initiatieven?cursor=" + "A" * 500, 400),
        ("vergaderingen?cursor=" + cursor.written(("2026-01-01", "x")), 400),
        ("initiatieven?ingediendVanaf=0", 400),
        ("initiatieven?ingediendVanaf=2026-02-30", 400),
        ("initiatieven?ingediendVanaf=0001-01-01", 400),
        ("initiatieven?wijk=centrum", 400),
        ("initiatieven?gesloten=ja", 400),
        ("initiatieven?instrument=a%00b", 400),
        ("agendapunten?vergadering=x", 400),
        ("toezeggingen?stand=weg", 400),
        ("indicatoren/ingediend/cijfers?per=kleur", 400),
        ("indicatoren/ingediend/cijfers?peildatum=2026", 400),
        ("indicatoren/niets/cijfers", 404),
        ("stemmen", 404),
        ("initiatieven/", 404),
        ("initiatieven/x", 404),
        ("initiatieven/2026-0001/stemmen", 404),
        ("initiatieven/2026-0001/tijdlijn/3", 404),
        ("gemeente/GM9901", 404),
        ("besluiten/2026-0001-999999", 404),
        ("vergaderingen/4c3d9a5e-8f0b-4c1e-9d62-0b7a5e1f3c48", 404),
        ("", 404),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(
    client: TestClient, sqlite_world: World, path: str, status: int
) -> None:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["api-version"] == "1.0.0"
    body: dict[str, Any] = answer.json()
    assert body.keys() == {"type", "title", "status", "detail"}
    assert (body["status"], bool(body["title"]), bool(body["detail"])) == (status, True, True)


def test_a_wrong_parameter_is_named_with_what_it_takes(client: TestClient) -> None:
    answer = client.get(f"{API}/initiatieven?wijk=centrum").json()
    assert answer["detail"] == "wijk is verkeerd. Geef een code van het CBS, zoals WK015300."


def test_only_reading_is_possible(client: TestClient) -> None:
    answer = client.post(f"{API}/initiatieven", json={})
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    asked_first = client.options(f"{API}/initiatieven", headers={"Origin": "https://krant.example"})
    assert asked_first.status_code == 204
    assert asked_first.headers["access-control-allow-methods"] == "GET, HEAD"


def test_nothing_new_is_not_sent_again(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.open()
    first = client.get(f"{API}/initiatieven")
    known = {"If-None-Match": first.headers["etag"]}
    again = client.get(f"{API}/initiatieven", headers=known)
    assert (again.status_code, again.headers["api-version"]) == (304, "1.0.0")
    sqlite_world.open()
    fresh = client.get(f"{API}/initiatieven", headers=known)
    assert (fresh.status_code, len(fresh.json()["resultaten"])) == (200, 2)


def test_a_figure_is_the_one_of_the_pages_now_and_as_of_a_day_before(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    [code] = {
        one["code"]
        for one in get(client, "indicatoren")["resultaten"]
        if one["formule"] == "submitted v1"
    }
    figures = f"indicatoren/{code}/cijfers"
    now = get(client, f"{figures}?per=year")
    assert now["geheel"]["waarde"] == "1"
    assert [(one["deel"], one["waarde"]) for one in now["delen"]] == [("2026", "1")]
    assert get(client, f"{figures}?peildatum=2026-03-01")["geheel"]["waarde"] in {"0", None}
    rules = sqlite_world.services.rules.of(HERE)
    with sqlite_world.services.reading(HERE) as connection:
        told = readings(connection, HERE, rules=rules)
    for one in whole_list(client, "indicatoren?pageSize=3"):
        said = told.get(one["code"])
        value = said.in_all.value if said and not said.in_all.hidden else None
        assert (one["nu"] or {"waarde": None})["waarde"] == (
            None if value is None else f"{value:f}"
        )


def test_what_surveys_found_has_its_period_sample_and_source(
    client: TestClient, sqlite_world: World
) -> None:
    taken(
        sqlite_world,
        "indicator;soort;jaar;waarde;wijk;steekproef;bron;url\n"
        "feels_informed;nulmeting;;49;;;Enquête;\n"
        "feels_informed;realisatie;2025;44,5;WK990100;120;Enquête;https://example.nl/omnibus\n",
    )
    one = get(client, "indicatoren/feels_informed")
    address = "indicatoren/feels_informed/waarnemingen"
    assert one["waarnemingen"].endswith(address)
    baseline, found = get(client, address)["waarnemingen"]
    assert (baseline["soort"], baseline["van"], baseline["waarde"], baseline["adres"]) == (
        "baseline",
        None,
        "49",
        None,
    )
    assert found == {
        "soort": "realisation",
        "van": "2025-01-01",
        "tot": "2025-12-31",
        "wijk": "WK990100",
        "waarde": "44.5",
        "verborgen": False,
        "ondervraagden": 120,
        "bron": "Enquête",
        "publicatie": None,
        "adres": "https://example.nl/omnibus",
        "versie": "1",
        "opgenomenOp": "2026-03-02",
    }
    before = get(client, f"{address}?peildatum=2026-03-01")
    assert before["waarnemingen"] == []
    assert get(client, "indicatoren/submitted/waarnemingen")["waarnemingen"] == []


@pytest.mark.parametrize("count", [1, 30])
def test_a_part_takes_as_many_statements_however_long(sqlite_world: World, count: int) -> None:
    for _ in range(count):
        sqlite_world.open()
    listings: tuple[Listing[Any], ...] = (
        initiatives.PLANS,
        initiatives.DECISIONS,
        council.MEETINGS,
        council.DOSSIERS,
    )
    for listing in listings:
        with (
            statements(sqlite_world.services.engine) as asked,
            sqlite_world.services.reading(HERE) as connection,
        ):
            part(connection, HERE, listing, after=None, most=100)
        assert len(asked) == 1
