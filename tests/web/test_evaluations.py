"""How people thought it went: asked by letter, one answer each, shown from five on, and never with a name."""

import pytest
from starlette.testclient import TestClient

from tests.commands.test_initiatives import refusal
from tests.support.indicators import read
from tests.support.web import log_in
from tests.support.world import HERE, World
from tests.web.test_clerk import ONE, planned, requested, text
from tests.web.test_council_votes import newest
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.evaluations import GiveEvaluation
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.events.evaluations import EvaluationGiven
from wijkstem.tables.evaluations import Evaluation
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Role

URL = "/initiatieven/2026-0001/mening"


def decided(world: World, outcome: str = "adopt") -> None:
    initiative = requested(world)
    world.execute(Follow(initiative), world.person("dirk"))
    place = TakeStep(initiative, 3, "place", meeting_id=planned(world))
    world.execute(place, world.clerk)
    world.execute(
        TakeStep(initiative, 4, outcome, reasons="Zo heeft de raad het besloten."), world.clerk
    )
    world.settle()


def answer(world: World, name: str, smiley: str = "green", words: str = "") -> None:
    [initiative] = [row["id"] for row in world.rows(Initiative)]
    world.execute(GiveEvaluation(initiative, smiley, words), world.person(name))


def test_letter_leads_to_the_form_and_the_result_comes_with_five(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    decided(world)
    assert newest(world, "anna").evaluation == URL
    assert client.get(URL).headers["location"] == f"/inloggen?terug={URL}"
    log_in(client, world, "anna", Role.RESIDENT)
    assert client.post(URL, data={"words": "Fijn."}).status_code == 422
    assert client.post(URL, data={"smiley": "green", "words": "Fijn."}).is_redirect
    again = client.post(URL, data={"smiley": "red", "words": "Toch niet."})
    assert again.status_code == 422
    assert "Toch niet." in again.text
    for name in ("bram", "cato", "dirk"):
        answer(world, name, "orange")
    assert "Hoe vonden mensen het gaan?" not in text(client, ONE)
    answer(world, "submitter", "red")
    page = text(client, ONE)
    assert "Er zijn 5 antwoorden." in page
    for line in ("🙂 Goed: 1", "😐 Niet goed en niet slecht: 3", "🙁 Slecht: 1"):
        assert line in page
    assert "Fijn." not in page
    assert "Fijn." not in text(client, URL)
    assert len(world.events(EvaluationGiven)) == 5
    log_in(client, world, "official", Role.OFFICIAL)
    assert "Fijn." in text(client, URL)


def test_who_took_no_part_or_comes_too_early_is_refused(sqlite_world: World) -> None:
    world = sqlite_world
    initiative = requested(world)
    command = GiveEvaluation(initiative, "green")
    assert refusal(world, command, world.person("anna")) == "not_asked"
    place = TakeStep(initiative, 3, "place", meeting_id=planned(world))
    world.execute(place, world.clerk)
    world.execute(
        TakeStep(initiative, 4, "reject", reasons="De raad vindt dit te duur."), world.clerk
    )
    assert refusal(world, command, world.person("zoe")) == "took_no_part"
    world.execute(command, world.person("anna"))
    assert refusal(world, command, world.person("anna")) == "answered_already"


def test_answer_goes_on_counting_without_its_person_and_words(sqlite_world: World) -> None:
    world = sqlite_world
    decided(world)
    answer(world, "anna", "red", "Het duurde lang.")
    anna = world.person("anna")
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    [row] = world.rows(Evaluation)
    assert (row["person_id"], row["smiley"]) == (None, "red")
    assert "lang" not in row["words"]


def test_share_is_of_five_answers_or_more(sqlite_world: World) -> None:
    world = sqlite_world
    decided(world)
    for name in ("anna", "bram", "cato", "dirk"):
        answer(world, name, "green")
    world.settle()
    few = read(world, "evaluated", None).in_all
    assert (few.value, few.people, few.hidden) == (None, None, True)
    answer(world, "submitter", "red")
    world.settle()
    enough = read(world, "evaluated", None).in_all
    assert (str(enough.value), enough.people, enough.hidden) == ("80.0", 5, False)


@pytest.mark.parametrize("smiley", ["", "blue"])
def test_face_is_one_of_three(sqlite_world: World, smiley: str) -> None:
    decided(sqlite_world)
    [initiative] = [row["id"] for row in sqlite_world.rows(Initiative)]
    command = GiveEvaluation(initiative, smiley)
    assert refusal(sqlite_world, command, sqlite_world.person("anna")) == {
        "smiley": "choose_smiley"
    }
    assert sqlite_world.rows(Evaluation, where=HERE) == []
