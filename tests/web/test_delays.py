"""Why it takes longer, at the desk and on the plan's page."""

from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.events.initiatives import DelayExplained, InitiativeSubmitted
from wijkstem.words import Role

ONE = "/initiatieven/2026-0001-meer-bomen-in-de-straat"
DESK = "/moderatie/2026-0001"
WORDS = "De collega die dit bekijkt is ziek. Wij doen het <volgende week>."


@pytest.fixture
def late(sqlite_world: World, client: TestClient) -> World:
    sqlite_world.submit()
    sqlite_world.clock.at += timedelta(days=16)
    sqlite_world.settle()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    return sqlite_world


def test_an_official_explains_and_the_submitter_reads_it(late: World, client: TestClient) -> None:
    assert f'action="{DESK}/vertraging"' in client.get(DESK).text
    sent = client.post(f"{DESK}/vertraging", data={"step_seq": "1", "delay": WORDS})
    assert (sent.status_code, sent.headers["location"]) == (303, DESK)
    late.settle()
    log_in(client, late, "submitter")
    page = client.get(ONE).text
    assert WORDS in unescape(page)
    assert "<volgende week>" not in page
    assert "De gemeente zei waarom het langer duurt" in page
    assert "Een andere uitleg heeft de gemeente nog niet gegeven." not in page


def test_what_was_typed_stays(late: World, client: TestClient) -> None:
    sent = client.post(f"{DESK}/vertraging", data={"step_seq": "1", "delay": "Druk."})
    assert sent.status_code == 422
    assert "Druk.</textarea>" in sent.text


def test_there_is_no_form_before_it_is_late(sqlite_world: World, client: TestClient) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert "vertraging" not in client.get(DESK).text
    sent = client.post(f"{DESK}/vertraging", data={"step_seq": "1", "delay": WORDS})
    assert sent.status_code == 422


def test_explanation_that_comes_too_late_is_shown_and_said_not_to_be_there(
    late: World, client: TestClient
) -> None:
    [plan] = {event.initiative_id for event in late.events(InitiativeSubmitted)}
    late.execute(TakeStep(plan, 1, "ask", reasons="In welke straat precies?"), late.official)
    sent = client.post(f"{DESK}/vertraging", data={"step_seq": "1", "delay": WORDS})
    page = unescape(sent.text)
    assert sent.status_code == 409
    assert "Er is intussen iets gebeurd" in page
    assert "Uw uitleg staat niet bij het plan." in page
    assert "Uw besluit is niet vastgelegd." not in page
    assert 'name="delay"' not in page
    assert "Dit had u getypt" in page
    assert WORDS in page
    assert late.events(DelayExplained) == []


def test_explanation_stays_in_its_field_where_the_next_step_is_late_too(
    late: World, client: TestClient
) -> None:
    sent = client.post(f"{DESK}/vertraging", data={"step_seq": "0", "delay": WORDS})
    page = unescape(sent.text)
    assert sent.status_code == 409
    assert f"{WORDS}</textarea>" in page
    assert "Dit had u getypt" not in page
