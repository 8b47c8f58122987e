"""Ballots on paper at the same moment: each sheet is read twice and goes into the box once."""

from tests.journeys.test_at_once import MANY, at_once, kinds, problems
from tests.support.voted import officials, voting
from tests.support.world import World
from wijkstem.commands.paper_ballots import DropBatch, EnterSheet, OpenBatch
from wijkstem.events.counting import PaperBatchAgreed, PaperBatchDropped
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.paper_ballots import BallotBatch, BallotSheet
from wijkstem.words import Role
from wijkstem.words.rounds import VotingWay


def test_piles_that_are_opened_at_once_have_a_number_each(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world)
    vote.mark(1, VotingWay.PAPER, 5)
    first = officials(world)[0]
    command = OpenBatch(vote.id, vote.areas[1], 1)
    ended = kinds(at_once([lambda: world.execute(command, first)] * MANY))

    assert ended == {"done": 5, "invalid": MANY - 5}, "no more piles than voters who took a ballot"
    assert sorted(row["number"] for row in world.rows(BallotBatch)) == [1, 2, 3, 4, 5]
    assert problems(world) == []


def test_sheet_that_all_officials_enter_at_once_is_read_twice(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world)
    vote.mark(1, VotingWay.PAPER)
    many = [world.person(f"reader {number}", Role.OFFICIAL) for number in range(MANY)]
    batch = world.execute(OpenBatch(vote.id, vote.areas[1], 1), many[0])
    ended = at_once([lambda who=who: world.execute(EnterSheet(batch, 1, "1"), who) for who in many])  # type: ignore[misc]

    assert kinds(ended) == {"done": 2, "batch_is_agreed": MANY - 2}
    assert [row["turn"] for row in world.rows(BallotSheet)] == [1, 2]
    assert len(world.rows(Ballot)) == len(world.events(PaperBatchAgreed)) == 1
    assert problems(world) == []


def test_pile_that_is_dropped_while_it_is_finished(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world)
    vote.mark(1, VotingWay.PAPER, 6)
    first, second, third = officials(world)
    for _ in range(6):
        before = len(world.rows(Ballot))
        batch = world.execute(OpenBatch(vote.id, vote.areas[1], 1), first)
        world.execute(EnterSheet(batch, 1, "1"), first)
        at_once(
            [
                lambda b=batch: world.execute(EnterSheet(b, 1, "1"), second),  # type: ignore[misc]
                lambda b=batch: world.execute(DropBatch(b), third),  # type: ignore[misc]
            ]
        )
        kept = bool(world.rows(BallotBatch, id=batch))
        assert len(world.rows(Ballot)) - before == kept
    agreed, dropped = len(world.events(PaperBatchAgreed)), len(world.events(PaperBatchDropped))
    assert (agreed, agreed + dropped) == (len(world.rows(Ballot)), 6)
    assert problems(world) == []
