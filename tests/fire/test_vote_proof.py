"""What judges the votes of a storm finds what it looks for: the lost, the planted, the overtaken and the marked in vain."""

import time
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import delete, update

from tests.fire import vote_proof
from tests.fire.ledger import Answer, Ledger, Sent
from tests.fire.town import BALLOT, Town
from tests.support.booth import Vote, a_vote, letters
from tests.support.world import HERE, World
from wijkstem.commands.ballots import new_nonce
from wijkstem.commands.marking import MarkRoll
from wijkstem.domain.people import ANYONE
from wijkstem.kit.rows import table_of
from wijkstem.tables.ballots import Ballot
from wijkstem.words.rounds import VotingWay

CODES = 3


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def town(sqlite_world: World, ledger: Ledger) -> Town:
    """Two of three voted; the first thought better of it."""
    vote = a_vote(sqlite_world, BALLOT)
    codes = letters(vote, CODES)
    for code, picks in ((codes[0], (1,)), (codes[1], (2, 3)), (codes[0], (1, 4))):
        voted(vote, ledger, code, picks)
    return cast(Town, SimpleNamespace(budget=vote, codes=codes))


def voted(vote: Vote, ledger: Ledger, code: str, picks: tuple[int, ...]) -> Sent:
    sent = Sent(code, new_nonce(), picks, time.monotonic())
    ledger.ballots.append(sent)
    sent.receipts.add(vote.send(code, *picks, nonce=sent.nonce).receipt)
    sent.ended = time.monotonic()
    ledger.note(sent.key, Answer.ACCEPTED)
    return sent


def holds(town: Town, ledger: Ledger) -> bool:
    try:
        vote_proof.box_is_what_was_said(town.budget.world, town, ledger)
        vote_proof.roll_is_who_voted(town.budget.world, town, ledger)
    except AssertionError:
        return False
    return True


def in_box(town: Town, statement: Any) -> None:
    with town.budget.world.services.connection(HERE) as connection:
        connection.execute(statement.where(_ballot.c.municipality_id == HERE))


_ballot = table_of(Ballot)


def test_box_as_it_was_told(town: Town, ledger: Ledger) -> None:
    assert holds(town, ledger)


def test_ballot_with_a_receipt_is_not_lost(town: Town, ledger: Ledger) -> None:
    in_box(town, delete(_ballot).where(_ballot.c.version == 2))
    assert not holds(town, ledger)


def test_nothing_is_in_the_box_that_nobody_sent_or_that_was_not_done(
    town: Town, ledger: Ledger
) -> None:
    ledger.answers[ledger.ballots[1].key] = [Answer.AWAY]
    assert not holds(town, ledger)
    del ledger.ballots[1]
    assert not holds(town, ledger)


def test_answer_that_was_lost_leaves_both_open(town: Town, ledger: Ledger) -> None:
    ledger.answers[ledger.ballots[1].key] = [Answer.UNANSWERED]
    assert holds(town, ledger)
    ledger.ballots.append(Sent(town.codes[2], new_nonce(), (1,), time.monotonic()))
    assert holds(town, ledger)


def test_what_was_sent_last_is_not_overtaken(town: Town, ledger: Ledger) -> None:
    first, _, last = ledger.ballots
    first.began, first.ended, last.began, last.ended = 30.0, 40.0, 10.0, 20.0
    assert not holds(town, ledger)
    last.ended = 35.0  # at the same moment: either can be the last
    assert holds(town, ledger)


def test_ballot_says_what_was_chosen(town: Town, ledger: Ledger) -> None:
    in_box(town, update(_ballot).where(_ballot.c.version == 2).values(picks='{"3":1}'))
    assert not holds(town, ledger)


def test_nobody_is_marked_who_sent_nothing(town: Town, ledger: Ledger) -> None:
    town.budget.world.execute(MarkRoll(town.budget.round_id, town.codes[2], VotingWay.CODE), ANYONE)
    assert not holds(town, ledger)
