"""The request to the council on its page: why here, when, what is missing, and sending it elsewhere."""

from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.council import from_source, planned, supported
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.meetings import ChangeMeeting
from wijkstem.domain.meetings import MeetingForm
from wijkstem.events.meetings import ItemMeetingMoved
from wijkstem.tables.agenda_requests import AgendaDossier, Routing
from wijkstem.tables.council import AgendaRequest, MeetingState
from wijkstem.words import Competence, Role

ONE = "/initiatieven/2026-0001-meer-bomen-in-de-straat"
PAGE = "/initiatieven/2026-0001/verzoek"
ELSEWHERE = "/initiatieven/2026-0001/waarheen"
WORDS = {
    "revision": "0",
    "decision": "Plant tien bomen.",
    "explanation": "De straat is kaal.",
    "costs": "Een boom kost geld.",
    "euros": "€ 1.500",
}
WHY = "De raad mag hier zelf niet over besluiten."


@pytest.fixture
def browser(sqlite_council: World, client_for: ClientFor) -> TestClient:
    return client_for(sqlite_council)


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(answer.text).split())


def test_everybody_reads_why_here_and_when(sqlite_council: World, browser: TestClient) -> None:
    world = sqlite_council
    supported(world)
    for page in (text(browser, ONE), text(browser, PAGE)):
        assert "Wie erover beslist: Gemeenteraad." in page
        assert "In de spelregels staat dat dit soort plan daarheen gaat." in page
        assert "Er is nog geen vergadering gepland die kan." in page
        assert "uiterlijk op 13 april 2026" in page
        assert "zitten minstens 14 dagen" in page
        assert "Vul het verzoek in" not in page
    assert "Er staat nog geen vergadering op de kalender die kan." in text(browser, "/agenda")

    meeting = from_source(world, date(2026, 3, 30))
    planned(world, date(2026, 5, 11))
    page = text(browser, ONE)
    assert "De eerste vergadering die kan, is op 30 maart 2026." in page
    assert "Daarna kan het plan aan de beurt komen op 11 mei 2026." in page
    assert meeting == from_source(world, date(2026, 3, 30), MeetingState.CANCELLED)
    for page in (text(browser, ONE), text(browser, PAGE)):
        assert "Niet op tijd" in page
        assert "De vergadering van 30 maart 2026 gaat niet door." in page
        assert "De eerste vergadering die kan, is op 11 mei 2026." in page
    assert "Dat lukt niet op tijd." in text(browser, "/agenda")


def test_page_that_is_old_says_what_the_calendar_says_today(
    sqlite_council: World, browser: TestClient
) -> None:
    """Nobody has to change the calendar for a meeting to go by."""
    world = sqlite_council
    supported(world)
    planned(world, date(2026, 3, 30))
    world.pass_days(30)
    assert "De vergadering van 30 maart 2026 is geweest." in text(browser, ONE)


def test_submitter_fills_it_in_and_the_clerk_accepts(
    sqlite_council: World, browser: TestClient
) -> None:
    world = sqlite_council
    supported(world)
    log_in(browser, world, "submitter")
    page = text(browser, PAGE)
    assert "Er mist nog iets" in page
    assert "Plant tien bomen in de straat.</textarea>" in page
    assert "Wie mag hierover beslissen?" not in page
    assert "3 na inloggen op deze website" in page
    answer = browser.post(PAGE, data=WORDS | {"competence": "college"})
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    [row] = world.rows(AgendaDossier)
    assert (row["euros"], row["competence"]) == (1500, None)
    assert "1.500 euro" in text(browser, PAGE)

    log_in(browser, world, "clerk", Role.CLERK)
    assert "Lees het verzoek of wijzig het" in text(browser, "/griffie/2026-0001")
    page = text(browser, PAGE)
    assert "Er mist nog iets" not in page
    sent = {"act": "aannemen", "revision": "1"}
    assert browser.post(PAGE, data=sent).status_code == 303
    [request] = world.rows(AgendaRequest)
    assert request["accepted_on"] == date(2026, 3, 2)
    page = text(browser, PAGE)
    assert "De griffie keek het na op 2 maart 2026." in page
    assert "Vul het verzoek in" not in page
    late = browser.post(PAGE, data=WORDS | {"revision": "1"})
    assert late.status_code == 422
    assert "De tekst ligt nu vast." in late.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decision": "x" * 2001}, "decision"),
        ({"euros": "veel"}, "euros"),
        ({"euros": "99999999999"}, "euros"),
    ],
)
def test_what_was_typed_is_still_there(
    sqlite_council: World, browser: TestClient, wrong: dict[str, str], field: str
) -> None:
    world = sqlite_council
    supported(world)
    log_in(browser, world, "submitter")
    answer = browser.post(PAGE, data=WORDS | wrong)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    for typed in ("De straat is kaal.", "Een boom kost geld."):
        assert f"{typed}</textarea>" in answer.text
    assert world.rows(AgendaDossier) == []


def test_who_comes_second_is_told_and_loses_nothing(
    sqlite_council: World, browser: TestClient
) -> None:
    world = sqlite_council
    supported(world)
    log_in(browser, world, "submitter")
    assert browser.post(PAGE, data=WORDS).status_code == 303
    answer = browser.post(PAGE, data=WORDS | {"explanation": "Nog kaler."})
    assert answer.status_code == 409
    assert "Iemand anders heeft dit verzoek net gewijzigd." in answer.text
    assert "Nog kaler.</textarea>" in answer.text
    assert 'name="revision" value="1"' in answer.text


