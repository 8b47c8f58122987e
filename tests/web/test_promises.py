"""Promises on screen: late ones say so, nothing typed is lost, and a plan's page shows its own."""

import re
from html import unescape

from starlette.testclient import TestClient

from tests.commands.test_promises import FORM, NEWS, promised
from tests.support.web import log_in
from tests.support.world import World
from tests.web.town import FORMS
from wijkstem.commands.promises import UpdatePromise
from wijkstem.words import Role

URL = "/toezeggingen"


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_promise_stands_in_the_list_and_with_its_plan_and_becomes_late(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    made = promised(sqlite_world, "2026-0001")
    sqlite_world.settle()
    plan = client.get("/initiatieven/2026-0001").headers["location"]

    for url in (URL, f"{URL}/{made}", plan):
        page = text(client, url)
        assert FORM.what in page
        assert "Moet nog" in page
        assert "Te laat" not in page
    assert plan in text(client, f"{URL}/{made}")
    sqlite_world.pass_days(92)
    assert "Te laat" in text(client, URL)
    sqlite_world.execute(UpdatePromise(made, 1, NEWS), sqlite_world.clerk)
    page = text(client, f"{URL}/{made}")
    assert NEWS.news in page
    assert "Van ‘Moet nog’ naar ‘Gedaan’" in page
    assert "Te laat" not in page


def test_page_of_a_promise_is_named_after_what_was_promised(
    client: TestClient, sqlite_world: World
) -> None:
    long = "Er komen bomen op het plein. " + "En ook bankjes. " * 5
    for what, name in ((FORM.what, FORM.what), (long, "Er komen bomen op het plein.")):
        url = f"{URL}/{promised(sqlite_world, what=what)}"
        page = text(client, url)
        [heading] = re.findall("<h1[^>]*>(.*?)</h1>", page)
        assert heading == name
        assert f"<title>{heading}" in page
        assert what.strip() in page
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    assert f">{heading}</a>" in text(client, f"{url}/nieuws")


def test_form_with_mistakes_or_too_late_keeps_what_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    typed = {**FORMS["/toezeggingen/nieuw"], "due_on_day": "31", "due_on_month": "2"}
    answer = client.post(f"{URL}/nieuw", data=typed)
    assert answer.status_code == 422
    assert "Vul een dag, een maand en een jaar in." in answer.text
    assert "Team Groen" in answer.text

    url = client.post(f"{URL}/nieuw", data=FORMS["/toezeggingen/nieuw"]).headers["location"]
    news = FORMS["/toezeggingen/{promise:uuid}/nieuws"]
    assert client.post(f"{url}/nieuws", data=news).is_redirect
    late = client.post(f"{url}/nieuws", data={**news, "news": "Iets anders."})
    assert late.status_code == 409
    assert "Iets anders." in late.text
    assert 'name="revision" value="2"' in late.text


def test_personal_data_in_a_promise_is_asked_about_first(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    typed = {**FORMS["/toezeggingen/nieuw"], "what": "Bel Jan op 06-12345678."}
    answer = client.post(f"{URL}/nieuw", data=typed)
    assert (answer.status_code, "<strong>06-12345678</strong>" in answer.text) == (422, True)
    assert "Bel Jan op" in answer.text
    made = client.post(f"{URL}/nieuw", data={**typed, "gevonden": "ja"})
    assert made.is_redirect
    url, news = made.headers["location"], FORMS["/toezeggingen/{promise:uuid}/nieuws"]
    typed = {**news, "what": "Iets anders.", "news": "Mail jan@example.test."}
    assert client.post(f"{url}/nieuws", data=typed).status_code == 422
    assert client.post(f"{url}/nieuws", data={**typed, "gevonden": "ja"}).is_redirect
