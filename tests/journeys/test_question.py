"""A question: asked at the site, answered by an official within its term, and then there for everybody to read."""

from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.support.submitting import file_plan
from tests.support.web import ClientFor, clients, log_in
from tests.support.world import World, make_world
from wijkstem.commands.initiatives import SubmitInitiative, Submitted, TakeStep
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.projections.listing import ListedInitiative
from wijkstem.queries.indicators import readings
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT
from wijkstem.tables.engine import Delivery
from wijkstem.words import Milestone, Role

WHERE = "amersfoort"
ASKED = {
    "title": "Wanneer komt de glasbak terug?",
    "neighbourhood_code": "WK030710",
    "subject": "waste",
    "vraag-question": "De glasbak bij de winkels is weg. Wanneer komt hij terug?",
}
ANSWER = "De glasbak komt terug in maart, naast de ingang van de winkels."
QUESTION = SubmitInitiative(
    "vraag",
    ASKED["title"],
    ASKED["neighbourhood_code"],
    {"question": ASKED["vraag-question"]},
    subject="waste",
)


@pytest.fixture
def town(database_url: str) -> Iterator[World]:
    """A platform with the rules as they are published."""
    world = make_world(database_url, load(ROOT / "platform" / "wijkstem" / "rules" / "data"))
    yield world
    world.services.engine.dispose()


@pytest.fixture
def client(town: World) -> Iterator[TestClient]:
    client_for: ClientFor
    with clients() as client_for:
        yield client_for(town, where=WHERE)


def ask(world: World) -> UUID:
    anna = world.person("anna", where=WHERE, lives="WK030710")
    asked: Submitted = world.execute(QUESTION, anna, where=WHERE)
    return asked.initiative_id


def listed(world: World) -> list[tuple[object, ...]]:
    names = ("step", "public", "final", "result", "due_on")
    return [tuple(row[name] for name in names) for row in world.rows(ListedInitiative, where=WHERE)]


def test_question_from_the_form_to_the_answer_that_everybody_reads(
    town: World, client: TestClient
) -> None:
    log_in(client, town, "anna", where=WHERE, lives="WK030710")
    first = client.get(client.get("/initiatieven/nieuw/vraag").headers["location"]).text
    assert "Schrijf uw vraag op" in first
    filed = file_plan(client, ASKED, instrument="vraag")
    address = filed.headers["location"]
    town.settle(where=WHERE)
    # Ten working days: whoever asked knows who has it and until when.
    assert listed(town) == [("asked", False, False, None, date(2026, 3, 16))]
    assert "Wij hebben uw vraag ontvangen." in unescape(client.get(address).text)
    own = unescape(client.get(address).text)
    assert "Een medewerker van de gemeente" in own
    assert "16 maart 2026" in own
    client.cookies.clear()
    assert client.get(address).status_code == 404

    log_in(client, town, "official", Role.OFFICIAL, where=WHERE)
    number = address.split("/")[-1][:9]
    case = unescape(client.get(f"/moderatie/{number}").text)
    assert "Doorsturen naar wie het wel weet" in case
    given = {"step_seq": "1", "outcome": "answer", "reasons": ANSWER}
    assert client.post(f"/moderatie/{number}", data=given).status_code == 303
    town.settle(where=WHERE)
    assert listed(town) == [("answered", True, True, Milestone.ANSWERED, None)]

    client.cookies.clear()
    page = unescape(client.get(address).text)
    assert "Het antwoord" in page
    assert page.index(ANSWER) < page.index(ASKED["vraag-question"])
    assert ASKED["title"] in unescape(client.get("/initiatieven?soort=vraag").text)
    told = [row["template"] for row in town.rows(Delivery, where=WHERE)]
    assert sorted(told) == ["initiative_submitted", "step_taken"]


def test_question_counts_as_a_question_and_not_as_a_plan(town: World) -> None:
    question = ask(town)
    official = town.person("official", Role.OFFICIAL, where=WHERE)
    town.execute(TakeStep(question, 1, "answer", reasons=ANSWER), official, where=WHERE)
    town.settle(where=WHERE)
    rules = town.services.rules.of(WHERE)
    with town.services.reading(WHERE) as connection:
        found = readings(connection, WHERE, rules=rules)
    assert found["submitted"].in_all.value == 0
    assert found["questions"].in_all.value == 1
    assert found["questions_in_time"].in_all.value == 100


@pytest.mark.parametrize(
    ("outcome", "given", "public"),
    [
        ("forward", {"reasons": ANSWER}, True),
        ("refuse", {"reasons": ANSWER, "ground": "personal"}, False),
    ],
)
def test_question_that_the_municipality_does_not_answer_itself(
    town: World, outcome: str, given: dict[str, Any], public: bool
) -> None:
    question = ask(town)
    official = town.person("official", Role.OFFICIAL, where=WHERE)
    with pytest.raises(Invalid) as wrong:
        town.execute(TakeStep(question, 1, outcome), official, where=WHERE)
    assert set(wrong.value.fields) == set(given)
    town.execute(TakeStep(question, 1, outcome, **given), official, where=WHERE)
    town.settle(where=WHERE)
    [(_, is_public, final, *_)] = listed(town)
    assert (is_public, final) == (public, True)
    with pytest.raises(RuleBroken):
        town.execute(TakeStep(question, 2, "answer", reasons=ANSWER), official, where=WHERE)
