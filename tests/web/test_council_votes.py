"""How the council voted, from the clerk's form to the plan's page and the letters of who took part."""

from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import HERE, World
from tests.web.test_clerk import CASE, ONE, planned, requested, step_of, text
from wijkstem.commands.initiatives import TakeStep
from wijkstem.domain.decisions import VoteForm
from wijkstem.events.decisions import CouncilVoted
from wijkstem.queries.letters import Letter
from wijkstem.queries.messages import messages
from wijkstem.tables.decisions import CouncilVote
from wijkstem.words import Role

VOTED = {
    "step_seq": "4",
    "outcome": "adopt",
    "reasons": "De raad vindt dit goed.",
    "votes": "Samen Sterk; 9; 0\nLokaal 24; 2; 6",
    "votes_for": "11",
    "votes_against": "6",
}


def on_agenda(world: World) -> None:
    initiative = requested(world)
    place = TakeStep(initiative, 3, "place", meeting_id=planned(world))
    world.execute(place, world.clerk)


def test_votes_are_shown_and_told_to_who_took_part(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    on_agenda(world)
    log_in(client, world, "clerk", Role.CLERK)
    assert "Hoe stemden de partijen?" in text(client, CASE)
    assert client.post(CASE, data=VOTED).status_code == 303
    world.settle()

    page = text(client, ONE)
    assert "Zo stemde de raad" in page
    assert page.count("Voor: 11 stemmen. Tegen: 6 stemmen.") == 2
    assert "Lokaal 24" in page
    [event] = world.events(CouncilVoted)
    assert (event.in_favour, event.against, event.parties, event.divided) == (11, 6, 2, 1)
    for name in ("anna", "submitter"):
        letter = newest(world, name)
        assert letter.votes is not None
        assert [one.party for one in letter.votes.parties] == ["Samen Sterk", "Lokaal 24"]


def newest(world: World, name: str) -> Letter:
    person_id = world.person(name).person_id
    assert person_id is not None
    with world.services.reading(HERE) as connection:
        rules = world.services.rules.of(HERE)
        inbox = messages(connection, HERE, person_id, rules=rules, lang="nl", strong=True)
    letter = inbox.messages.rows[0].letter
    assert isinstance(letter, Letter)
    return letter


def test_votes_that_do_not_add_up_take_no_decision_and_lose_no_words(
    client: TestClient, sqlite_world: World
) -> None:
    on_agenda(sqlite_world)
    log_in(client, sqlite_world, "clerk", Role.CLERK)
    answer = client.post(CASE, data=VOTED | {"votes_for": "12"})

    assert answer.status_code == 422
    assert "De partijen hebben samen 11 stemmen." in answer.text
    assert "Lokaal 24; 2; 6" in answer.text
    assert step_of(sqlite_world) == "on_agenda"
    assert sqlite_world.rows(CouncilVote) == sqlite_world.events(CouncilVoted) == []


def test_votes_with_what_is_no_decision_are_left(sqlite_world: World) -> None:
    initiative = requested(sqlite_world)
    votes = VoteForm("Lokaal 24; 2; 6", "2", "6")
    place = TakeStep(initiative, 3, "place", meeting_id=planned(sqlite_world), votes=votes)
    sqlite_world.execute(place, sqlite_world.clerk)
    assert sqlite_world.rows(CouncilVote) == []
