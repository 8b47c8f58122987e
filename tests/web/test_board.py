"""The board's pages: everybody can look, nobody learns what a ballot says, and what is downloaded can be checked."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.commands.test_board import append, cast
from tests.docs.test_verify import run
from tests.support.voting import Vote, a_vote, turn
from tests.support.world import World
from wijkstem.domain.board import receipt_of
from wijkstem.domain.voting_codes import checked, grouped
from wijkstem.kit.canonical import sha256
from wijkstem.words.rounds import BoardKind, RoundState

BOARD = "/stembord/2026-1"
CHECK = f"{BOARD}/controle"


@pytest.fixture
def vote(sqlite_world: World) -> Vote:
    made = a_vote(sqlite_world)
    append(sqlite_world, made)
    return made


def test_a_round_without_rules_has_no_board(sqlite_world: World, client: TestClient) -> None:
    vote = a_vote(sqlite_world)
    turn(sqlite_world, vote, RoundState.ANNOUNCED)
    assert client.get(BOARD).status_code == 404
    assert "Wijkbudget 2026" not in client.get("/stembord").text
    assert client.get("/stembord/2099-1").status_code == 404


def test_the_page_shows_every_head(sqlite_world: World, client: TestClient, vote: Vote) -> None:
    cast(sqlite_world, vote, *(f"{n:064x}" for n in range(7)))
    head = append(sqlite_world, vote)
    page = client.get(BOARD).text
    assert head.root in page
    assert head.chain in page
    assert "04:00 uur" in page
    assert "Nog bezig" in page
    assert client.get("/stembord").text.count(BOARD) == 1


def test_a_closed_board_says_so(sqlite_world: World, client: TestClient, vote: Vote) -> None:
    append(sqlite_world, vote, (BoardKind.CLOSING, sha256("totals")), closing=True)
    turn(sqlite_world, vote, RoundState.CLOSED)
    page = client.get(BOARD).text
    assert "Gesloten" in page
    assert "04:00" not in page


def test_my_ballot_in_the_box_and_then_on_the_board(
    sqlite_world: World, client: TestClient, vote: Vote, tmp_path: Path
) -> None:
    [ballot] = cast(sqlite_world, vote, "a" * 64)
    receipt = grouped(receipt_of(ballot))
    waiting = client.post(CHECK, data={"code": receipt.lower()})
    assert "zit in de bus" in waiting.text
    append(sqlite_world, vote)
    there = client.post(CHECK, data={"code": receipt.replace("-", " ")})
    assert "Uw stem staat op het bord, op regel 1" in there.text
    assert f"{BOARD}/bewijs/1" in there.text
    proof = tmp_path / "bewijs.json"
    proof.write_text(client.get(f"{BOARD}/bewijs/1").text)
    assert json.loads(proof.read_text())["line"].count(ballot) == 1
    assert run("check_proof.py", proof)[0] == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "klopt niet"),
        ("zomaar wat", "klopt niet"),
        (checked("Q" * 14), "stemcode"),
        (receipt_of(sha256("nobody's")), "geen stem bij deze code"),
    ],
)
def test_a_wrong_receipt(client: TestClient, vote: Vote, typed: str, said: str) -> None:
    answer = client.post(CHECK, data={"code": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed}"' in answer.text


def test_what_is_downloaded_is_right(
    sqlite_world: World, client: TestClient, vote: Vote, tmp_path: Path
) -> None:
    ballots = cast(sqlite_world, vote, *(f"{n:064x}" for n in range(7)))
    append(sqlite_world, vote)
    lines, heads = tmp_path / "bord.jsonl", tmp_path / "koppen.json"
    lines.write_bytes(client.get(f"{BOARD}/bord.jsonl").content)
    heads.write_bytes(client.get(f"{BOARD}/koppen.json").content)
    code, said = run("check_board.py", lines, heads, "--receipt", receipt_of(ballots[3]))
    assert (code, "8 regels, waarvan 7 stemmen, en 2 koppen" in said) == (0, True)
    growth = tmp_path / "aangroei.json"
    growth.write_bytes(client.get(f"{BOARD}/aangroei/1/8").content)
    assert run("check_proof.py", growth)[0] == 0


@pytest.mark.parametrize("path", ["bewijs/9", "aangroei/1/5", "aangroei/0/1", "aangroei/9/1"])
def test_what_is_not_there(client: TestClient, vote: Vote, path: str) -> None:
    assert client.get(f"{BOARD}/{path}").status_code == 404
