"""The board grows at set times, never changes, and gives nothing away of who came when."""

import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from tests.docs.test_verify import SCRIPTS
from tests.support.rounds import frozen_round
from tests.support.voting import Vote, a_vote, turn
from tests.support.world import HERE, World
from wijkstem.commands.board import AppendBoard, MakeHead
from wijkstem.domain.board import LEAST_TOGETHER, Head, commitment, receipt_of
from wijkstem.errors import NotAllowed, NotFound, RuleBroken
from wijkstem.events.board import BoardHeadSet
from wijkstem.kit.canonical import sha256
from wijkstem.kit.rows import table_of
from wijkstem.queries.board import (
    Standing,
    ballots_on_board,
    board,
    heads,
    proof_of_growth,
    proof_of_line,
    standing_of,
)
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.board import BoardEntry, BoardHead
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.rounds import BoardKind, RoundState, VotingMethod


@pytest.fixture
def vote(world: World) -> Vote:
    return a_vote(world)


def cast(world: World, vote: Vote, *tags: str, version: int = 1) -> list[str]:
    """Ballots in the box, as casting leaves them; their commitments in the order in which they came."""
    area = vote.areas["Centrum"]
    rows: list[dict[str, Any]] = []
    for tag in tags:
        ballot = {"ballot": '{"1":1}', "nonce": f"n{version}", "tag": tag}
        made = commitment(round_id=str(vote.round_id), area_id=str(area), **ballot)
        rows.append(
            {
                "municipality_id": HERE, "round_id": vote.round_id, "tag": tag, "version": version,
                "area_id": area, "picks": ballot["ballot"], "nonce": ballot["nonce"], "commitment": made,
                "seal": "0" * 64, "seal_key": "1", "method": VotingMethod.INTERNET,
            }
        )  # fmt: skip
    with world.services.connection(HERE) as connection:
        connection.execute(insert(table_of(Ballot)), rows)
    return [row["commitment"] for row in rows]


def entries(world: World, vote: Vote) -> list[dict[str, Any]]:
    return world.rows(BoardEntry, round_id=vote.round_id)


def append(world: World, vote: Vote, *more: tuple[BoardKind, str], closing: bool = False) -> Any:
    return world.execute(AppendBoard(vote.round_id, more, closing))


def test_the_board_begins_with_the_rules(world: World, vote: Vote) -> None:
    [digest] = [row["rule_digest"] for row in world.rows(BudgetRound)]
    head = append(world, vote)
    assert [(row["position"], row["kind"], row["digest"]) for row in entries(world, vote)] == [
        (0, BoardKind.RULES, digest)
    ]
    [event] = world.events(BoardHeadSet)
    assert (event.size, event.ballots, event.root, event.chain) == (1, 0, head.root, head.chain)


def test_ballots_come_together_and_sorted(world: World, vote: Vote) -> None:
    tags = [f"{number:064x}" for number in range(20)]
    random.Random(3).shuffle(tags)
    came = [cast(world, vote, tag)[0] for tag in tags]
    append(world, vote)
    assert [row["digest"] for row in entries(world, vote)[1:]] == sorted(came)
    assert came != sorted(came)


def test_nothing_new_makes_no_head(world: World, vote: Vote) -> None:
    cast(world, vote, "a" * 64)
    append(world, vote)
    assert append(world, vote) is None
    assert len(world.rows(BoardHead)) == len(world.events(BoardHeadSet)) == 1


def test_a_changed_ballot_is_another_line_and_the_first_stays(world: World, vote: Vote) -> None:
    [first] = cast(world, vote, "a" * 64)
    append(world, vote)
    [second] = cast(world, vote, "a" * 64, version=2)
    append(world, vote)
    assert [row["digest"] for row in entries(world, vote)[1:]] == [first, second]


def test_after_the_close_no_ballot_comes_on_the_board(world: World, vote: Vote) -> None:
    cast(world, vote, "a" * 64)
    closing, result = (BoardKind.CLOSING, sha256("totals")), (BoardKind.RESULT, sha256("file"))
    assert append(world, vote, closing, closing=True).closing
    turn(world, vote, RoundState.CLOSED)
    append(world, vote, result)
    kinds = [row["kind"] for row in entries(world, vote)]
    assert kinds == [BoardKind.RULES, BoardKind.BALLOT, BoardKind.CLOSING, BoardKind.RESULT]
    assert append(world, vote, result) is None
    cast(world, vote, "b" * 64)
    with pytest.raises(RuleBroken, match="gesloten"):
        append(world, vote)
    assert len(entries(world, vote)) == 4


def test_there_is_no_board_before_the_rules_are_fixed(world: World) -> None:
    vote = a_vote(world)
    rounds = table_of(BudgetRound)
    with world.services.connection(HERE) as connection:
        here = (rounds.c.municipality_id == HERE, rounds.c.id == vote.round_id)
        connection.execute(rounds.update().where(*here).values(rule_digest=None))
    with pytest.raises(RuleBroken, match="nog niet vast"):
        append(world, vote)


def test_only_the_system_writes_on_the_board(world: World, vote: Vote) -> None:
    for command in (AppendBoard(vote.round_id), MakeHead(vote.round_id)):
        for who in (world.official, world.person("anna")):
            with pytest.raises(NotAllowed):
                world.execute(command, who)


