"""Ballots that come at the same moment: real threads on a real PostgreSQL, and every voter counts once."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from tests.eventlog.consumers import unguarded
from tests.journeys.test_at_once import Job, apart, at_once, kinds, problems
from tests.support.booth import Vote, a_vote, letters
from tests.support.world import HERE, World
from wijkstem.commands import ballots, boxes
from wijkstem.commands.ballots import CastBallot, Stir, new_nonce
from wijkstem.commands.boxes import lock_box
from wijkstem.commands.marking import MarkRoll
from wijkstem.domain.ballots import last_of_each
from wijkstem.domain.people import ANYONE, SYSTEM
from wijkstem.kit.rows import table_of
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.rolls import RollEntry
from wijkstem.words.rounds import VotingWay

MANY = 12
_ballot = table_of(Ballot)


@pytest.fixture
def vote(postgres_world: World) -> Vote:
    return a_vote(postgres_world)


def send(vote: Vote, ballot: CastBallot) -> Job:
    """Both halves, each in a transaction of its own."""

    def sending() -> object:
        apart(vote.world, MarkRoll(vote.round_id, ballot.credential, VotingWay.CODE), ANYONE)
        return apart(vote.world, ballot, ANYONE)

    return sending


def counting(vote: Vote) -> Counter[str]:
    rows = vote.world.rows(Ballot)
    last = last_of_each((row["tag"], row["version"]) for row in rows)
    return Counter(row["picks"] for row in rows if (row["tag"], row["version"]) in last)


def marked(vote: Vote) -> int:
    return sum(row["marked_on"] is not None for row in vote.world.rows(RollEntry))


def test_ballot_that_is_sent_many_times_at_once_is_one(vote: Vote) -> None:
    [code] = letters(vote, 1)
    ended = at_once([send(vote, vote.ballot(code, 1, 2, nonce=new_nonce()))] * MANY)

    assert kinds(ended) == {"done": MANY}
    assert len({one.receipt for one in ended}) == 1
    assert len(vote.world.rows(Ballot)) == 1
    assert problems(vote.world) == []


def test_voter_on_many_devices_counts_once_with_the_last(vote: Vote) -> None:
    [code] = letters(vote, 1)
    ended = at_once([send(vote, vote.ballot(code, 1 + n % 4)) for n in range(MANY)])
    rows = vote.world.rows(Ballot)

    assert kinds(ended) == {"done": MANY}
    assert sorted(row["version"] for row in rows) == list(range(1, MANY + 1))
    assert sorted(one.changed for one in ended) == [False] + [True] * (MANY - 1)
    [counted] = counting(vote)
    assert counted == max(rows, key=lambda row: row["version"])["picks"]
    assert marked(vote) == 1


def test_without_the_turn_the_keys_still_keep_a_voter_to_one_ballot_each_time(
    vote: Vote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What two devices would do that read the last version before either wrote: the constraint refuses one."""
    [code] = letters(vote, 1)
    read = threading.Barrier(2)
    next_version = ballots._next_version

    def together(*args: object) -> int:
        version = next_version(*args)  # type: ignore[arg-type]  # handed on as it came
        read.wait()
        return version

    monkeypatch.setattr(ballots, "take_turns", lambda *_: None)
    monkeypatch.setattr(ballots, "_next_version", together)
    two = [vote.ballot(code, 1), vote.ballot(code, 2)]
    ended = at_once([lambda b=b: apart(vote.world, b, ANYONE) for b in two])  # type: ignore[misc]
    assert sorted(type(one).__name__ for one in ended) == ["Cast", "IntegrityError"]
    assert sum(counting(vote).values()) == 1


def test_without_the_key_a_voter_has_two_ballots(
    vote: Vote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "One voter, one ballot" is the primary key of the box and nothing else."""
    with unguarded(vote.world) as connection:
        connection.execute(text("ALTER TABLE ballot DROP CONSTRAINT pk_ballot"))
    test_both = pytest.raises((AssertionError, IntegrityError))
    with test_both:
        test_without_the_turn_the_keys_still_keep_a_voter_to_one_ballot_each_time(vote, monkeypatch)
    assert [row["version"] for row in vote.world.rows(Ballot)] == [1, 1]


def test_voters_at_once_are_all_counted_while_the_box_is_stirred(vote: Vote) -> None:
    codes = letters(vote, 24)
    sent = [send(vote, vote.ballot(code, 1 + n % 4)) for n, code in enumerate(codes)]
    stirring: list[Job] = [lambda: apart(vote.world, Stir(vote.round_id), SYSTEM)] * 4
    changed = [send(vote, vote.ballot(code, 1 + n % 3, 4)) for n, code in enumerate(codes[:8])]
    first = at_once([*sent[:10], *stirring])
    second = at_once([*sent[10:], *stirring, *changed])

    assert kinds([*first, *second]) == {"done": 24 + 8 + 8}
    assert sum(counting(vote).values()) == marked(vote) == 24
    assert len(vote.world.rows(Ballot)) == 32


def test_close_in_the_middle_takes_a_ballot_whole_or_not_at_all(vote: Vote) -> None:
    """Who has their receipt is in the box before the close looks; who comes after it is told so."""
    codes = letters(vote, 24)
    found: list[int] = []

    def close() -> None:
        with vote.world.services.unit_of_work(HERE) as uow:
            work = vote.world.services.work(uow, SYSTEM)
            lock_box(work, vote.round_id)
            inside = select(func.count()).select_from(_ballot)
            inside = inside.where(_ballot.c.municipality_id == HERE)
            found.append(uow.connection.execute(inside).scalar_one())
            vote.close(uow.connection)

    ended = at_once(
        [close, *(lambda c=c: apart(vote.world, vote.ballot(c, 1), ANYONE) for c in codes)]
    )[1:]
    done = kinds(ended)["done"]

    assert kinds(ended) + Counter() == Counter({"done": done, "vote_closed": 24 - done}) + Counter()
    assert len(vote.world.rows(Ballot)) == found[0] == done


def test_without_the_lock_a_ballot_comes_after_the_close_has_looked(
    vote: Vote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boxes, "share_turns", lambda *_: None)
    [code] = letters(vote, 1)
    looked, cast = threading.Event(), threading.Event()
    seen: list[int] = []

    def close() -> None:
        with vote.world.services.unit_of_work(HERE) as uow:
            lock_box(vote.world.services.work(uow, SYSTEM), vote.round_id)
            seen.append(len(vote.world.rows(Ballot)))
            looked.set()
            cast.wait(10)
            vote.close(uow.connection)

    def voting() -> object:
        looked.wait(10)
        done = apart(vote.world, vote.ballot(code, 1), ANYONE)
        cast.set()
        return done

    ended = at_once([close, voting])
    assert kinds(ended) == {"done": 2}
    assert (seen, len(vote.world.rows(Ballot))) == ([0], 1), "nobody counts this one"
