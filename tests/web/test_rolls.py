"""The roll at the desk: files in and codes out once, paper after marking, another code for a lost one; nothing kept."""

import csv
import io

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.commands.test_marking import by_code
from tests.domain.test_roll_files import ANNA, BRAM, HEAD
from tests.support.logged import Logged
from tests.support.voting import Vote, a_vote, turn, with_codes
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.domain.people import ANYONE
from wijkstem.domain.voting_codes import is_code, new_code, read
from wijkstem.tables.rolls import RollEntry
from wijkstem.words import Role
from wijkstem.words.rounds import RoundState, VotingWay

DESK = "/moderatie/rondes/2026-1"
NUMBER = "999990019"


@pytest.fixture
def vote(sqlite_world: World) -> Vote:
    return a_vote(sqlite_world, state=RoundState.ANNOUNCED)


@pytest.fixture
def official(sqlite_world: World, client: TestClient, vote: Vote) -> TestClient:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    return client


def upload(client: TestClient, text: str, **more: str) -> httpx2.Response:
    files = {"lijst": ("kiezers.csv", text.encode(), "text/csv")}
    return client.post(f"{DESK}/kiezers", data=more, files=files)


def codes_in(text: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    return [read(row[-1]) for row in rows[1:]]


def test_a_list_comes_back_with_codes_that_vote(
    sqlite_world: World, official: TestClient, vote: Vote
) -> None:
    answer = upload(official, HEAD + ANNA + BRAM)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["cache-control"]
    assert 'filename="stemcodes-2026-1.csv"' in answer.headers["content-disposition"]
    codes = codes_in(answer.text)
    assert all(map(is_code, codes))
    turn(sqlite_world, vote, RoundState.FROZEN)
    for code in codes:
        sqlite_world.execute(by_code(vote, code), ANYONE)
    assert "2 kiezers" in official.get(f"{DESK}/kiezers").text


def test_wrong_lines_are_named_and_nothing_is_kept(
    sqlite_world: World, official: TestClient
) -> None:
    answer = upload(official, HEAD + ANNA + BRAM.replace("1950", "2015"))
    assert answer.status_code == 422
    assert "te jong om te stemmen" in answer.text
    assert "Er is niets bewaard" in answer.text
    assert sqlite_world.rows(RollEntry) == []


def test_a_list_twice_and_somebody_twice(sqlite_world: World, official: TestClient) -> None:
    first = codes_in(upload(official, HEAD + ANNA).text)
    assert upload(official, HEAD + ANNA).status_code == 409
    both = upload(official, HEAD + BRAM + "\n" + ANNA)
    assert (both.status_code, "staat al op de kiezerslijst" in both.text) == (422, True)
    again = upload(official, HEAD + ANNA, opnieuw="ja")
    assert codes_in(again.text) != first
    assert len(sqlite_world.rows(RollEntry)) == 1


def test_a_form_without_a_file(official: TestClient) -> None:
    answer = official.post(f"{DESK}/kiezers", data={}, files={"x": ("", b"")})
    assert (answer.status_code, "Kies het bestand" in answer.text) == (422, True)


def test_paper_is_given_once(sqlite_world: World, official: TestClient, vote: Vote) -> None:
    with_codes(sqlite_world, vote, f"bsn:{NUMBER}")
    given = official.post(f"{DESK}/loket", data={"wie": NUMBER})
    assert "Geef nu één stembiljet mee: Centrum." in given.text
    assert NUMBER not in given.text
    again = official.post(f"{DESK}/loket", data={"code": vote.codes[f"bsn:{NUMBER}"]})
    assert (again.status_code, "al op papier gestemd" in again.text) == (422, True)
    [row] = sqlite_world.rows(RollEntry)
    assert row["way"] is VotingWay.PAPER


def test_paper_for_somebody_new(sqlite_world: World, official: TestClient, vote: Vote) -> None:
    turn(sqlite_world, vote, RoundState.FROZEN)
    form = {"wie": NUMBER, "born_day": "4", "born_month": "3", "born_year": "1950"}
    unknown = official.post(f"{DESK}/loket", data=form)
    assert (unknown.status_code, "niet op de kiezerslijst" in unknown.text) == (422, True)
    given = official.post(f"{DESK}/loket", data={**form, "gebied": str(vote.areas["Noord"])})
    assert "stembiljet mee: Noord." in given.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Typ een stemcode"),
        ({"wie": "123456789"}, "Typ een stemcode"),
        ({"code": "1234"}, "geen stemcode"),
        ({"code": new_code()}, "kennen wij niet"),
    ],
)
def test_what_is_typed_wrong_stays(
    sqlite_world: World, official: TestClient, vote: Vote, form: dict[str, str], said: str
) -> None:
    turn(sqlite_world, vote, RoundState.FROZEN)
    answer = official.post(f"{DESK}/loket", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in form.values())


def test_another_code_is_shown_once(sqlite_world: World, official: TestClient, vote: Vote) -> None:
    with_codes(sqlite_world, vote, f"bsn:{NUMBER}")
    answer = official.post(f"{DESK}/nieuwe-code", data={"wie": NUMBER})
    shown = answer.text.split('class="ws-code">')[1].split("<")[0]
    assert "no-store" in answer.headers["cache-control"]
    sqlite_world.execute(by_code(vote, shown), ANYONE)
    assert shown not in official.get(f"{DESK}/nieuwe-code").text
    used = official.post(f"{DESK}/nieuwe-code", data={"wie": NUMBER})
    assert (used.status_code, "heeft al gestemd" in used.text) == (422, True)


def test_no_number_and_no_code_gets_into_the_log(
    sqlite_world: World, official: TestClient, vote: Vote, logged: Logged
) -> None:
    with_codes(sqlite_world, vote, f"bsn:{NUMBER}")
    code = vote.codes[f"bsn:{NUMBER}"]
    official.post(f"{DESK}/loket", data={"code": code})
    shown = official.post(f"{DESK}/nieuwe-code", data={"wie": NUMBER}).text
    assert "/moderatie/rondes/{round}/loket" in logged.text
    logged.tells_nothing(NUMBER, code)
    assert not [one for one in (NUMBER, code) if one in shown.partition("<form")[0]]


@pytest.mark.parametrize("page", ["kiezers", "loket", "nieuwe-code"])
def test_residents_have_no_business_here(
    sqlite_world: World, client: TestClient, vote: Vote, page: str
) -> None:
    log_in(client, sqlite_world, "anna")
    assert client.get(f"{DESK}/{page}").status_code == 403
