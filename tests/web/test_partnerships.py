"""The register of partnerships on screen and as a file; nothing typed is lost."""

import csv
import io
from dataclasses import replace
from html import unescape

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.commands.test_meetings import placed, planned
from tests.commands.test_partnerships import FORM, WHY, registered
from tests.support.web import log_in
from tests.support.world import World
from tests.web.town import FORMS
from wijkstem.commands.partnerships import ChangePartnership
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.partnerships import Partnership
from wijkstem.web import partnership_desk
from wijkstem.web.work import do
from wijkstem.words import Role

LIST = "/samenwerkingen"


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_register_is_for_everybody_and_says_what_is_late(
    client: TestClient, sqlite_world: World
) -> None:
    made = registered(sqlite_world)
    registered(sqlite_world, name="=kwaad", money="")
    page = text(client, LIST)
    assert "Er lopen 2 samenwerkingen." in page
    assert "€ 46.000" in page
    assert "te laat" not in page
    page = text(client, f"{LIST}/{made}")
    for said in ("Gemeente Bosbeek: regelt het werk", FORM.account, "Regeling van overheden samen"):
        assert said in page
    sqlite_world.pass_days(92)
    assert "Opnieuw bekijken is te laat" in text(client, LIST)
    answer = client.get(f"{LIST}.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [(row[0], row[10], row[11]) for row in rows[1:]] == [
        ("'=kwaad", "", ""),
        ("Samen schoon", "2025", "40000"),
        ("Samen schoon", "2026", "46000"),
    ]


def test_forms_with_mistakes_or_too_late_keep_what_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    typed = FORMS[f"{LIST}/nieuw"]
    bad = client.post(f"{LIST}/nieuw", data={**typed, "money": "2026 veel"})
    assert (bad.status_code, "2026 veel" in bad.text) == (422, True)
    url = client.post(f"{LIST}/nieuw", data=typed).headers["location"]
    page = text(client, f"{url}/wijzigen")
    assert "2026: 46000" in page
    changed = {**typed, "revision": "1", "news": WHY, "tasks": "Iets anders."}
    assert client.post(f"{url}/wijzigen", data={**changed, "news": ""}).status_code == 422
    assert client.post(f"{url}/wijzigen", data=changed).headers["location"] == url
    late = client.post(f"{url}/wijzigen", data={**changed, "tasks": "Nog iets."})
    assert (late.status_code, "Nog iets." in late.text) == (409, True)
    page = text(client, url)
    assert WHY in page
    assert FORM.tasks in page, "what it said before"
    review = {
        "revision": "2",
        "news": "Het gaat goed.",
        "review_on_day": "1",
        "review_on_month": "6",
    }
    wrong = client.post(f"{url}/herzien", data=review)
    assert (wrong.status_code, "Het gaat goed." in wrong.text) == (422, True)
    assert client.post(f"{url}/herzien", data={**review, "review_on_year": "2028"}).is_redirect
    page = text(client, url)
    assert "Het gaat goed." in page
    assert "1 juni 2028" in page


def test_item_of_the_council_stands_with_it(client: TestClient, sqlite_world: World) -> None:
    made, meeting = registered(sqlite_world), planned(sqlite_world)
    placed(sqlite_world, meeting)
    [item] = sqlite_world.rows(AgendaItem)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    url = f"{LIST}/{made}"
    assert client.post(f"{url}/punten", data={"item": ""}).status_code == 422
    assert client.post(f"{url}/punten", data={"item": str(item["id"])}).headers["location"] == url
    client.cookies.clear()
    page = text(client, url)
    assert f'href="/agenda/{meeting}"' in page
    assert item["title"] in page
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    client.post(f"{url}/punt-weg", data={"item": str(item["id"])})
    client.cookies.clear()
    assert f'href="/agenda/{meeting}"' not in text(client, url)


@pytest.mark.parametrize("way", ["wijzigen", "herzien"])
def test_who_comes_too_late_by_a_moment_gets_the_page_as_it_is_now(
    client: TestClient, sqlite_world: World, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    made = registered(sqlite_world)
    log_in(client, sqlite_world, "clerk", Role.CLERK)

    async def just_before(request: Request, command: object) -> object:
        """A colleague is done between what this request read and what it writes."""
        if sqlite_world.rows(Partnership)[0]["revision"] == 1:
            change = ChangePartnership(made, 1, replace(FORM, tasks="Iets anders.", news=WHY))
            sqlite_world.execute(change, sqlite_world.official)
        return await do(request, command)

    monkeypatch.setattr(partnership_desk, "do", just_before)
    typed = {
        **FORMS[f"{LIST}/nieuw"],
        "revision": "1",
        "news": "Nog iets.",
        "review_on_year": "2028",
    }
    late = client.post(f"{LIST}/{made}/{way}", data=typed)
    assert (late.status_code, "Nog iets." in late.text) == (409, True)
    assert 'name="revision" value="2"' in late.text
    assert client.post(f"{LIST}/{made}/{way}", data={**typed, "revision": "2"}).is_redirect
