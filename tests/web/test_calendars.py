"""Calendars that people follow, read by a parser that did not write them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
import vobject
from starlette.testclient import TestClient

from tests.commands.test_gatherings import announced
from tests.commands.test_meetings import FORM, WHY, placed, planned
from tests.support.world import World
from wijkstem.adapters.council import ImportedMeeting
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.domain.meetings import MeetingForm
from wijkstem.tables.council import MeetingState
from wijkstem.tables.initiatives import Initiative

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def read(client: TestClient, url: str) -> tuple[httpx2.Response, list[Any]]:
    """The answer, and its events; whatever is not RFC 5545 is an error."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    calendar = vobject.readOne(answer.text, validate=True)
    calendar.validate(raiseException=True)
    return answer, list(getattr(calendar, "vevent_list", []))


def test_calendar_of_a_body_has_its_meetings(client: TestClient, sqlite_world: World) -> None:
    meeting = planned(sqlite_world)
    answer, [event] = read(client, "/agenda/raad.ics")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert event.uid.value == f"{meeting}@testdorp.wijkstem"
    assert event.dtstart.value == datetime(2026, 4, 13, 19, 30, tzinfo=AMSTERDAM)
    assert event.dtstart.value.utcoffset() == timedelta(hours=2)
    assert "DTSTART;TZID=Europe/Amsterdam:20260413T193000" in answer.text
    assert (event.summary.value, event.location.value) == ("Raad in april", "Raadzaal")
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "1")
    assert event.last_modified.value == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    _, [alone] = read(client, "/agenda.ics")
    assert alone.uid.value == event.uid.value
    elsewhere = ImportedMeeting(
        "m", "GM0307", "Raad", "Elders", date(2026, 4, 20), None, None, MeetingState.PLANNED
    )
    sqlite_world.execute(ImportMeeting(elsewhere, foreign=True))
    assert len(read(client, "/agenda/raad.ics")[1]) == 1
    assert len(read(client, "/agenda.ics")[1]) == 2


def test_moved_and_cancelled_meeting_is_the_same_event_with_a_higher_number(
    client: TestClient, sqlite_world: World
) -> None:
    meeting = planned(sqlite_world)
    _, [before] = read(client, "/agenda/raad.ics")
    winter = MeetingForm("Raad", date(2026, 12, 14), datetime(2026, 12, 14, 18, 30, tzinfo=UTC))
    sqlite_world.clock.at = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    sqlite_world.execute(ChangeMeeting(meeting, 1, winter, WHY), sqlite_world.clerk)
    _, [moved] = read(client, "/agenda/raad.ics")
    sqlite_world.execute(CancelMeeting(meeting, 2, WHY), sqlite_world.clerk)
    _, [off] = read(client, "/agenda/raad.ics")

    assert before.uid.value == moved.uid.value == off.uid.value
    assert [one.sequence.value for one in (before, moved, off)] == ["1", "2", "3"]
    assert [one.status.value for one in (moved, off)] == ["CONFIRMED", "CANCELLED"]
    # By the clock on the wall, also in winter.
    assert moved.dtstart.value == datetime(2026, 12, 14, 19, 30, tzinfo=AMSTERDAM)
    assert moved.last_modified.value == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    assert WHY in off.description.value


def test_time_zone_in_the_file_is_that_of_amsterdam(
    client: TestClient, sqlite_world: World
) -> None:
    planned(sqlite_world)
    zone = vobject.readOne(client.get("/agenda/raad.ics").text).vtimezone.tzinfo
    for month in range(1, 13):
        for day in (1, 15, 25, 28):
            noon = datetime(2026, month, day, 12, tzinfo=AMSTERDAM)
            assert zone.utcoffset(noon.replace(tzinfo=None)) == noon.utcoffset(), noon


def test_meeting_without_a_time_is_a_whole_day(client: TestClient, sqlite_world: World) -> None:
    command = PlanMeeting("raad", "Raad", date(2026, 4, 13))
    sqlite_world.execute(command, sqlite_world.clerk)
    _, [event] = read(client, "/agenda/raad.ics")
    assert event.dtstart.value == date(2026, 4, 13)


def test_long_and_odd_texts_are_folded_and_come_back_whole(
    client: TestClient, sqlite_world: World
) -> None:
    name = 'Raad; "één", twee: ' + "ß👩‍👩‍👧" * 30
    sqlite_world.execute(PlanMeeting("raad", name, date(2026, 4, 13)), sqlite_world.clerk)
    answer, [event] = read(client, "/agenda/raad.ics")
    assert event.summary.value == name
    lines = answer.content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)


def test_who_has_it_gets_nothing_until_it_changes(client: TestClient, sqlite_world: World) -> None:
    meeting = planned(sqlite_world)
    sqlite_world.settle()
    mark = client.get("/agenda/raad.ics").headers["etag"]
    known = {"If-None-Match": mark}
    assert client.get("/agenda/raad.ics", headers=known).status_code == 304
    sqlite_world.execute(CancelMeeting(meeting, 1, WHY), sqlite_world.clerk)
    assert client.get("/agenda/raad.ics", headers=known).status_code == 200


def test_calendar_of_a_plan_has_its_meeting_and_its_gatherings(
    client: TestClient, sqlite_world: World
) -> None:
    meeting = planned(sqlite_world)
    placed(sqlite_world, meeting)
    [plan] = sqlite_world.rows(Initiative)
    announced(sqlite_world, plans=(plan["number"],))
    _, events = read(client, f"/initiatieven/{plan['number']}/agenda.ics")
    assert sorted(one.summary.value for one in events) == [
        "Kijk mee in het Centrum",
        f"{FORM.name}: Meer bomen in de straat",
    ]


@pytest.mark.parametrize(
    "url", ["/agenda/niemand.ics", "/initiatieven/2026-0009/agenda.ics", "/agenda/.ics"]
)
def test_calendar_that_is_not_there(client: TestClient, url: str) -> None:
    assert client.get(url).status_code == 404


def test_plan_that_is_not_public_has_no_calendar(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    [plan] = sqlite_world.rows(Initiative)
    assert client.get(f"/initiatieven/{plan['number']}/agenda.ics").status_code == 404
