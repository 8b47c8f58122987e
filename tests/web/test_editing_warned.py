"""Changing a text: what nobody should read by accident is told before it is kept."""

from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.tables.initiatives import InitiativeText

EDIT = "/initiatieven/2026-0001/wijzigen"
CALL_ME = "Bel mij op 06 12345678 voor meer informatie."
CHANGED = {
    "revision": "1",
    "title": "Meer bomen in de straat",
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "vraag-decision": CALL_ME,
}


@pytest.fixture
def mine(sqlite_world: World, client: TestClient) -> World:
    sqlite_world.submit()
    log_in(client, sqlite_world, "submitter")
    return sqlite_world


def decision(world: World) -> str:
    [row] = world.rows(InitiativeText, field="decision")
    return str(row["text"])


def test_a_telephone_number_asks_for_a_tick_and_keeps_what_was_typed(
    mine: World, client: TestClient
) -> None:
    answer = client.post(EDIT, data=CHANGED)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "Telefoonnummer: <strong>06 12345678</strong>" in page
    assert CALL_ME in page
    assert 'name="gevonden"' in page
    assert decision(mine) != CALL_ME


def test_who_means_it_may(mine: World, client: TestClient) -> None:
    assert client.post(EDIT, data=CHANGED | {"gevonden": "ja"}).status_code == 303
    assert decision(mine) == CALL_ME


def test_nothing_personal_needs_no_tick(mine: World, client: TestClient) -> None:
    quiet = CHANGED | {"vraag-decision": "Plant twintig bomen in onze straat."}
    assert 'name="gevonden"' not in client.get(EDIT).text
    assert client.post(EDIT, data=quiet).status_code == 303
