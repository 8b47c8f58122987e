"""The year's agenda on screen: the picture says what the table says, every choice stays, and the files can be read."""

import csv
import io
from dataclasses import replace
from datetime import date
from html import unescape

import icalendar
import pytest
from starlette.testclient import TestClient

from tests.commands.test_year_agenda import CHOICE, FORM, WHY, added, chosen
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import World
from tests.web.town import SUBJECT
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.year_agenda import ChangeYearSubject, ChooseRole
from wijkstem.words import Role

URL = "/jaaragenda/onderwerp/"


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_year_is_a_picture_and_a_table(client: TestClient, sqlite_world: World) -> None:
    chosen(sqlite_world)
    added(sqlite_world, title="Dit stopt", state="dropped", news=WHY)
    added(sqlite_world, title="Volgend jaar", year=2027)

    page = text(client, "/jaaragenda")
    assert page == text(client, "/jaaragenda/2026")
    for words in (FORM.title, "maart – september 2026", "Adviseren", "1 maart 2026", "Dit stopt"):
        assert words in page
    # Of March to September, nine twelfths of the picture; what was dropped is in the table only.
    assert page.count('class="ws-year__bar') == 1
    assert 'x="61" y="45" width="208"' in page
    assert 'href="/jaaragenda/2027"' in page
    assert "Volgend jaar" not in page
    assert client.get("/jaaragenda/1066").status_code == 404


def test_another_role_stays_beside_the_first(client: TestClient, sqlite_world: World) -> None:
    made = chosen(sqlite_world)
    other = replace(CHOICE, level="codecide", reasons="Nu mag het van de raad.")
    sqlite_world.execute(ChooseRole(made, other, seen=1), sqlite_world.clerk)
    later = replace(FORM, council_month=11, news=WHY)
    sqlite_world.execute(ChangeYearSubject(made, 1, later), sqlite_world.clerk)

    page = text(client, f"{URL}{made}")
    for words in (
        "Meebeslissen",
        "Nu mag het van de raad.",
        CHOICE.reasons,
        WHY,
        "Het besluit stond eerst in september 2026.",
        "Er is te weinig schaduw.",
    ):
        assert words in page
    assert "Wijzig dit onderwerp" not in page


def test_role_without_a_look_around_is_refused_with_everything_typed(
    client: TestClient, sqlite_world: World
) -> None:
    url = f"{URL}{added(sqlite_world)}/rol"
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    typed = {
        "level": "advise",
        "chosen_by": "raad",
        "chosen_on_day": "1",
        "chosen_on_month": "3",
        "chosen_on_year": "2026",
        "reasons": "Omdat het kan.",
        "seen": "0",
    }
    answer = client.post(url, data=typed)
    assert answer.status_code == 422
    assert "Kijk eerst wie dit raakt" in answer.text
    assert "Omdat het kan." in answer.text
    assert client.post(url, data=typed | {"level": "inform"}).is_redirect
    late = client.post(url, data=typed | {"level": "inform"})
    assert late.status_code == 409
    assert 'name="seen" value="1"' in late.text


def test_form_with_mistakes_comes_back_with_everything_that_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    typed = SUBJECT | {"year": "straks", "plans": "2026-9999", "council_month": ""}
    answer = client.post("/jaaragenda/nieuw", data=typed)
    page = unescape(answer.text)

    assert answer.status_code == 422
    for words in ("Schrijf een jaar met vier cijfers", 'value="straks"', 'value="2026-9999"'):
        assert words in page
    sent = client.post("/jaaragenda/nieuw", data=SUBJECT | {"news": ""})
    url = sent.headers["location"]
    assert client.post(f"{url}/wijzigen", data=SUBJECT | {"revision": "1"}).is_redirect
    late = client.post(f"{url}/wijzigen", data=SUBJECT | {"revision": "1", "news": "Iets anders."})
    assert late.status_code == 409
    assert "Iets anders." in late.text


def test_meeting_and_plan_lead_to_the_subject_and_back(
    client: TestClient, sqlite_world: World
) -> None:
    meeting = PlanMeeting("raad", "Raadsvergadering", date(2026, 9, 14))
    meeting_id = sqlite_world.execute(meeting, sqlite_world.clerk)
    sqlite_world.open()
    made = added(sqlite_world, meeting_id=meeting_id, plans=("2026-0001",))

    assert f"/agenda/{meeting_id}" in text(client, f"{URL}{made}")
    assert f"{URL}{made}" in text(client, f"/agenda/{meeting_id}")
    assert "2026-0001" in text(client, f"{URL}{made}")
    assert f"{URL}{made}" in text(client, client.get("/initiatieven/2026-0001").headers["location"])


def test_calendar_is_read_by_who_did_not_write_it(client: TestClient, sqlite_world: World) -> None:
    meeting = PlanMeeting("raad", "Raadsvergadering", date(2026, 9, 14))
    meeting_id = sqlite_world.execute(meeting, sqlite_world.clerk)
    made = chosen(sqlite_world, meeting_id=meeting_id)
    month = added(sqlite_world, title="Later", council_month=12)

    answer = client.get("/jaaragenda/2026/agenda.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = {str(e["uid"]): e for e in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}
    one, other = found[f"{made}@testdorp.wijkstem"], found[f"{month}@testdorp.wijkstem"]
    assert (one.decoded("dtstart"), str(one["status"])) == (date(2026, 9, 14), "CONFIRMED")
    assert "Adviseren" in str(one["description"])
    span = other.decoded("dtstart"), other.decoded("dtend"), str(other["status"])
    assert span == (date(2026, 12, 1), date(2027, 1, 1), "TENTATIVE")


def test_table_has_a_line_a_subject_and_no_formula(client: TestClient, sqlite_world: World) -> None:
    chosen(sqlite_world, title='=HYPERLINK("x"); plan', wants="Eerste regel\nTweede")

    answer = client.get("/jaaragenda/2026/onderwerpen.csv")
    [heads, line] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    said = dict(zip(heads, line, strict=True))
    assert said["Onderwerp"] == '\'=HYPERLINK("x"); plan'
    assert said["Wat de raad wil"] == "Eerste regel\nTweede"
    assert (said["Rol van inwoners"], said["Rol gekozen op"]) == ("Adviseren", "2026-03-01")


def test_follow_and_leave(client: TestClient, sqlite_world: World) -> None:
    url = f"{URL}{added(sqlite_world)}"
    assert "Log in om te volgen" in text(client, url)
    log_in(client, sqlite_world, "resident", Role.RESIDENT)
    assert client.post(f"{url}/volgen").is_redirect
    assert "Volg dit onderwerp niet meer" in text(client, url)
    assert FORM.title in text(client, "/mijn")
    assert client.post(f"{url}/niet-volgen", data={"terug": "/mijn"}).headers["location"] == "/mijn"
    assert FORM.title not in text(client, "/mijn")


@pytest.mark.parametrize("number", [1, 3])
def test_year_costs_as_many_statements_for_one_as_for_many(
    client: TestClient, sqlite_world: World, number: int
) -> None:
    for at in range(number):
        chosen(sqlite_world, title=f"Onderwerp {at}")
    with statements(sqlite_world.services.engine) as asked:
        client.get("/jaaragenda")
    assert len([one for one in asked if "year_subject" in one]) == 2
