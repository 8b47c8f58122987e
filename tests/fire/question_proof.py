"""What must hold of a vote on a question after a storm: one voter, one tag; nothing behind the close; and a count that is right."""

import json
from collections import Counter
from itertools import permutations

from tests.fire.ledger import Answer, Ledger
from tests.fire.question_errands import LATE, VOTERS
from tests.fire.town import Town
from tests.support.world import HERE, World
from wijkstem.domain.ballots import read
from wijkstem.domain.verifying import verify
from wijkstem.events.counting import RoundClosed, RoundCounted
from wijkstem.events.vote_questions import VoteAnswered
from wijkstem.queries.round_files import published_files
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.counting import RoundCount
from wijkstem.tables.means import Means
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.means import MeansState
from wijkstem.words.rounds import RoundState, VotingWay


def question_box_is_what_was_said(world: World, town: Town, ledger: Ledger) -> None:
    """Every accepted ballot once, under one tag a voter, in the order in which they were sent; nothing that was refused."""
    it, sent = town.rooms.question, {one.nonce: one for one in town.rooms.ballots}
    rows = {row["nonce"]: row for row in world.rows(Ballot, round_id=it.round_id)}
    answers = {nonce: set(ledger.answers[one.key]) for nonce, one in sent.items()}
    told = {nonce for nonce, given in answers.items() if Answer.ACCEPTED in given}
    refused = {nonce for nonce, given in answers.items() if given <= {Answer.REFUSED, Answer.AWAY}}
    assert told, "nobody voted"
    assert told <= rows.keys() <= sent.keys() - refused
    assert {nonce: read(row["picks"]) for nonce, row in rows.items()} == {
        nonce: dict.fromkeys(sent[nonce].picks, 1) for nonce in rows
    }
    tags = {(sent[nonce].code.split()[0], row["tag"]) for nonce, row in rows.items()}
    assert len(tags) == len({who for who, _ in tags}) == len({tag for _, tag in tags})
    assert {who for who, _ in tags} == {str(one.id) for one in town.supporters[VOTERS]}
    versions = Counter(row["tag"] for row in rows.values())
    assert {(row["tag"], row["version"]) for row in rows.values()} == {
        (tag, version) for tag, many in versions.items() for version in range(1, many + 1)
    }
    overtaken = [
        (one, other)
        for one, other in permutations(rows, 2)
        if rows[one]["tag"] == rows[other]["tag"]
        and sent[one].ended < sent[other].began
        and rows[one]["version"] > rows[other]["version"]
    ]
    assert overtaken == []


def question_roll_is_who_voted(world: World, town: Town, ledger: Ledger) -> None:
    """Marked by logging in, once each; who came behind the close, or wanted to close early, got nothing."""
    rows = world.rows(RollEntry, round_id=town.rooms.question.round_id)
    marked = [row for row in rows if row["marked_on"] is not None]
    assert len(marked) == len(town.supporters[VOTERS])
    assert {row["way"] for row in marked} == {VotingWay.LOGIN}
    assert len({row["credential"] for row in marked}) == len(marked)
    late = [ledger.answers["late ballot", one.id] for one in town.supporters[LATE]]
    early = ledger.answers["close early", town.rooms.question.means.id]
    for given in (*late, early):
        assert Answer.REFUSED in given
        assert Answer.ACCEPTED not in given


def question_is_answered_once(world: World, town: Town) -> None:
    """Closed, counted and let out once; the answer is what anybody counts from the box, and the files show it.

    Two answers that end equal wait for a lot, for which it is not the day yet: then nothing is let out.
    """
    it = town.rooms.question
    of = [
        sum(one.round_id == it.round_id for one in world.events(kind))
        for kind in (RoundClosed, RoundCounted, VoteAnswered)
    ]
    [count] = world.rows(RoundCount, round_id=it.round_id)
    equal = count["lot_for"] is not None
    assert of == [1, 1, 0 if equal else 1]
    [round_] = world.rows(BudgetRound, id=it.round_id)
    [means] = world.rows(Means, id=it.means.id)
    stands = RoundState.COUNTED if equal else RoundState.PUBLISHED
    assert (round_["state"], means["state"]) == (stands, MeansState.ACCOUNTED)
    box = sorted(world.rows(Ballot, round_id=it.round_id), key=lambda row: int(row["version"]))
    last = {row["tag"]: read(row["picks"]) for row in box}
    votes = Counter(str(answer) for picks in last.values() for answer in picks)
    assert equal == (list(votes.values()).count(max(votes.values())) > 1)
    result = json.loads(count["result"])["result"]
    assert count["ballots"] == len(last)
    assert {answer: one["score"] for answer, one in result["answers"].items()} == {
        answer: votes[answer] for answer in result["answers"]
    }
    if equal:
        return
    with world.services.reading(HERE) as connection:
        files = published_files(connection, HERE, it.number)
    assert [check for check in verify(files) if not check.ok] == []
