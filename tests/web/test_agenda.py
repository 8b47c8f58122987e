"""The council's agenda as the public sees it: meetings made here, and imported ones."""

from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.web import ClientFor
from tests.support.world import World
from wijkstem.adapters.mini_ori import read_meeting
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting, ImportReport
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def test_agenda_empty(client: TestClient) -> None:
    page = text(client, "/agenda")
    assert "Er zijn nog geen vergaderingen gepland." in page
    assert "Er zijn nog geen vergaderingen geweest." in page


def test_agenda_with_an_initiative(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    meeting = world.execute(PlanMeeting("raad", "Raad in april", date(2026, 4, 13)), world.clerk)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), world.clerk)
    for address in ("/agenda", f"/agenda/{meeting}"):
        page = text(client, address)
        assert "Raad in april" in page
        assert "13 april 2026" in page
        assert 'href="/initiatieven/2026-0001-meer-bomen-in-de-straat"' in page
    world.pass_days(60)
    page = text(client, "/agenda")
    assert page.index("die zijn geweest") < page.index("Raad in april")


def test_agenda_with_what_waits(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    assert "Wacht op een plek op de agenda" not in text(client, "/agenda")
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    page = text(client, "/agenda")
    section = page[page.index("Wacht op een plek op de agenda") : page.index("die komen")]
    assert 'href="/initiatieven/2026-0001-meer-bomen-in-de-straat"' in section
    assert "Gemeenteraad" in section
    for said in ("Wacht sinds", "2 maart 2026", "De griffie beslist uiterlijk op", "13 april 2026"):
        assert said in section
    assert "Dit is te laat." not in section
    assert "Waiting for a place on the agenda" in text(client, "/agenda?taal=en")
    client.get("/agenda?taal=nl")
    world.pass_days(60)
    assert "Dit is te laat." in text(client, "/agenda")
    world.execute(
        TakeStep(initiative, 3, "not_place", reasons="Dit past niet bij de raad."), world.clerk
    )
    world.settle()
    assert "Wacht op een plek op de agenda" not in text(client, "/agenda")


@pytest.mark.parametrize(
    "address", ["/agenda/0190a000-0000-7000-8000-000000000000", "/agenda/onzin"]
)
def test_meeting_unknown(client: TestClient, address: str) -> None:
    assert 'href="/"' in text(client, address, 404)


def test_meeting_of_another_municipality(sqlite_world: World, client_for: ClientFor) -> None:
    planned = PlanMeeting("raad", "Raad in april", date(2026, 4, 13))
    meeting = sqlite_world.execute(planned, sqlite_world.clerk)
    text(client_for(sqlite_world, where="buurdorp"), f"/agenda/{meeting}", 404)


def test_imported_meeting(client: TestClient, sqlite_world: World) -> None:
    sample = Path(__file__).parents[1] / "fixtures" / "ori" / "mini-ori-amsterdam-2018-02-08.json"
    imported = ImportMeeting(read_meeting(sample), foreign=True)
    report: ImportReport = sqlite_world.execute(imported)
    assert report.items == 39
    page = text(client, f"/agenda/{report.meeting_id}")
    assert page.count('<h3 class="nl-heading nl-heading--level-3">') == 39
    assert page.count('rel="noreferrer"') == report.documents
    assert "8 februari 2018" in page
    listed = text(client, "/agenda")
    assert f'href="/agenda/{report.meeting_id}"' in listed
    assert "39 agendapunten" in listed
