"""A vote on a question over HTTP: an official settles it, two fix it, residents vote, and everybody reads the outcome."""

import hashlib
import re
from html import unescape

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.support.means import row_of
from tests.support.submitting import hidden
from tests.support.votes import CLOSED, OPEN, MadeVote, a_vote, draft_vote, published, resident
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.rounds import BudgetRound, VoteOption
from wijkstem.tally.answers.rules import Method
from wijkstem.words import Role
from wijkstem.words.rounds import BallotType, RoundState

DESK, PAGE = "/beheer/meedoen/2026-0001/stemming", "/meedoen/2026-0001-wat-doen-wij-met-het-plein"
DOOR, PAPER = "/wijkbudget/2026-1/stemmen", "/wijkbudget/2026-1/stembiljet/1"
TYPED = {
    "options": "Een park; Met gras en bomen.\nEen school\n\nWinkels",
    "ballot": "ranking",
    "method": "schulze",
    "minimum_age": "16",
    "day_day": "1",
    "day_month": "3",
    "day_year": "2026",
    "roll": "open",
    "electorate": "10",
    "least_turnout": "20",
    "wat": "",
}


def settle(client: TestClient, **values: str) -> httpx2.Response:
    revision = hidden(client.get(DESK).text).get("revision", "0")
    return client.post(DESK, data={**TYPED, "revision": revision, **values})


def text_of(answer: httpx2.Response) -> str:
    return unescape(answer.text)


def fill(client: TestClient, do: str, **fields: str) -> httpx2.Response:
    """As a browser without script sends it: every answer that is shown is in the form."""
    shown = re.search(r'name="getoond" value="([^"]*)"', client.get(PAPER).text)
    assert shown
    values = {name.replace("_", "-"): text for name, text in fields.items()}
    return client.post(PAPER, data={**values, "getoond": shown[1], "doe": do})


def send(client: TestClient) -> httpx2.Response:
    nonce = re.search(r'name="nonce" value="([^"]*)"', client.get(f"{PAPER}/controleren").text)
    assert nonce
    return client.post(f"{PAPER}/controleren", data={"nonce": nonce[1]})


def test_vote_is_settled_announced_and_fixed_by_two(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world, client = sqlite_world, client_for(sqlite_world)
    means_id = draft_vote(world)
    log_in(client, world, "one", Role.OFFICIAL)
    assert "Zet de stemming eerst op de website." not in client.get(DESK).text
    assert settle(client).headers["location"] == DESK
    assert [(row["title"], row["about"]) for row in world.rows(VoteOption)] == [
        ("Een park", "Met gras en bomen."), ("Een school", ""), ("Winkels", ""),
    ]  # fmt: skip
    early = client.post(DESK, data={"wat": "vragen", "revision": "1"})
    assert (early.status_code, "Zet de stemming eerst op de website." in text_of(early)) == (
        409,
        True,
    )
    world.execute(AnnounceMeans(means_id, row_of(world, means_id)["revision"]), world.official)
    shown = text_of(client.get(PAGE))
    assert "Wij vergelijken de antwoorden twee aan twee." in shown
    assert "De gemeente kan nog iets veranderen" in shown
    assert client.post(DESK, data={"wat": "vragen", "revision": "1"}).status_code == 303
    page = client.get(DESK).text
    assert "Leg het vast" not in page, "not by who asked"
    log_in(client, world, "two", Role.OFFICIAL)
    digest = hidden(client.get(DESK).text)["digest"]
    client.post(DESK, data={"wat": "vastleggen", "digest": digest})
    [row] = world.rows(BudgetRound)
    assert (row["state"], row["rule_digest"]) == (RoundState.FROZEN, digest)
    file = client.get("/meedoen/2026-0001/stemming/regels.json")
    assert hashlib.sha256(file.content).hexdigest() == digest
    assert settle(client).status_code == 409, "nothing in it changes any more"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"options": "Een park"}, "Een vraag heeft minstens twee antwoorden."),
        ({"options": "Een park\neen PARK"}, "Er staat twee keer hetzelfde antwoord."),
        ({"options": "x" * 121 + "\nEen park"}, "Uw tekst is te lang"),
        ({"options": "\n".join(map(str, range(41)))}, "Er passen hoogstens 40 antwoorden bij."),
        ({"max_picks": "4"}, "Vul een getal in van 1 tot en met 3."),
        ({"electorate": ""}, "Vul dit in."),
        ({"electorate": "veel"}, "Vul hier alleen cijfers in."),
        ({"least_share": "101"}, "Vul een getal in van 1 tot en met 100."),
        ({"day_month": "13"}, "Vul een dag in."),
        ({"ballot": "points", "points": ""}, "Vul dit in."),
        ({"ballot": "points", "points": "5", "most_points": "6"}, "van 1 tot en met 5."),
    ],
)
def test_what_is_not_right_is_told_and_what_was_typed_stays(
    sqlite_world: World, client_for: ClientFor, wrong: dict[str, str], said: str
) -> None:
    world, client = sqlite_world, client_for(sqlite_world)
    draft_vote(world)
    log_in(client, world, "one", Role.OFFICIAL)
    answer = settle(client, **wrong)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert said in shown
    for typed in (TYPED | wrong)["options"].splitlines():
        assert typed in shown
    assert world.rows(BudgetRound) == []


