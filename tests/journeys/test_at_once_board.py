"""The board at the same moment: real threads on a real PostgreSQL, and one chain without gaps or doubles."""

import threading
from itertools import pairwise
from typing import Any

import pytest

from tests.commands.test_board import cast, entries, look_at
from tests.journeys.test_at_once import MANY, at_once, kinds, problems
from tests.support.voted import CLOSES, voting
from tests.support.voting import a_vote
from tests.support.world import START, World
from wijkstem.commands import board, closing
from wijkstem.commands.board import AppendBoard, MakeHead, append_board
from wijkstem.commands.closing import CloseRound
from wijkstem.domain.board import Head, Line, chained, start_of
from wijkstem.events.board import BoardHeadSet
from wijkstem.kit.db import take_turns
from wijkstem.services import Work
from wijkstem.tables.board import BoardHead


def test_workers_that_append_at_once_make_one_chain(postgres_world: World) -> None:
    world = postgres_world
    vote = a_vote(world)
    for night in range(3):
        cast(world, vote, *(f"{night}{one:063x}" for one in range(5)))
        jobs = [lambda: world.execute(AppendBoard(vote.round_id))] * (MANY - 1)
        jobs.append(lambda n=night: cast(world, vote, f"f{n:063x}"))  # type: ignore[misc]
        assert kinds(at_once(jobs)) == {"done": MANY}
    world.execute(AppendBoard(vote.round_id))
    rows = entries(world, vote)
    assert [row["position"] for row in rows] == list(range(1 + 3 * 6))
    lines = [Line(row["position"], row["kind"], row["digest"]) for row in rows]
    made = [chain for _, chain in chained(start_of(str(vote.round_id)), lines)]
    assert made == [row["chain"] for row in rows]
    sizes = [row["size"] for row in world.rows(BoardHead)]
    assert all(one < two for one, two in pairwise(sizes))
    assert len(world.events(BoardHeadSet)) == len(sizes)
    assert problems(world) == []


def test_head_that_many_workers_find_due_is_made_once(postgres_world: World) -> None:
    world = postgres_world
    vote = a_vote(world)
    cast(world, vote, "a" * 64)
    look_at(world, vote, START)
    ended = at_once([lambda: world.execute(MakeHead(vote.round_id))] * MANY)
    assert sum(head is not None for head in ended) == 1
    assert len(world.rows(BoardHead)) == 1


def test_head_that_is_due_at_the_close_waits_for_it(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both take the round's row and the turn of its board: in the same order, or each waits for the other."""
    world, vote = postgres_world, voting(postgres_world)
    vote.cast(1, 1)
    world.clock.at = CLOSES
    has_row, has_turn = threading.Event(), threading.Event()
    append, turn = append_board, take_turns

    def closing_slowly(command: AppendBoard, work: Work) -> Head | None:
        has_row.set()
        has_turn.wait(1)
        return append(command, work)

    def turn_taken(*about: Any) -> None:
        turn(*about)
        if threading.current_thread() is late:
            has_turn.set()

    def make() -> None:
        has_row.wait(10)
        ended.append(world.execute(MakeHead(vote.id)))

    ended: list[object] = []
    late = threading.Thread(target=make)
    monkeypatch.setattr(closing, "append_board", closing_slowly)
    monkeypatch.setattr(board, "take_turns", turn_taken)
    late.start()
    world.execute(CloseRound(vote.id))
    late.join()

    assert ended == [None]
    assert [row["closing"] for row in world.rows(BoardHead)] == [True]
