"""An official passes a case on to a department, whose officials look for what is theirs."""

from html import unescape

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.departments import ForwardCase
from wijkstem.tables.moderation import Case, CaseForward
from wijkstem.web import departments
from wijkstem.web.work import do
from wijkstem.words import Role

WORDS = "Kan hier een boom staan? <b>Graag snel.</b>"


def form_of(world: World) -> str:
    [case] = world.rows(Case)
    return f"/moderatie/zaak/{case['id']}/afdeling"


def test_case_is_passed_on_and_found_by_its_department(
    sqlite_world: World, client: TestClient
) -> None:
    world = sqlite_world
    world.submit(title="Meer bomen in de straat")
    log_in(client, world, "official", Role.OFFICIAL)
    url = form_of(world)
    assert f'href="{url}"' in client.get("/moderatie/2026-0001").text
    page = client.get(url).text
    assert "Nu bij: Iedereen van dit team." in page
    assert '<option value="green">Groen</option>' in page

    answer = client.post(url, data={"department": "green", "words": WORDS, "was": ""})
    assert (answer.status_code, answer.headers["location"]) == (303, "/moderatie")
    assert "Meer bomen" in client.get("/moderatie?afdeling=green").text
    assert "Meer bomen" not in client.get("/moderatie?afdeling=traffic").text
    assert "<small>Groen</small>" in client.get("/moderatie").text
    assert "Nu bij: Groen." in client.get("/moderatie/2026-0001").text
    again = client.get(url).text
    assert '<option value="green">' not in again
    assert "<b>Graag snel.</b>" not in again
    assert WORDS in unescape(again)


def test_refused_form_keeps_what_was_typed(sqlite_world: World, client: TestClient) -> None:
    world = sqlite_world
    world.submit()
    log_in(client, world, "official", Role.OFFICIAL)
    url = form_of(world)
    empty = client.post(url, data={"department": "", "words": WORDS, "was": ""})
    assert empty.status_code == 422
    assert WORDS in unescape(empty.text)
    assert "Kies een afdeling uit de lijst." in empty.text

    [case] = world.rows(Case)
    world.execute(ForwardCase(case["id"], "traffic", None, "Voor jullie."), world.official)
    late = client.post(url, data={"department": "green", "words": WORDS, "was": ""})
    assert late.status_code == 409
    assert WORDS in unescape(late.text)
    assert "Een collega heeft deze zaak net doorgestuurd." in late.text
    sent = client.post(url, data={"department": "green", "words": WORDS, "was": "traffic"})
    assert sent.status_code == 303
    assert sorted(row["turn"] for row in world.rows(CaseForward)) == [1, 2]


def test_in_english(sqlite_world: World, client: TestClient) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    page = client.get(form_of(sqlite_world) + "?taal=en").text
    assert "To which department?" in page
    assert "Parks" in page


def test_who_comes_too_late_by_a_moment_gets_the_page_as_it_is_now(
    sqlite_world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = sqlite_world
    world.submit()
    log_in(client, world, "official", Role.OFFICIAL)
    url, [case] = form_of(world), world.rows(Case)

    async def just_before(request: Request, command: object) -> object:
        """A colleague is done between what this request read and what it writes."""
        if not world.rows(CaseForward):
            world.execute(ForwardCase(case["id"], "traffic", None, WORDS), world.official)
        return await do(request, command)

    monkeypatch.setattr(departments, "do", just_before)
    form = {"department": "green", "words": WORDS, "was": ""}
    late = client.post(url, data=form)
    assert (late.status_code, 'name="was" value="traffic"' in late.text) == (409, True)
    assert "Nu bij: Verkeer." in late.text
    assert client.post(url, data={**form, "was": "traffic"}).status_code == 303