def test_resident_votes_changes_it_and_reads_the_outcome(
    sqlite_world: World, client_for: ClientFor
) -> None:
    made = a_vote(sqlite_world, least_turnout=20)
    world, client = made.world, client_for(sqlite_world)
    log_in(client, world, "sam", Role.RESIDENT)
    assert DOOR in client.get(PAGE).text
    assert client.get("/wijkbudget/2026-1").headers["location"] == PAGE
    client.post(DOOR, data={"manier": "login"})
    ballot = text_of(client.get(PAPER))
    assert "Kies één antwoord." in ballot
    assert "€" not in ballot
    assert "plannen" not in ballot
    assert fill(client, "verder").status_code == 422
    for answer, changed in (("2", "U hebt gestemd"), ("1", "U hebt uw stem gewijzigd")):
        fill(client, "verder", een=answer)
        assert send(client).headers["location"] == f"{PAPER}/verstuurd"
        receipt = client.get(f"{PAPER}/verstuurd").text
        assert changed in receipt
        [about] = re.findall(r'href="(/meedoen/[^"]+)">Naar de vraag', receipt)
        assert client.get(about).headers["location"] == PAGE
    assert [row["version"] for row in world.rows(Ballot)] == [1, 2]
    made.send(resident(world, "other"), [1])
    assert "Stemmers" not in client.get(PAGE).text, "nobody sees how it stands"
    world.clock.at = CLOSED
    closed = fill_closed(client)
    assert (closed.status_code, "Het stemmen is voorbij" in closed.text) == (422, True)
    published(made)
    shown = text_of(client.get(PAGE))
    assert "Antwoord ‘Een park’ wint." in shown
    assert "te weinig om te tonen" in shown, "two voters of one neighbourhood"
    assert client.get("/wijkbudget/2026-1/uitslag").headers["location"] == f"{PAGE}#meedoen"
    assert client.get("/wijkbudget/2026-1/controle").status_code == 200
    assert client.get("/wijkbudget/2026-1/uitslag/export.zip").status_code == 200
    assert client.get("/stembord/2026-1").status_code == 200


def fill_closed(client: TestClient) -> httpx2.Response:
    return client.post(PAPER, data={"een": "1", "getoond": "1,2,3", "doe": "verder"})


def test_points_over_the_maximum_are_refused_by_the_field(
    sqlite_world: World, client_for: ClientFor
) -> None:
    made = a_vote(
        sqlite_world, ballot=BallotType.POINTS, method=Method.POINTS, points=5, most_points=3
    )
    client = client_for(sqlite_world)
    log_in(client, made.world, "sam", Role.RESIDENT)
    client.post(DOOR, data={"manier": "login"})
    many = fill(client, "verder", plan_1="4")
    assert "Vul bij antwoord 1 een getal in van 1 tot en met 3." in text_of(many)
    together = fill(client, "verder", plan_1="3", plan_2="3")
    assert (together.status_code, 'value="3"' in together.text) == (422, True)
    assert "dat zijn er 1 te veel" in text_of(together)
    fill(client, "verder", plan_1="3", plan_2="2")
    assert send(client).status_code == 303
    assert [row["picks"] for row in made.world.rows(Ballot)] == ['{"1":3,"2":2}']


def test_ranking_shows_its_pairs_and_officials_see_them_first(
    sqlite_world: World, client_for: ClientFor
) -> None:
    made = a_vote(sqlite_world, ballot=BallotType.RANKING, method=Method.SCHULZE)
    world, client = made.world, client_for(sqlite_world)
    for number, order in enumerate(({1: 1, 2: 2, 3: 3}, {1: 1, 3: 2}, {2: 1, 1: 2})):
        made.send(resident(world, f"voter {number}"), order)
    published(made)
    shown = text_of(client.get(PAGE))
    assert "Twee aan twee" in shown
    assert re.search(r"Antwoord 1</th>\s*<td[^>]*>–</td>\s*<td[^>]*>2</td>", shown)
    log_in(client, world, "one", Role.OFFICIAL)
    assert client.get("/moderatie/rondes/2026-1").headers["location"] == DESK
    assert client.get("/moderatie/rondes/2026-1/tellen").status_code == 200
    assert client.get("/moderatie/rondes/2026-1/kiezers").status_code == 200
    assert "2026-1" not in client.get("/moderatie/rondes").text


def test_vote_whose_rules_were_never_fixed_says_so(
    sqlite_world: World, client_for: ClientFor
) -> None:
    from tests.support.votes import announced_vote

    made: MadeVote = announced_vote(sqlite_world)
    made.world.clock.at = OPEN
    client = client_for(sqlite_world)
    assert "U kunt nog niet stemmen. De regels liggen nog niet vast." in client.get(PAGE).text
    assert client.get(DOOR).status_code == 404
