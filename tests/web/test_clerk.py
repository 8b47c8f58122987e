"""The council clerk's desk: placing, not placing, moving, recording decisions, and planning meetings."""

from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.meetings import CancelMeeting
from wijkstem.commands.signatures import Sign
from wijkstem.kit.rows import table_of
from wijkstem.tables.council import AgendaItem, Meeting, MeetingState
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role

CASE = "/griffie/2026-0001"
ONE = "/initiatieven/2026-0001-meer-bomen-in-de-straat"
REASONS = "De raad vindt dit een goed plan voor de buurt."
MEETING = {
    "body_id": "raad",
    "name": "Raadsvergadering",
    "held_on_day": "13",
    "held_on_month": "4",
    "held_on_year": "2026",
    "starts_at": "19:30",
    "location": "Raadzaal",
}


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def requested(world: World) -> UUID:
    """An initiative with enough support: it asks for a place on an agenda."""
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    return initiative


def planned(world: World, name: str = "Raad in april", day: date = date(2026, 4, 13)) -> UUID:
    meeting: UUID = world.execute(PlanMeeting("raad", name, day), world.clerk)
    return meeting


def test_plan_whose_meeting_does_not_go_on_stands_first_until_it_has_another(
    client: TestClient, sqlite_world: World
) -> None:
    initiative, first = requested(sqlite_world), planned(sqlite_world)
    other = planned(sqlite_world, "Raad in mei", date(2026, 5, 11))
    place = TakeStep(initiative, 3, "place", meeting_id=first)
    sqlite_world.execute(place, sqlite_world.clerk)
    sqlite_world.execute(CancelMeeting(first, 1, REASONS), sqlite_world.clerk)
    sqlite_world.settle()
    log_in(client, sqlite_world, "griffie", Role.CLERK)
    page = text(client, "/griffie")
    section = page[page.index("De vergadering gaat niet door") : page.index("Agendaverzoeken")]
    assert f'href="{CASE}"' in section
    assert f'href="/agenda/{first}">13 april 2026: Raad in april</a>' in section
    assert "/gezien" not in section
    move = TakeStep(initiative, 4, "move", meeting_id=other)
    sqlite_world.execute(move, sqlite_world.clerk)
    assert "De vergadering gaat niet door" not in text(client, "/griffie")


def step_of(world: World) -> str:
    [initiative] = world.rows(Initiative)
    step: str = initiative["step"]
    return step


@pytest.mark.parametrize("address", ["/griffie", CASE, "/griffie/vergadering"])
def test_desk_is_for_the_clerk(client: TestClient, sqlite_world: World, address: str) -> None:
    sqlite_world.submit()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/inloggen?terug={address}")
    for role in (Role.RESIDENT, Role.OFFICIAL):
        log_in(client, sqlite_world, role.value, role)
        text(client, address, 403)