def test_colleague_sends_it_elsewhere_and_says_why(
    sqlite_council: World, browser: TestClient
) -> None:
    world = sqlite_council
    supported(world)
    log_in(browser, world, "official", Role.OFFICIAL)
    assert "Stuur het naar een ander" in text(browser, PAGE)
    assert "Commissie Buitengebied" in text(browser, ELSEWHERE)
    sent = {"was": "raad", "body": "college", "reasons": "kort"}
    refused = browser.post(ELSEWHERE, data=sent)
    assert refused.status_code == 422
    assert 'value="college" checked' in refused.text
    assert browser.post(ELSEWHERE, data=sent | {"reasons": WHY}).status_code == 303
    assert [row["body_id"] for row in world.rows(Routing)] == ["college"]
    late = browser.post(ELSEWHERE, data=sent | {"reasons": WHY, "body": "commissie"})
    assert late.status_code == 409
    assert WHY in late.text
    world.settle()
    page = text(browser, ONE)
    assert "Wie erover beslist: College." in page
    assert WHY in page
    assert "De gemeente stuurde het plan naar een ander" in page
    assert "De gemeenteraad behandelt het initiatief" not in page
    assert "Het college behandelt het initiatief" in page
    browser.post("/mijn/taal", data={"taal": "en"})
    english = text(browser, ONE)
    assert "The municipal executive discusses the initiative" in english
    assert "The council clerk looks for a meeting" in english


def test_what_an_official_says_of_it_sends_it_by_rule(
    sqlite_council: World, browser: TestClient
) -> None:
    world = sqlite_council
    supported(world)
    log_in(browser, world, "official", Role.OFFICIAL)
    said = WORDS | {"competence": Competence.COLLEGE.value}
    assert browser.post(PAGE, data=said).status_code == 303
    world.settle()
    page = text(browser, PAGE)
    assert "Wie erover beslist: College." in page
    assert "Het college gaat hierover." in page


def test_agenda_says_what_was_withdrawn(sqlite_council: World, browser: TestClient) -> None:
    world = sqlite_council
    plan, meeting = supported(world), planned(world, date(2026, 3, 30))
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    assert "ingetrokken" not in text(browser, f"/agenda/{meeting}")
    world.execute(TakeStep(plan, 4, "withdraw"), world.person("submitter"))
    world.settle()
    assert "Het plan is ingetrokken." in text(browser, f"/agenda/{meeting}")
    log_in(browser, world, "clerk", Role.CLERK)
    sent = {"step_seq": "4", "outcome": "adopt", "reasons": WHY}
    late = browser.post("/griffie/2026-0001", data=sent)
    assert late.status_code == 409
    assert WHY in late.text


def test_plan_that_asks_nothing_has_no_such_page(
    sqlite_council: World, browser: TestClient
) -> None:
    sqlite_council.open()
    assert browser.get(PAGE).status_code == 404
    assert "Het verzoek aan de raad" not in text(browser, ONE)


def test_what_the_council_put_off_says_so_where_it_stood(
    sqlite_council: World, browser: TestClient
) -> None:
    world, day = sqlite_council, date(2026, 3, 30)
    plan, meeting = supported(world), planned(sqlite_council, day)
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    later = "De raad besluit later over dit plan."
    assert later not in text(browser, f"/agenda/{meeting}")
    world.execute(TakeStep(plan, 4, "defer", reasons=WHY), world.clerk)
    world.settle()
    assert later in text(browser, f"/agenda/{meeting}")

    form = MeetingForm("Raadsvergadering", day, location="Buurthuis")
    world.execute(ChangeMeeting(meeting, 1, form, WHY), world.clerk)
    world.settle()
    # The meeting is not about it any more, so nobody need know where that is held.
    assert world.events(ItemMeetingMoved) == []


def test_plan_that_stood_on_a_cancelled_meeting_waits_for_another(
    sqlite_council: World, browser: TestClient
) -> None:
    world, day = sqlite_council, date(2026, 3, 30)
    plan, meeting = supported(world), from_source(sqlite_council, day)
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    from_source(world, day, MeetingState.CANCELLED)
    page = text(browser, f"/agenda/{meeting}")
    assert "De griffie zoekt een andere vergadering voor dit plan." in page
    assert "De raad besluit later" not in page


def test_agenda_says_that_the_submitter_must_answer_first(
    sqlite_council: World, browser: TestClient
) -> None:
    world = sqlite_council
    plan = supported(world)
    asked = "Zolang die niet antwoordt, kan het plan niet verder."
    assert asked not in text(browser, "/agenda")
    world.execute(TakeStep(plan, 3, "ask", reasons="Wat kost dit ongeveer?"), world.clerk)
    world.settle()
    page = text(browser, "/agenda")
    assert asked in page
    assert "De griffie beslist uiterlijk op" not in page
    answer = TakeStep(plan, 4, "supplement", reasons="Ongeveer duizend euro.")
    world.execute(answer, world.person("submitter"))
    world.settle()
    assert asked not in text(browser, "/agenda")
