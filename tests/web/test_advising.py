"""A council's evening and the municipality's answer, through the pages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.support.advising import MEMBERS, WHY, advising_rules, asked, members, plan
from tests.support.statements import statements
from tests.support.web import ClientFor, clients, log_in
from tests.support.world import HERE, World, make_world
from wijkstem.commands.advice import AdviseUnasked, CastVote, CloseVote, StepAside
from wijkstem.commands.answering import AnswerAdvice, LookAtAdvice
from wijkstem.commands.initiatives import TakeStep
from wijkstem.tables.advice import AdviceVoice, NeighbourhoodAdvice
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import Advice, Heeded, Interest, Role

COUNCIL = (Role.RESIDENT, Role.NEIGHBOURHOOD_COUNCIL)
Made = Callable[..., World]
#: A session, what there is to see, and how much of it, and what people are asked there and what came of it: whatever there is.
COUNTED = (11, 4, HERE)


@pytest.fixture
def made(sqlite_url: str, tmp_path: Path) -> Iterator[Made]:
    worlds: list[World] = []

    def make(**changed: str) -> World:
        worlds.append(make_world(sqlite_url, advising_rules(tmp_path / "rules", **changed)))
        return worlds[-1]

    yield make
    for world in worlds:
        world.services.engine.dispose()


@pytest.fixture
def client_for() -> Iterator[ClientFor]:
    with clients() as opened:
        yield opened


def as_member(client: TestClient, world: World, name: str = "anna") -> TestClient:
    log_in(client, world, name, *COUNCIL)
    return client


def address(world: World, about: UUID) -> str:
    [row] = world.rows(Initiative, id=about)
    return f"/initiatieven/{row['number']}-{row['slug']}"


def number(world: World, about: UUID) -> str:
    [row] = world.rows(Initiative, id=about)
    return str(row["number"])


def test_member_finds_what_waits_votes_and_changes_it(made: Made, client_for: ClientFor) -> None:
    world = made()
    members(world)
    advice = asked(world, plan(world))
    client = as_member(client_for(world), world)
    desk = client.get("/wijkraad").text
    assert f'href="/wijkraad/advies/{advice}"' in desk
    assert "30 maart 2026" in desk
    assert "Wacht op u" in desk
    page = client.get(f"/wijkraad/advies/{advice}").text
    assert "Zet er een bankje." in page

    sent = {"ga": "stem", "choice": "positive", "reasons": WHY}
    answer = client.post(f"/wijkraad/advies/{advice}", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/wijkraad/advies/{advice}")
    page = client.get(f"/wijkraad/advies/{advice}").text
    assert "U kunt uw stem hier wijzigen" in page
    assert 'value="positive" checked' in page
    client.post(f"/wijkraad/advies/{advice}", data=sent | {"choice": "negative"})
    [voice] = world.rows(AdviceVoice)
    assert voice["choice"] is Advice.NEGATIVE
    assert "U bent klaar" in client.get("/wijkraad").text


def test_what_was_typed_is_not_lost(made: Made, client_for: ClientFor) -> None:
    world = made()
    anna, bram, _ = members(world)
    advice = asked(world, plan(world))
    client = as_member(client_for(world), world)
    for sent, said in (
        ({"ga": "stem", "reasons": WHY}, "Kies wat het advies is."),
        ({"ga": "stem", "choice": "positive", "reasons": "Te kort"}, "minstens 20 tekens"),
        ({"ga": "stem", "choice": "conditional", "reasons": WHY}, "Schrijf op wat er eerst"),
        ({"ga": "apart"}, "Kies waarom u niet meedoet."),
    ):
        answer = client.post(f"/wijkraad/advies/{advice}", data=sent)
        assert (answer.status_code, said in answer.text) == (422, True), sent
        assert sent.get("reasons", "") in answer.text
    for member in (anna, bram):
        world.execute(CastVote(advice, Advice.NEGATIVE, WHY), member)
    stale = {"ga": "sluit", "seen": "0-0-1-0-0", "close_reasons": "Onze eigen woorden, samen."}
    answer = client.post(f"/wijkraad/advies/{advice}", data=stale)
    assert (answer.status_code, "Intussen is er gestemd" in answer.text) == (409, True)
    assert "Onze eigen woorden, samen." in answer.text
    short = stale | {"seen": "0-0-2-0-0", "close_reasons": ""}
    answer = client.post(f"/wijkraad/advies/{advice}", data=short)
    assert (answer.status_code, 'href="#f-close_reasons"' in answer.text) == (422, True)
    world.execute(CloseVote(advice, "0-0-2-0-0", WHY), bram)
    late = {"ga": "stem", "choice": "positive", "reasons": "Dit typte ik toen het al klaar was."}
    answer = client.post(f"/wijkraad/advies/{advice}", data=late)
    assert (answer.status_code, late["reasons"] in answer.text) == (409, True)
    assert "Dit advies is al klaar" in answer.text


def test_vote_is_closed_with_what_members_wrote(made: Made, client_for: ClientFor) -> None:
    world = made()
    anna, bram, coba = members(world)
    about = plan(world)
    advice = asked(world, about)
    client = as_member(client_for(world), world)
    world.execute(CastVote(advice, Advice.CONDITIONAL, WHY, "Wel graag met verlichting."), bram)
    assert "De stemming sluiten" not in client.get(f"/wijkraad/advies/{advice}").text
    world.execute(CastVote(advice, Advice.POSITIVE, WHY), coba)
    world.execute(StepAside(advice, Interest.FAMILY), anna)
    assert "De stemming sluiten" not in client.get(f"/wijkraad/advies/{advice}").text
    page = as_member(client, world, "bram").get(f"/wijkraad/advies/{advice}").text
    assert "De stemming sluiten" in page
    assert "Uw reden" not in page
    sent = {
        "ga": "sluit",
        "seen": "1-1-0-0-1",
        "close_reasons": "De wijkraad is blij met dit plan.",
        "close_conditions": "Er moet verlichting komen.",
    }
    assert client.post(f"/wijkraad/advies/{advice}", data=sent).status_code == 303
    world.settle()
    client.cookies.clear()
    shown = client.get(address(world, about)).text
    for said in ("Advies van de wijkraad", "Positief, met voorwaarden", *list(sent.values())[2:]):
        assert said in shown
    assert "Positief: 1" in shown
    assert "Doet niet mee: heeft er belang bij: 1" in shown
    assert "De gemeente antwoordt uiterlijk 30 maart 2026" in shown
    assert not [name for name in MEMBERS if name in shown.replace("banana", "").lower().split()]
    nearby = client.get("/wijken/WK990100").text
    for said in ("Positief, met voorwaarden", "De gemeente antwoordt uiterlijk 30 maart 2026"):
        assert said in nearby
    assert f'href="{address(world, about)}"' in nearby[nearby.index('id="advies"') :]


def test_only_members_of_that_council_come_in(made: Made, client_for: ClientFor) -> None:
    world = made()
    advice = asked(world, plan(world))
    client = client_for(world)
    assert client.get("/wijkraad").headers["location"].startswith("/inloggen")
    for name, role in (("piet", Role.RESIDENT), ("wim", Role.OFFICIAL)):
        log_in(client, world, name, role)
        assert client.get("/wijkraad").status_code == 403
        assert client.get(f"/wijkraad/advies/{advice}").status_code == 403
    log_in(client, world, "dirk", *COUNCIL, council_of="WK990101")
    assert client.get("/wijkraad").status_code == 200
    assert client.get(f"/wijkraad/advies/{advice}").status_code == 403
    sent = {"ga": "stem", "choice": "positive", "reasons": WHY}
    assert client.post(f"/wijkraad/advies/{advice}", data=sent).status_code == 403
    assert world.rows(AdviceVoice) == []


def test_other_municipality_has_no_such_advice(made: Made, client_for: ClientFor) -> None:
    world = made()
    advice = asked(world, plan(world))
    client = client_for(world, where="buurdorp")
    log_in(client, world, "gast", *COUNCIL, Role.OFFICIAL, where="buurdorp")
    assert client.get(f"/wijkraad/advies/{advice}").status_code == 404
    assert client.get(f"/moderatie/adviezen/{advice}").status_code == 404
    answer = client.post(f"/moderatie/adviezen/{advice}", data={"heeded": "followed"})
    assert answer.status_code == 404


def test_unasked_advice_begins_a_vote_that_is_not_public_yet(
    made: Made, client_for: ClientFor
) -> None:
    world = made()
    members(world)
    about = world.open()
    client = as_member(client_for(world), world)
    there = f"/wijkraad/plan/{number(world, about)}"
    assert there in client.get(address(world, about)).text
    assert there in client.get("/wijkraad").text
    assert "begint u een stemming" in client.get(there).text
    assert client.post(there, data={"choice": "positive", "reasons": "kort"}).status_code == 422
    answer = client.post(there, data={"choice": "positive", "reasons": WHY})
    [row] = world.rows(NeighbourhoodAdvice)
    assert answer.headers["location"] == f"/wijkraad/advies/{row['id']}"
    again = client.post(there, data={"choice": "positive", "reasons": WHY})
    assert (again.status_code, WHY in again.text) == (409, True)
    world.settle()
    client.cookies.clear()
    assert "wijkraad" not in client.get(address(world, about)).text.split("<main")[1]
    log_in(client, world, "dirk", *COUNCIL, council_of="WK990101")
    assert there not in client.get(address(world, about)).text


def test_official_answers_what_is_due(made: Made, client_for: ClientFor) -> None:
    world = made()
    anna, bram, _ = members(world)
    about = plan(world)
    advice = asked(world, about)
    group = asked(world, plan(world, where="WK990101"))
    for member in (anna, bram):
        world.execute(CastVote(advice, Advice.NEGATIVE, WHY), member)
    world.execute(CloseVote(advice, "0-0-2-0-0", WHY), anna)
    world.pass_days(29)
    world.execute(LookAtAdvice(advice))
    world.settle()
    client = client_for(world)
    log_in(client, world, "official", Role.OFFICIAL)
    listed = client.get("/moderatie/adviezen").text
    assert listed.index(str(advice)) > 0
    assert listed.index(str(group)) > 0
    assert "Te laat" in listed
    for sent, status in (({}, 422), ({"heeded": "departed", "answer": "Nee"}, 422)):
        answer = client.post(f"/moderatie/adviezen/{advice}", data=sent)
        assert answer.status_code == status
    sent = {"heeded": "departed", "answer": "Er is dit jaar geen geld meer voor dit plan."}
    assert client.post(f"/moderatie/adviezen/{advice}", data=sent).status_code == 303
    again = client.post(f"/moderatie/adviezen/{advice}", data=sent)
    assert (again.status_code, sent["answer"] in again.text) == (409, True)
    record = {"choice": "positive", "reasons": WHY, "present": "3"}
    assert client.post(f"/moderatie/adviezen/{group}", data=record).status_code == 422
    done = client.post(f"/moderatie/adviezen/{group}", data=record | {"present": "8"})
    assert done.status_code == 303
    world.settle()
    client.cookies.clear()
    shown = client.get(address(world, about)).text
    for said in ("De gemeente volgt het advies niet", sent["answer"], "antwoordde niet op tijd"):
        assert said in shown


def test_text_of_who_was_second_is_not_lost(made: Made, client_for: ClientFor) -> None:
    world = made()
    anna, bram, _ = members(world)
    group = asked(world, plan(world, where="WK990101"))
    client = client_for(world)
    log_in(client, world, "official", Role.OFFICIAL)
    there = f"/moderatie/adviezen/{group}"
    mine = {"ga": "vast", "choice": "conditional", "present": "8"}
    mine |= {"reasons": "Dit schreef ik als tweede op.", "conditions": "Eerst een hek erom."}
    first = {"ga": "vast", "choice": "positive", "reasons": WHY, "present": "8"}
    assert client.post(there, data=first).status_code == 303
    second = client.post(there, data=mine)
    assert (second.status_code, "Dit advies is al klaar" in second.text) == (409, True)
    assert "Het antwoord van de gemeente" in second.text
    for typed in (mine["reasons"], mine["conditions"]):
        assert typed in second.text

    advice = asked(world, plan(world))
    for member in (anna, bram):
        world.execute(CastVote(advice, Advice.NEGATIVE, WHY), member)
    world.execute(StepAside(advice, Interest.FAMILY), bram)
    closing = {"ga": "sluit", "seen": "0-0-2-0-0", "close_reasons": "Onze eigen woorden, samen."}
    late = as_member(client, world).post(f"/wijkraad/advies/{advice}", data=closing)
    assert (late.status_code, closing["close_reasons"] in late.text) == (409, True)


def test_everybody_concerned_is_told(made: Made) -> None:
    world = made()
    anna, bram, coba = members(world)
    submitter = world.person("submitter")
    about = plan(world, by=submitter)
    advice = asked(world, about)
    world.pass_days(21)
    world.execute(LookAtAdvice(advice))
    for member in (anna, bram):
        world.execute(CastVote(advice, Advice.POSITIVE, WHY), member)
    world.execute(CloseVote(advice, "2-0-0-0-0", WHY), anna)
    world.settle()
    world.execute(TakeStep(about, 3, "grant", reasons=WHY), world.official)
    world.execute(AnswerAdvice(advice, Heeded.FOLLOWED), world.official)
    world.settle()
    told = inbox(world)
    council = {"advice_begun", "advice_nearly_due", "advice_answered"}
    for member in (anna, bram, coba):
        assert told[member.person_id] == council
    assert told[submitter.person_id] == {
        "initiative_submitted",
        "step_taken",
        "advice_given",
        "advice_answered",
    }


def inbox(world: World) -> dict[object, set[str]]:
    found: dict[object, set[str]] = {}
    for row in world.rows(InboxMessage):
        found.setdefault(row["person_id"], set()).add(row["template"])
    return found


@pytest.mark.parametrize("many", [1, 6])
def test_pages_ask_the_same_number_of_questions(
    made: Made, client_for: ClientFor, many: int
) -> None:
    world = made()
    anna, bram, _ = members(world)
    for _ in range(many):
        advice = asked(world, plan(world))
        world.execute(CastVote(advice, Advice.POSITIVE, WHY), anna)
        given = world.execute(AdviseUnasked(world.open(), Advice.POSITIVE, WHY), anna)
        world.execute(CastVote(given, Advice.POSITIVE, WHY), bram)
        world.execute(CloseVote(given, "2-0-0-0-0", WHY), bram)
        world.open()
    client = as_member(client_for(world), world)
    client.get("/wijkraad")
    with statements(world.services.engine) as asked_of:
        assert client.get("/wijkraad").status_code == 200
    counted = len(asked_of)
    log_in(client, world, "official", Role.OFFICIAL)
    client.get("/moderatie/adviezen")
    with statements(world.services.engine) as asked_of:
        assert client.get("/moderatie/adviezen").status_code == 200
    assert (counted, len(asked_of), HERE) == COUNTED


def test_rules_page_says_how_neighbourhoods_advise(made: Made, client_for: ClientFor) -> None:
    page = client_for(made()).get("/spelregels").text.split('id="wijkraad"')[1]
    for said in ("Centrum", "de leden stemmen", "minstens 50% van de leden", "4 weken", "loting"):
        assert said in page
