"""The submitter answers a question of the municipality on a page of their own."""

from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.events.initiatives import StepTaken
from wijkstem.words import Role

ONE = "/initiatieven/2026-0001-meer-bomen-in-de-straat"
PAGE = "/initiatieven/2026-0001/aanvullen"
QUESTION = "In welke straat moeten de bomen komen?"
ANSWER = "In de Dorpsstraat, tussen de kerk en de school."


def text(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return unescape(answer.text)


@pytest.fixture
def asked(sqlite_world: World) -> World:
    plan = sqlite_world.submit().initiative_id
    sqlite_world.execute(TakeStep(plan, 1, "ask", reasons=QUESTION), sqlite_world.official)
    sqlite_world.settle()
    return sqlite_world


def test_the_submitter_sees_the_question_and_answers_it(asked: World, client: TestClient) -> None:
    log_in(client, asked, "submitter")
    assert PAGE in text(client, ONE)
    page = text(client, PAGE)
    assert QUESTION in page
    assert "tot en met 16 maart 2026" in page
    answer = client.post(PAGE, data={"step_seq": "2", "reasons": ANSWER})
    assert (answer.status_code, answer.headers["location"]) == (303, ONE)
    after = text(client, ONE)
    assert "De gemeente heeft uw antwoord en gaat verder." in after
    assert PAGE not in after


def test_an_answer_may_be_one_word(asked: World, client: TestClient) -> None:
    log_in(client, asked, "submitter")
    assert client.post(PAGE, data={"step_seq": "2", "reasons": "Nee"}).status_code == 303


@pytest.mark.parametrize(("typed", "kept"), [("", ""), ("Ja! " * 2000, "Ja! Ja!")])
def test_what_was_typed_stays_when_it_is_not_right(
    asked: World, client: TestClient, typed: str, kept: str
) -> None:
    log_in(client, asked, "submitter")
    answer = client.post(PAGE, data={"step_seq": "2", "reasons": typed})
    assert answer.status_code == 422
    assert kept in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_page_is_the_submitter_s_alone(asked: World, client: TestClient) -> None:
    assert client.get(PAGE).headers["location"].startswith("/inloggen?terug=")
    log_in(client, asked, "neighbour")
    text(client, PAGE, 404)  # nobody else knows of the plan
    log_in(client, asked, "official", Role.OFFICIAL)
    text(client, PAGE, 403)


def test_without_a_question_there_is_nothing_to_answer(
    sqlite_world: World, client: TestClient
) -> None:
    sqlite_world.submit()
    log_in(client, sqlite_world, "submitter")
    assert "De gemeente heeft nu geen vraag over dit plan." in text(client, PAGE, 422)


def test_an_answer_that_comes_too_late_is_shown_with_what_happened(
    asked: World, client: TestClient
) -> None:
    log_in(client, asked, "submitter")
    client.post(PAGE, data={"step_seq": "2", "reasons": ANSWER})
    late = client.post(PAGE, data={"step_seq": "2", "reasons": "Bij de <kerk>.\n\nEn de school."})
    assert late.status_code == 422
    assert "De gemeente heeft nu geen vraag over dit plan." in late.text
    assert "Dit had u getypt" in late.text
    assert "Bij de &lt;kerk&gt;." in late.text
    assert "En de school." in late.text
    assert "Dit had u getypt" not in text(client, ONE)


def test_an_answer_to_an_earlier_question_is_not_given_to_the_next(
    asked: World, client: TestClient
) -> None:
    log_in(client, asked, "submitter")
    client.post(PAGE, data={"step_seq": "2", "reasons": ANSWER})
    [plan] = {event.initiative_id for event in asked.events(StepTaken)}
    asked.execute(
        TakeStep(plan, 3, "ask", reasons="Wanneer moeten de bomen komen?"), asked.official
    )
    late = client.post(PAGE, data={"step_seq": "2", "reasons": "Toch bij de kerk."})
    assert late.status_code == 409
    assert "Dit had u getypt" in late.text
    assert "Toch bij de kerk." in late.text
    assert len(asked.events(StepTaken)) == 3


def test_question_and_answer_are_for_the_submitter_and_officials_only(
    asked: World, client: TestClient
) -> None:
    log_in(client, asked, "submitter")
    client.post(PAGE, data={"step_seq": "2", "reasons": ANSWER})
    [plan] = {event.initiative_id for event in asked.events(StepTaken)}
    asked.execute(TakeStep(plan, 3, "admit"), asked.official)
    asked.settle()
    mine = text(client, ONE)
    assert QUESTION in mine
    assert ANSWER in mine
    client.cookies.clear()
    public = text(client, ONE)
    assert "De gemeente stelde een vraag aan de indiener" in public
    assert QUESTION not in public
    assert ANSWER not in public
    log_in(client, asked, "official", Role.OFFICIAL)
    desk = text(client, "/moderatie/2026-0001")
    assert QUESTION in desk
    assert ANSWER in desk


def test_the_page_says_how_the_last_day_came_about(asked: World, client: TestClient) -> None:
    log_in(client, asked, "submitter")
    asked.clock.at += timedelta(days=8)
    log_in(client, asked, "submitter")
    client.post(PAGE, data={"step_seq": "2", "reasons": ANSWER})
    page = text(client, ONE)
    assert "23 maart 2026" in page
    assert "2 weken vanaf 2 maart 2026, 1 week opgeschort." in page
