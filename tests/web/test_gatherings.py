"""Gatherings on screen: announced and put right by an official, signed up for, reported; and nothing typed is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import httpx2
import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from tests.commands.test_following import without_mail
from tests.commands.test_gatherings import REPORT, announced
from tests.support.statements import statements
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from tests.web.town import GATHERING
from wijkstem.commands.gatherings import CancelGathering, ReportGathering
from wijkstem.commands.signing_up import SignUpFor
from wijkstem.domain.gatherings import WHOLE
from wijkstem.tables.gatherings import Gathering, SignUp
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def an_official(client: TestClient, world: World) -> None:
    log_in(client, world, "official", Role.OFFICIAL)


def test_official_announces_and_everybody_reads_it(client: TestClient, sqlite_world: World) -> None:
    an_official(client, sqlite_world)
    assert 'value="WK990101" selected' in text(client, "/bijeenkomsten/nieuw?wijk=WK990101")
    sent = client.post("/bijeenkomsten/nieuw", data=GATHERING | {"places": "30"})
    assert sent.status_code == 303
    client.cookies.clear()

    page = text(client, sent.headers["location"])
    for words in (
        "Kijk mee in het Centrum",
        "20 maart 2026",
        "19:30 tot 21:00 uur",
        "Buurthuis, Dorpsstraat 1",
        "Er zijn nog 30 plaatsen.",
        "Er is geen drempel.",
        "Dat kan ook met alleen uw e-mailadres.",
    ):
        assert words in page
    assert "Voor medewerkers" not in page
    for url in ("/bijeenkomsten", "/bijeenkomsten?wijk=WK990100", "/wijken/WK990100"):
        assert "Kijk mee in het Centrum" in text(client, url)
    assert "Kijk mee in het Centrum" not in text(client, "/wijken/WK990101")


def test_form_with_mistakes_comes_back_with_everything_that_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    an_official(client, sqlite_world)
    typed = GATHERING | {"day_month": "13", "starts": "half acht", "ends": "7", "places": "veel"}
    answer = client.post("/bijeenkomsten/nieuw", data=typed | {"title": "x" * 130})
    page = unescape(answer.text)

    assert answer.status_code == 422
    for words in (
        "Deze datum bestaat niet.",
        "Schrijf de tijd zo: 19:30.",
        "Schrijf een getal van 1 tot en met 2000.",
        "Uw tekst is te lang: 130 tekens.",
        'value="half acht"',
        'value="veel"',
        'value="walk" checked',
        "Wij lopen door de straten.",
    ):
        assert words in page
    assert sqlite_world.rows(Gathering) == []


def test_change_that_comes_too_late_keeps_the_words(
    client: TestClient, sqlite_world: World
) -> None:
    made = announced(sqlite_world)
    an_official(client, sqlite_world)
    url = f"/bijeenkomsten/{made}/wijzigen"
    assert client.post(url, data=GATHERING | {"revision": "1", "title": "De eerste"}).is_redirect
    late = client.post(url, data=GATHERING | {"revision": "1", "title": "De tweede"})

    assert late.status_code == 409
    assert "Een collega heeft dit net anders gemaakt." in late.text
    assert 'value="De tweede"' in late.text
    assert 'name="revision" value="2"' in late.text


def test_resident_signs_up_waits_and_signs_off(client: TestClient, sqlite_world: World) -> None:
    made = announced(sqlite_world, places=1)
    sqlite_world.execute(SignUpFor(made), sqlite_world.person("anna"))
    log_in(client, sqlite_world, "bram")
    url = f"/bijeenkomsten/{made}"

    assert "Zet mij op de wachtlijst" in text(client, url)
    assert client.post(f"{url}/aanmelden").headers["location"] == url
    page = text(client, url)
    assert "Komt er een plaats vrij? Dan krijgt u bericht van ons." in page
    assert "U bent als eerste aan de beurt." in page
    log_in(client, sqlite_world, "anna")
    client.post(f"{url}/afmelden")
    log_in(client, sqlite_world, "bram")
    assert "U bent aangemeld. Kunt u niet komen?" in text(client, url)
    assert "Kijk mee in het Centrum" in text(client, "/mijn")
    sqlite_world.settle()
    assert "Er is een plaats voor u: Kijk mee in het Centrum" in text(client, "/mijn/berichten")


def test_sign_up_when_it_is_too_late_says_why(client: TestClient, sqlite_world: World) -> None:
    off, over = announced(sqlite_world), announced(sqlite_world)
    sqlite_world.execute(CancelGathering(off, 1, "De zaal is dicht."), sqlite_world.official)
    sqlite_world.clock.at = datetime(2026, 3, 20, 20, 0, tzinfo=UTC)
    log_in(client, sqlite_world, "anna")

    for made, words in ((off, "Deze bijeenkomst gaat niet door."), (over, "Dit is al begonnen")):
        answer = client.post(f"/bijeenkomsten/{made}/aanmelden")
        assert answer.status_code == 422
        assert words in answer.text
    assert "De zaal is dicht." in text(client, f"/bijeenkomsten/{off}")
    assert sqlite_world.rows(SignUp) == []


def test_mailbox_is_told_to_log_in_otherwise_where_it_is_not_enough(
    sqlite_world: World, client_for: ClientFor
) -> None:
    made = announced(sqlite_world)
    visitor = client_for(without_mail(sqlite_world))

    page = text(visitor, f"/bijeenkomsten/{made}")
    assert "Log in om u aan te melden" in page
    assert "Dat kan ook met alleen uw e-mailadres." not in page


def test_names_are_for_officials_and_stand_in_order(
    client: TestClient, sqlite_world: World
) -> None:
    made = announced(sqlite_world, places=1)
    for name in ("anna", "bram"):
        sqlite_world.execute(SignUpFor(made), sqlite_world.person(name))
    log_in(client, sqlite_world, "anna")
    assert "bram" not in text(client, f"/bijeenkomsten/{made}")
    text(client, f"/bijeenkomsten/{made}/aanmeldingen", 403)
    an_official(client, sqlite_world)
    page = text(client, f"/bijeenkomsten/{made}/aanmeldingen")

    assert "1 bewoner met een plaats" in page
    assert page.index("anna") < page.index("1 bewoner op de wachtlijst") < page.index("bram")


def test_report_comes_on_the_page_and_to_who_signed_up(
    client: TestClient, sqlite_world: World
) -> None:
    made = announced(sqlite_world)
    sqlite_world.execute(SignUpFor(made), sqlite_world.person("anna"))
    an_official(client, sqlite_world)
    url = f"/bijeenkomsten/{made}"
    typed = {"revision": "1", "came": "12", "heard": REPORT.heard, "follow_up": REPORT.follow_up}
    early = client.post(f"{url}/verslag", data=typed)
    assert early.status_code == 422
    assert "U kunt het verslag pas schrijven als het is begonnen." in early.text
    assert REPORT.heard in early.text
    sqlite_world.clock.at += timedelta(days=19)
    an_official(client, sqlite_world)
    wrong = client.post(f"{url}/verslag", data=typed | {"came": "een stuk of tien"})
    assert wrong.status_code == 422
    assert 'value="een stuk of tien"' in wrong.text
    named = typed | {"heard": f"{REPORT.heard} Dat zei mevrouw Voorbeeld."}
    asked = client.post(f"{url}/verslag", data=named)
    assert asked.status_code == 422
    assert "<strong>Voorbeeld</strong>" in asked.text
    assert named["heard"] in unescape(asked.text)
    assert client.post(f"{url}/verslag", data=typed).is_redirect
    client.cookies.clear()

    page = text(client, url)
    for words in ("Er kwamen 12 bezoekers.", REPORT.heard, REPORT.follow_up, "Met verslag"):
        assert words in page
    assert "Er kwamen 12 bezoekers." in text(client, "/bijeenkomsten")
    sqlite_world.settle()
    log_in(client, sqlite_world, "anna")
    assert "Het verslag: Kijk mee in het Centrum" in text(client, "/mijn/berichten")


def in_calendar(client: TestClient, made: UUID) -> tuple[httpx2.Response, Any]:
    """The file, and the one event in it."""
    answer = client.get(f"/bijeenkomsten/{made}/agenda.ics")
    calendar: Any = Calendar.from_ical(answer.text)
    [event] = calendar.walk("VEVENT")
    return answer, event


def test_calendar_file_is_one_event_that_gets_newer(
    client: TestClient, sqlite_world: World
) -> None:
    made = announced(sqlite_world, title="Praat mee; kom, luister")
    answer, event = in_calendar(client, made)

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert event["uid"] == f"{made}@testdorp.wijkstem"
    assert event["summary"] == "Praat mee; kom, luister"
    assert event["dtstart"].dt == datetime(2026, 3, 20, 18, 30, tzinfo=UTC)
    assert (event["sequence"], event["status"]) == (1, "CONFIRMED")
    sqlite_world.execute(CancelGathering(made, 1, "De zaal is dicht."), sqlite_world.official)
    _, event = in_calendar(client, made)
    assert (event["sequence"], event["status"]) == (2, "CANCELLED")


def test_plan_that_is_talked_about_and_its_gathering_lead_to_each_other(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    [plan] = sqlite_world.rows(Initiative)
    made = announced(sqlite_world, plans=(plan["number"],))
    sqlite_world.settle()
    address = f"/initiatieven/{plan['number']}-{plan['slug']}"

    assert f'href="{address}"' in text(client, f"/bijeenkomsten/{made}")
    page = text(client, address)
    assert f'href="/bijeenkomsten/{made}"' in page
    assert 'href="/wijken/WK990100"' in page


def test_gatherings_of_the_whole_municipality_stand_with_every_neighbourhood(
    client: TestClient, sqlite_world: World
) -> None:
    announced(sqlite_world, where=WHOLE)
    for code in ("WK990100", "WK990101"):
        assert "Kijk mee in het Centrum" in text(client, f"/wijken/{code}")
    text(client, "/wijken/WK014700", 404)


def test_pages_in_english(client: TestClient, sqlite_world: World) -> None:
    made = announced(sqlite_world)
    assert "Can everybody get in?" in text(client, f"/bijeenkomsten/{made}?taal=en")
    assert "Walk through the neighbourhood" in text(client, "/bijeenkomsten?taal=en")


@pytest.mark.parametrize("url", ["/bijeenkomsten", "/wijken", "/wijken/WK990100"])
def test_as_many_statements_for_many_as_for_one(
    sqlite_world: World, client_for: ClientFor, url: str
) -> None:
    counts = []
    for more in (1, 20):
        for number in range(more):
            made = announced(sqlite_world, title=f"Nummer {number}")
            sqlite_world.execute(SignUpFor(made), sqlite_world.person("anna"))
        over = announced(sqlite_world)
        at = sqlite_world.clock.at
        sqlite_world.clock.at = at + timedelta(days=19)
        sqlite_world.execute(
            ReportGathering(over, 1, replace(REPORT, came=3)), sqlite_world.official
        )
        sqlite_world.clock.at = at
        client = client_for(sqlite_world)
        text(client, url)
        log_in(client, sqlite_world, "anna")
        with statements(sqlite_world.services.engine) as asked:
            text(client, url)
        counts.append(len(asked))

    assert counts[0] == counts[1]