def look_at(world: World, vote: Vote, when: datetime | None) -> None:
    rounds = table_of(BudgetRound)
    with world.services.connection(HERE) as connection:
        here = (rounds.c.municipality_id == HERE, rounds.c.id == vote.round_id)
        connection.execute(rounds.update().where(*here).values(look_at=when))


def test_heads_are_made_at_the_hours_of_the_rules(world: World, vote: Vote) -> None:
    cast(world, vote, "a" * 64)
    look_at(world, vote, datetime(2026, 3, 3, 3, tzinfo=UTC))
    assert world.execute(MakeHead(vote.round_id)) is None, "too early"
    world.clock.at = datetime(2026, 3, 3, 3, 0, 1, tzinfo=UTC)
    assert isinstance(world.execute(MakeHead(vote.round_id)), Head)
    assert world.execute(MakeHead(vote.round_id)) is None, "another worker was first"
    [row] = world.rows(BudgetRound)
    assert row["look_at"] == datetime(2026, 3, 4, 3, tzinfo=UTC), "04:00 in the Netherlands"


def test_the_last_look_is_the_close_and_is_left_to_the_count(world: World, vote: Vote) -> None:
    [row] = world.rows(BudgetRound)
    closes_at = row["closes_at"]
    look_at(world, vote, closes_at - timedelta(hours=1))
    world.clock.at = closes_at - timedelta(minutes=59)
    world.execute(MakeHead(vote.round_id))
    assert world.rows(BudgetRound)[0]["look_at"] == closes_at
    world.clock.at = closes_at
    cast(world, vote, "a" * 64)
    assert world.execute(MakeHead(vote.round_id)) is None
    assert world.rows(BudgetRound)[0]["look_at"] == closes_at


def test_receipts_lead_to_lines_and_to_what_waits(world: World, vote: Vote) -> None:
    [there] = cast(world, vote, "a" * 64)
    append(world, vote)
    [waiting] = cast(world, vote, "b" * 64)
    with world.services.reading(HERE) as connection:

        def asked(of: str) -> Standing | None:
            return standing_of(connection, HERE, vote.round_id, receipt_of(of))

        assert asked(there) == Standing(1)
        assert asked(waiting) == Standing(None)
        assert asked(sha256("nobody's")) is None
        [row] = world.rows(BudgetRound)
        assert asked(row["rule_digest"]) is None, "the rules are no ballot"


def test_what_is_published_is_checked_by_the_scripts(
    world: World, vote: Vote, tmp_path: Path
) -> None:
    """Three nights and a close; then the export as anybody downloads it."""
    came: list[str] = []
    for night, count in enumerate((5, 0, 9)):
        if count:
            came += cast(world, vote, *(f"{night}{one:063x}" for one in range(count)))
        append(world, vote)
        world.pass_days(1)
    append(world, vote, (BoardKind.CLOSING, sha256("totals")), closing=True)
    with world.services.reading(HERE) as connection:
        found = heads(connection, HERE, vote.round_id)
        assert [(head.size, head.closing) for head in found] == [
            (6, False),
            (15, False),
            (16, True),
        ]
        assert ballots_on_board(connection, HERE, vote.round_id) == 14
        whole = board(connection, HERE, vote.round_id, 16)
        with pytest.raises(NotFound):
            board(connection, HERE, vote.round_id, 7)
    lines, said = tmp_path / "bord.jsonl", tmp_path / "koppen.json"
    lines.write_text("".join(f"{line.text}\n" for line in whole.lines))
    public = [Head(h.size, h.root, h.chain, h.closing).public() for h in found]
    said.write_text(json.dumps({"round": str(vote.round_id), "heads": public}))
    kept = f"--head={found[0].size}:{found[0].root}"
    for ballot in came[::6]:
        run("check_board.py", lines, said, "--receipt", receipt_of(ballot), kept)
    proofs = [proof_of_line(whole, n) for n in (0, 6, 15)]
    proofs += [proof_of_growth(whole, head) for head in found]
    for number, proof in enumerate(proofs):
        file = tmp_path / f"bewijs-{number}.json"
        file.write_text(json.dumps(proof))
        run("check_proof.py", file)
    with pytest.raises(NotFound):
        proof_of_line(whole, 16)


def run(script: str, *arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPTS / script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_rules_are_on_the_board_as_soon_as_they_are_fixed(world: World) -> None:
    fixed = frozen_round(world)
    world.settle()
    [event] = world.events(BoardHeadSet)
    [row] = world.rows(BudgetRound, id=fixed.id)
    [entry] = world.rows(BoardEntry)
    assert (event.round_id, event.size, event.ballots) == (fixed.id, 1, 0)
    assert (entry["kind"], entry["digest"]) == (BoardKind.RULES, row["rule_digest"])


def test_few_voters_of_an_area_wait_for_others(world: World, vote: Vote) -> None:
    """The roll says the day: one ballot alone on the board that night would be known by it."""
    append(world, vote)
    few = [f"{number:064x}" for number in range(LEAST_TOGETHER - 1)]
    cast(world, vote, *few)
    cast(world, vote, *few, version=2)
    look_at(world, vote, world.clock.at)
    assert world.execute(MakeHead(vote.round_id)) is None, "changing a ballot makes no voter more"
    cast(world, vote, "f" * 64)
    look_at(world, vote, world.clock.at)
    assert world.execute(MakeHead(vote.round_id)).size == 1 + 2 * len(few) + 1
    cast(world, vote, "e" * 64)
    assert append(world, vote, closing=True).size == 1 + 2 * len(few) + 2