def test_queue_empty(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    page = text(client, "/griffie")
    assert "Er wacht geen plan op een vergadering." in page
    assert "Er zijn nog geen vergaderingen gepland." in page


def test_place_and_decide(client: TestClient, sqlite_world: World) -> None:
    requested(sqlite_world)
    meeting = planned(sqlite_world)
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    assert "Plannen die wachten op een vergadering" in text(client, "/griffie")
    assert "13 april 2026: Raad in april (Gemeenteraad)" in text(client, CASE)
    sent = {"step_seq": "3", "outcome": "place", "meeting": str(meeting)}
    assert client.post(CASE, data=sent).headers["location"] == "/griffie"
    assert "Plannen die op een agenda staan" in text(client, "/griffie")
    sqlite_world.settle()
    assert f'href="/agenda/{meeting}"' in text(client, ONE)
    sent = {"step_seq": "4", "outcome": "adopt", "reasons": REASONS}
    assert client.post(CASE, data=sent).status_code == 303
    sqlite_world.settle()
    page = text(client, ONE)
    assert "Gedaan: Aangenomen" in page
    assert REASONS in page


def test_move(client: TestClient, sqlite_world: World) -> None:
    requested(sqlite_world)
    first = planned(sqlite_world)
    second = planned(sqlite_world, "Raad in mei", date(2026, 5, 18))
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    client.post(CASE, data={"step_seq": "3", "outcome": "place", "meeting": str(first)})
    client.post(CASE, data={"step_seq": "4", "outcome": "move", "meeting": str(second)})
    [item] = sqlite_world.rows(AgendaItem)
    assert item["meeting_id"] == second
    sqlite_world.settle()
    page = text(client, ONE)
    assert f'href="/agenda/{first}"' in page
    assert f'href="/agenda/{second}"' in page
    assert page.count("Gedaan: Op de agenda gezet") == 1
    assert page.count("Gedaan: Naar een andere vergadering verplaatst") == 1


def test_cancelled_meeting_is_no_choice(client: TestClient, sqlite_world: World) -> None:
    requested(sqlite_world)
    meeting = planned(sqlite_world)
    table = table_of(Meeting)
    with sqlite_world.services.connection(HERE) as connection:
        cancelled = update(table).where(table.c.municipality_id == HERE, table.c.id == meeting)
        connection.execute(cancelled.values(state=MeetingState.CANCELLED))
    assert "Gaat niet door" in text(client, "/agenda")
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    assert "<strong>Gaat niet door</strong>" in text(client, "/griffie")
    page = text(client, CASE)
    assert "Raad in april" not in page
    assert "Er zijn nog geen vergaderingen gepland." in page


def test_not_place(client: TestClient, sqlite_world: World) -> None:
    requested(sqlite_world)
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    sent = {"step_seq": "3", "outcome": "not_place", "reasons": REASONS}
    assert client.post(CASE, data=sent).status_code == 303
    assert step_of(sqlite_world) == "not_placed"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"meeting": ""}, "Kies een vergadering."),
        ({"meeting": "onzin"}, "Kies een vergadering."),
        ({"meeting": "00000000-0000-0000-0000-000000000000"}, "Kies een vergadering uit de lijst."),
        ({"outcome": "not_place"}, "Leg in gewone woorden uit waarom."),
    ],
)
def test_place_refused(
    client: TestClient, sqlite_world: World, wrong: dict[str, str], said: str
) -> None:
    requested(sqlite_world)
    meeting = planned(sqlite_world)
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    sent = {"step_seq": "3", "outcome": "place", "meeting": str(meeting), "reasons": "Kort"}
    answer = client.post(CASE, data=sent | wrong)
    assert answer.status_code == 422
    assert unescape(answer.text).count(said) == 2
    assert "Kort</textarea>" in answer.text
    assert step_of(sqlite_world) == "agenda_request"


def test_two_at_once(client: TestClient, sqlite_world: World) -> None:
    requested(sqlite_world)
    meeting = planned(sqlite_world)
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    sent = {"step_seq": "3", "outcome": "place", "meeting": str(meeting)}
    assert client.post(CASE, data=sent).status_code == 303
    answer = client.post(CASE, data=sent | {"reasons": REASONS})
    assert answer.status_code == 409
    assert REASONS in answer.text
    assert 'name="step_seq" value="4"' in answer.text


def test_plan_a_meeting(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    assert "Gemeenteraad" in text(client, "/griffie/vergadering")
    answer = client.post("/griffie/vergadering", data=MEETING)
    assert (answer.status_code, answer.headers["location"]) == (303, "/griffie")
    [meeting] = sqlite_world.rows(Meeting)
    assert (meeting["name"], meeting["held_on"]) == ("Raadsvergadering", date(2026, 4, 13))
    assert meeting["starts_at"] == datetime(2026, 4, 13, 17, 30, tzinfo=UTC)
    assert "13 april 2026: Raadsvergadering" in text(client, "/griffie")


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"body_id": ""}, "body_id"),
        ({"body_id": "onzin"}, "body_id"),
        ({"name": " "}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"held_on_day": ""}, "held_on"),
        ({"held_on_day": "31"}, "held_on"),
        ({"held_on_month": "april"}, "held_on"),
        ({"held_on_year": "2025"}, "held_on"),
        ({"starts_at": "half acht"}, "starts_at"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"location": "x" * 301}, "location"),
    ],
)
def test_plan_refused_keeps_everything(
    client: TestClient, sqlite_world: World, wrong: dict[str, Any], name: str
) -> None:
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    sent = MEETING | wrong
    answer = client.post("/griffie/vergadering", data=sent)
    assert answer.status_code == 422
    assert f'href="#f-{name}"' in answer.text
    for field in ("name", "held_on_day", "held_on_month", "held_on_year", "starts_at", "location"):
        assert f'value="{sent[field]}"' in answer.text
    assert sqlite_world.rows(Meeting) == []
