"""What must hold of a vote on a budget after a storm: who was told so has voted, once, and anybody counts the same."""

import json
from collections import Counter
from itertools import permutations
from typing import Any

from tests.fire.ledger import Answer, Ledger, Sent
from tests.fire.town import Town
from tests.fire.vote_errands import OVER
from tests.support.booth import Vote
from tests.support.world import HERE, World
from wijkstem.commands.ballots import seal_of, tag_of
from wijkstem.commands.counting import ApproveResult
from wijkstem.domain import board
from wijkstem.domain.ballots import read, written
from wijkstem.domain.board import commitment, receipt_of
from wijkstem.domain.rolls import code_hash
from wijkstem.domain.verifying import verify
from wijkstem.events.counting import RoundCounted
from wijkstem.queries.round_files import published_files
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.board import BoardEntry, BoardHead
from wijkstem.tables.counting import CountAlarm, RoundCount
from wijkstem.tables.rolls import RollEntry
from wijkstem.words.rounds import BoardKind
from workers.counting import count_votes


def box_is_what_was_said(world: World, town: Town, ledger: Ledger) -> None:
    """Every receipt is of a ballot in the box, each voter's last one counts, and nothing is there that was refused."""
    rows = {row["commitment"]: row for row in _box(world, town)}
    sent = {_commitment(town.budget, one): one for one in ledger.ballots}
    told = {one for one, ballot in sent.items() if Answer.ACCEPTED in ledger.answers[ballot.key]}
    refused = {one for one, ballot in sent.items() if Answer.REFUSED in ledger.answers[ballot.key]}
    may_not = {one for one, ballot in sent.items() if not _right(town, ballot)}
    away = {one for one, ballot in sent.items() if set(ledger.answers[ballot.key]) == {Answer.AWAY}}
    assert told, "nobody voted"
    assert refused == may_not, "only what may not be sent is refused, and always"
    assert told <= rows.keys() <= sent.keys() - refused - away
    assert {one: sent[one].receipts for one in told} == {one: {receipt_of(one)} for one in told}
    versions = Counter(row["tag"] for row in rows.values())
    assert {(row["tag"], row["version"]) for row in rows.values()} == {
        (tag, version) for tag, many in versions.items() for version in range(1, many + 1)
    }
    overtaken = [
        (sent[one], sent[other])
        for one, other in permutations(rows, 2)
        if rows[one]["tag"] == rows[other]["tag"]
        and sent[one].ended < sent[other].began
        and rows[one]["version"] > rows[other]["version"]
    ]
    assert overtaken == []
    keys = world.services.tag_keys
    assert [r for r in rows.values() if seal_of(keys, r["seal_key"], HERE, r) != r["seal"]] == []


def roll_is_who_voted(world: World, town: Town, ledger: Ledger) -> None:
    """Whose ballot is in the box is marked, once; and marked is nobody but who sent one that may be sent."""
    vote, keys = town.budget, world.services.tag_keys
    codes = {code_hash(keys, keys.current, HERE, vote.round_id, code): code for code in town.codes}
    rows = world.rows(RollEntry, round_id=vote.round_id)
    assert {row["code_hash"] for row in rows} == codes.keys()
    marked = {codes[row["code_hash"]] for row in rows if row["marked_on"] is not None}
    assert [row for row in rows if row["marked_on"] and row["credential"] != row["code_hash"]] == []
    in_box = {row["tag"] for row in _box(world, town)}
    assert in_box <= {_tag(vote, code) for code in marked}
    assert marked <= {ballot.code for ballot in ledger.ballots if _right(town, ballot)}


def board_is_of_the_box(world: World, town: Town) -> None:
    """It has heads, each of the lines before it; on it stands what is in the box, and that once."""
    of = town.budget.round_id
    entries = sorted(world.rows(BoardEntry, round_id=of), key=lambda row: row["position"])
    lines = [board.Line(row["position"], row["kind"], row["digest"]) for row in entries]
    heads = world.rows(BoardHead, round_id=of)
    ballots = [line.digest for line in lines if line.kind is BoardKind.BALLOT]
    assert heads
    assert [line.number for line in lines] == list(range(len(lines)))
    assert len(ballots) == len(set(ballots))
    assert set(ballots) <= {row["commitment"] for row in _box(world, town)}
    start = board.start_of(str(town.budget.round_id))
    assert [row["chain"] for row in entries] == [chain for _, chain in board.chained(start, lines)]
    assert max(row["size"] for row in heads) == len(lines)
    for head in heads:
        assert head["root"] == board.tree_of(lines[: head["size"]]).root.hex()
        assert head["chain"] == entries[head["size"] - 1]["chain"]


def anybody_counts_the_same(world: World, town: Town) -> None:
    """The vote is closed and counted, two officials let it out, and its files show that nothing is amiss."""
    vote = town.budget
    last = {row["tag"]: read(row["picks"]) for row in sorted(_box(world, town), key=_version)}
    world.clock.at = vote.closes_at
    count_votes(world.services, HERE)
    assert world.rows(CountAlarm) == []
    [row] = world.rows(RoundCount, round_id=vote.round_id)
    result: dict[str, Any] = json.loads(row["result"])["result"]
    votes = Counter(str(plan) for picks in last.values() for plan in picks)
    assert row["ballots"] == result["voters"] == len(last)
    assert {plan: one["votes"] for plan, one in result["plans"].items()} == {
        plan: votes[plan] for plan in result["plans"]
    }
    [counted] = [one for one in world.events(RoundCounted) if one.round_id == vote.round_id]
    for official in town.officials:
        world.execute(ApproveResult(vote.round_id, counted.digest), official.actor)
    with world.services.reading(HERE) as connection:
        files = published_files(connection, HERE, vote.number)
    assert [check for check in verify(files) if not check.ok] == []


def _box(world: World, town: Town) -> list[dict[str, Any]]:
    """Of this vote: another one is about a question."""
    return world.rows(Ballot, round_id=town.budget.round_id)


def _version(row: dict[str, Any]) -> int:
    version: int = row["version"]
    return version


def _right(town: Town, ballot: Sent) -> bool:
    return ballot.picks not in OVER and ballot.code in town.codes


def _tag(vote: Vote, code: str) -> str:
    keys = vote.world.services.tag_keys
    return tag_of(keys, keys.current, HERE, vote.round_id, code)


def _commitment(vote: Vote, ballot: Sent) -> str:
    """What must stand in the box for it."""
    return commitment(
        round_id=str(vote.round_id),
        area_id=str(vote.areas[0]),
        ballot=written(dict.fromkeys(ballot.picks, 1)),
        nonce=ballot.nonce,
        tag=_tag(vote, ballot.code),
    )
