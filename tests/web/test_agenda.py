"""The council's agenda as the public sees it: meetings made here, and imported ones."""

from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.web import ClientFor, log_in
from tests.support.world import HERE, START, World
from wijkstem.adapters.council import ImportedDocument, ImportedItem, ImportedMeeting
from wijkstem.adapters.meeting_file import read_meeting
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting, ImportReport
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.kit.rows import table_of
from wijkstem.tables.council import AgendaItem, MeetingState
from wijkstem.tables.council_source import CouncilSourceState
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Role
from wijkstem.words.council_source import SourceFault


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


def meeting_of(*items: ImportedItem) -> ImportedMeeting:
    return ImportedMeeting(
        "m", None, "Gemeenteraad", "Raad", date(2026, 4, 13), None, None, MeetingState.PLANNED,
        items,
    )  # fmt: skip


def test_meeting_with_what_the_source_says(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    gone = date(2026, 3, 2)
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    item = ImportedItem("a", "Opening", result="Vastgesteld")
    ours = ImportedItem("b", "Plan 2026-0001")
    documents = (
        ImportedDocument("d1", "Agenda", "https://example.test/1", "a", "application/pdf", 14_416),
        ImportedDocument("d2", "Kaart", "https://example.test/2", None, "image/tiff", 200_000_000),
        ImportedDocument("d3", "Brief", ""),
    )
    meeting = replace(meeting_of(item), documents=documents)
    there = world.execute(ImportMeeting(meeting)).meeting_id
    world.execute(TakeStep(initiative, 3, "place", meeting_id=there), world.clerk)
    world.execute(ImportMeeting(replace(meeting, items=(item, ours))))
    page = text(client, f"/agenda/{there}")
    for said in ("Vastgesteld", "</a> (pdf, 14 kB)", "onbekend soort bestand, 200 MB"):
        assert said in page
    assert "dit is een groot bestand" in page
    assert "Dit stuk is niet te openen." in page
    assert "Dit punt staat niet meer op de agenda" not in page
    world.execute(ImportMeeting(meeting))
    assert "Dit punt staat niet meer op de agenda" in text(client, f"/agenda/{there}")
    assert world.rows(AgendaItem, source_id="b")[0]["gone_on"] == gone


def test_plan_tells_what_the_source_did_to_its_place(
    client: TestClient, sqlite_world: World
) -> None:
    test_meeting_with_what_the_source_says(client, sqlite_world)
    ours = ImportedItem("b", "Plan 2026-0001")
    sqlite_world.execute(ImportMeeting(meeting_of(ours)))
    sqlite_world.settle()
    page = text(client, "/initiatieven/2026-0001-meer-bomen-in-de-straat")
    was, again = "Het plan stond niet meer", "Het plan staat weer op de agenda van de raad"
    assert page.index(was) < page.index(again)
    assert page.count(">Raad</a>") == 2


def test_clerk_sees_what_the_source_dropped_until_it_was_seen(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "griffie", Role.CLERK)
    assert "Niet meer op de agenda van de raad" not in text(client, "/griffie")
    test_meeting_with_what_the_source_says(client, sqlite_world)
    log_in(client, sqlite_world, "griffie", Role.CLERK)
    page = text(client, "/griffie")
    assert "Niet meer op de agenda van de raad" in page
    assert 'href="/griffie/2026-0001"' in page
    [case] = sqlite_world.rows(Case, kind=CaseKind.GONE_AT_SOURCE)
    answer = client.post(f"/griffie/zaak/{case['id']}/gezien")
    assert answer.status_code == 303
    assert "Niet meer op de agenda van de raad" not in text(client, "/griffie")
    assert client.post(f"/griffie/zaak/{case['id']}/gezien").status_code == 409


def test_clerk_and_operator_see_how_the_last_look_went(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    row = {"municipality_id": HERE, "next_at": START, "succeeded_at": START, "failures": 3}
    failed = {"fault": SourceFault.STATUS, "detail": "500", "tried_at": START}
    table = table_of(CouncilSourceState)
    with world.services.connection(HERE) as connection:
        connection.execute(table.insert().values(row | failed))
    log_in(client, world, "griffie", Role.CLERK, Role.OPERATOR)
    for address in ("/griffie", "/beheer/motor", f"/beheer/motor/{HERE}"):
        page = text(client, address)
        assert "Het systeem geeft een foutmelding. (500)" in page
        assert "Laatste keer gelukt" in page
        assert "2 maart 2026" in page
        assert "Wat wij eerder ophaalden, blijft staan." in page


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
