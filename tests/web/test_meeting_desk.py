"""The clerk's desk for a meeting: change it, move it, cancel it, and make its agenda; and what residents then read."""

from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.commands.test_council_guests import GUESTS
from tests.commands.test_meetings import WHY, placed, planned
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.adapters.council import ImportedMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.gatherings import AnnounceGathering
from wijkstem.tables.council import AgendaItem, Meeting, MeetingDocument, MeetingState
from wijkstem.words import Role

FORM = {
    "revision": "1",
    "name": "Raad in april",
    "held_on_day": "13",
    "held_on_month": "4",
    "held_on_year": "2026",
    "starts_at": "19:30",
    "ends_at": "22:00",
    "location": "Raadzaal",
    "livestream": "https://raad.example.nl/live",
}


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def desk(client: TestClient, world: World) -> tuple[str, str]:
    """A meeting's public page and its desk, for a clerk who is logged in."""
    log_in(client, world, "clerk", Role.CLERK)
    meeting = planned(world)
    return f"/agenda/{meeting}", f"/griffie/vergadering/{meeting}"


def test_change_shows_where_to_watch(client: TestClient, sqlite_world: World) -> None:
    public, mine = desk(client, sqlite_world)
    assert f'href="{mine}/wijzigen"' in text(client, public)
    assert 'value="19:30"' in text(client, f"{mine}/wijzigen")
    answer = client.post(f"{mine}/wijzigen", data=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, public)
    page = text(client, public)
    assert 'href="https://raad.example.nl/live"' in page
    assert "19:30 tot 22:00 uur" in page


def test_move_needs_a_reason_and_keeps_what_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    public, mine = desk(client, sqlite_world)
    sent = FORM | {"held_on_day": "20", "location": "Buurthuis de Klok"}
    answer = client.post(f"{mine}/wijzigen", data=sent)
    assert answer.status_code == 422
    assert 'value="Buurthuis de Klok"' in answer.text
    assert 'href="#f-reasons"' in answer.text
    client.post(f"{mine}/wijzigen", data=sent | {"reasons": WHY})
    page = text(client, public)
    assert "Deze vergadering is verplaatst" in page
    assert WHY in page
    assert "20 april 2026" in page


def test_two_clerks_at_once_and_a_time_that_is_none(
    client: TestClient, sqlite_world: World
) -> None:
    _, mine = desk(client, sqlite_world)
    client.post(f"{mine}/wijzigen", data=FORM)
    late = client.post(f"{mine}/wijzigen", data=FORM | {"name": "Andere naam"})
    assert late.status_code == 409
    assert 'value="Andere naam"' in late.text
    assert 'name="revision" value="2"' in late.text
    wrong = client.post(f"{mine}/wijzigen", data=FORM | {"revision": "2", "ends_at": "laat"})
    assert wrong.status_code == 422
    assert 'value="laat"' in wrong.text


def test_cancelled_meeting_says_why_and_has_no_desk(
    client: TestClient, sqlite_world: World
) -> None:
    public, mine = desk(client, sqlite_world)
    assert client.post(f"{mine}/afgelasten", data={"revision": "1"}).status_code == 422
    answer = client.post(f"{mine}/afgelasten", data={"revision": "1", "reasons": WHY})
    assert answer.headers["location"] == public
    page = text(client, public)
    assert "Deze vergadering gaat niet door" in page
    assert WHY in page
    assert f"{mine}/agenda" not in page
    again = client.post(f"{mine}/afgelasten", data={"revision": "2", "reasons": "Nog eens."})
    assert again.status_code == 422
    assert "Nog eens." in again.text


def test_agenda_is_made_without_script(client: TestClient, sqlite_world: World) -> None:
    public, mine = desk(client, sqlite_world)
    for title in ("Sluiting", "Opening"):
        client.post(f"{mine}/agenda", data={"title": title, "description": ""})
    rows = {row["title"]: row["id"] for row in sqlite_world.rows(AgendaItem)}
    numbers = {f"n-{rows['Opening']}": "1", f"n-{rows['Sluiting']}": "2", "revision": "3"}
    assert client.post(f"{mine}/agenda", data=numbers).headers["location"] == f"{mine}/agenda"
    page = text(client, public)
    assert page.index("1. Opening") < page.index("2. Sluiting")
    client.post(f"{mine}/agenda", data={"item_weg": str(rows["Opening"])} | numbers)
    assert [row["title"] for row in sqlite_world.rows(AgendaItem)] == ["Sluiting"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://raad.example.nl/stuk.PDF?x=1", "(pdf, raad.example.nl)"),
        ("https://raad.example.nl/download/123", "(soort onbekend, raad.example.nl)"),
        ("https://weg.example.nl/200mb.bin", "(soort onbekend, weg.example.nl)"),
    ],
)
def test_document_is_shown_as_what_its_address_says(
    client: TestClient, sqlite_world: World, url: str, said: str
) -> None:
    public, mine = desk(client, sqlite_world)
    sent = {"document_title": "Het stuk", "url": url, "item_id": ""}
    client.post(f"{mine}/agenda", data=sent)
    page = text(client, public)
    assert f'href="{url}"' in page
    assert said in page
    [document] = sqlite_world.rows(MeetingDocument)
    client.post(f"{mine}/agenda", data={"document_weg": str(document["id"])})
    assert url not in text(client, public)


def test_document_without_address_keeps_what_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    _, mine = desk(client, sqlite_world)
    sent = {"document_title": "Het stuk", "url": "raad.example.nl", "item_id": ""}
    answer = client.post(f"{mine}/agenda", data=sent)
    assert answer.status_code == 422
    assert 'value="Het stuk"' in answer.text
    assert 'href="#f-url"' in answer.text


def test_plan_of_residents_stays_and_a_meeting_from_elsewhere_has_one_field(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    public, mine = desk(client, world)
    [meeting] = world.rows(Meeting)
    placed(world, meeting["id"])
    [item] = world.rows(AgendaItem)
    answer = client.post(f"{mine}/agenda", data={"item_weg": str(item["id"])})
    assert answer.status_code == 422
    assert "Meer bomen" in text(client, public)
    source = ImportedMeeting(
        "m", "GM9901", "Gemeenteraad", "Raad", date(2026, 4, 20), None, None, MeetingState.PLANNED
    )
    there = world.execute(ImportMeeting(source)).meeting_id
    page = text(client, f"/griffie/vergadering/{there}/wijzigen")
    assert ('name="livestream"' in page, 'name="location"' in page) == (True, False)
    sent = {"revision": "1", "livestream": "https://raad.example.nl/live"}
    assert client.post(f"/griffie/vergadering/{there}/wijzigen", data=sent).status_code == 303
    assert 'href="https://raad.example.nl/live"' in text(client, f"/agenda/{there}")


def test_page_of_the_meeting_of_that_day_asks_people_to_come(
    client: TestClient, sqlite_world: World
) -> None:
    meeting = planned(sqlite_world)
    made = sqlite_world.execute(AnnounceGathering(GUESTS), sqlite_world.clerk)
    page = unescape(client.get(f"/agenda/{meeting}").text)
    assert "Kom als gast van de raad" in page
    assert f'href="/bijeenkomsten/{made}"' in page
