"""The close, the count and the publication at the same moment: each happens once, and nobody falls in between."""

from datetime import timedelta

from tests.journeys.test_at_once import MANY, at_once, kinds, problems
from tests.support.voted import CLOSES, counted, officials, voting
from tests.support.world import HERE, World
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.counting import (
    ApproveResult,
    CheckSheet,
    CountAgain,
    StopCount,
)
from wijkstem.commands.lots import CorrectLot, RecordLot
from wijkstem.commands.paper_ballots import EnterSheet, OpenBatch
from wijkstem.domain.closing import Alarm
from wijkstem.events.board import BoardHeadSet
from wijkstem.events.counting import (
    CountStopped,
    LotDrawn,
    ResultApproved,
    ResultPublished,
    RoundClosed,
    RoundCounted,
)
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.counting import (
    RoundApproval,
    RoundClosing,
    RoundCount,
    RoundLotCorrection,
)
from wijkstem.tables.paper_ballots import BallotCheck
from wijkstem.words.rounds import CountProblem, VotingWay
from workers.counting import count_votes


def test_workers_that_close_and_count_at_once_give_one_result(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world)
    for plan in (1, 2, 3, 1):
        vote.cast(1, plan)
    world.clock.at = CLOSES
    ended = at_once([lambda: count_votes(world.services, HERE)] * MANY)

    assert kinds(ended) == {"done": MANY}
    assert len(world.rows(RoundClosing)) == len(world.events(RoundClosed)) == 1
    assert len(world.rows(RoundCount)) == 2
    assert len(world.events(RoundCounted)) == 1
    assert [head.closing for head in world.events(BoardHeadSet)] == [True, False]
    assert problems(world) == []


def test_paper_that_is_entered_at_the_close_counts_or_is_refused(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world)
    vote.mark(1, VotingWay.PAPER)
    first, second, third = officials(world)
    world.clock.at = CLOSES
    batch = world.execute(OpenBatch(vote.id, vote.areas[1], 1), first)
    world.execute(EnterSheet(batch, 1, "1"), first)
    ended = at_once(
        [
            lambda: world.execute(EnterSheet(batch, 1, "1"), second),
            lambda: world.execute(CloseRound(vote.id), third),
        ]
    )

    assert kinds(ended) in ({"done": 2}, {"done": 1, "batch_is_open": 1})
    world.execute(CloseRound(vote.id), third)
    (closed,) = world.events(RoundClosed)
    assert (closed.on_paper, len(world.rows(Ballot))) == (1, 1)
    assert problems(world) == []


def test_count_that_many_workers_stop_is_stopped_once(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world)
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id))
    command = StopCount(vote.id, (Alarm(CountProblem.SEAL, "0" * 64),))
    ended = at_once([lambda: world.execute(command)] * MANY)
    official = officials(world)[0]
    again = at_once([lambda: world.execute(CountAgain(vote.id), official)] * MANY)

    assert kinds(ended) == kinds(again) == {"done": MANY}
    assert len(world.events(CountStopped)) == 1
    assert problems(world) == []


def test_lot_that_two_officials_record_is_recorded_once(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world, (300, (300, 300)))
    vote.cast(1, 1, 2)
    counted(vote)
    first, second, _ = officials(world)
    world.clock.at += timedelta(days=2)
    lots = [
        lambda who=who, figure=str(figure): world.execute(
            RecordLot(vote.id, figure, "Op lotto.nl."), who
        )
        for figure, who in enumerate((first, second) * (MANY // 2))
    ]

    assert kinds(at_once(lots)) == {"done": 1, "lot_is_drawn": MANY - 1}
    assert len(world.events(LotDrawn)) == 1
    assert problems(world) == []


def test_lot_that_two_officials_put_right_is_put_right_once(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world, (300, (300, 300)))
    vote.cast(1, 1, 2)
    counted(vote)
    first, second, _ = officials(world)
    world.clock.at += timedelta(days=2)
    world.execute(RecordLot(vote.id, "99", "Op lotto.nl."), first)
    count_votes(world.services, HERE)
    right = [
        lambda who=who, figure=str(figure): world.execute(
            CorrectLot(vote.id, figure, "Op lotto.nl.", "Verkeerd getypt."), who
        )
        for figure, who in enumerate((first, second) * (MANY // 2))
    ]

    assert kinds(at_once(right)) == {"done": 1, "counting_now": MANY - 1}
    assert [row["turn"] for row in world.rows(RoundLotCorrection)] == [1]
    assert problems(world) == []


def test_result_that_all_officials_approve_at_once_is_public_once(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world)
    vote.cast(1, 1)
    counted(vote)
    digest = world.events(RoundCounted)[-1].digest
    three = officials(world)
    ended = at_once(
        [lambda who=who: world.execute(ApproveResult(vote.id, digest), who) for who in three * 3]  # type: ignore[misc]
    )

    done = kinds(ended)
    assert done["done"] == 2
    assert done.keys() <= {"done", "second_approval", "not_counted"}
    approvals = world.rows(RoundApproval)
    assert [row["turn"] for row in approvals] == [1, 2]
    assert len({row["approved_by"] for row in approvals}) == 2
    assert len(world.events(ResultApproved)) == len(world.events(ResultPublished)) == 1
    assert problems(world) == []


def test_sheet_that_is_wrong_draws_all_once(postgres_world: World) -> None:
    world, vote = postgres_world, voting(postgres_world)
    vote.mark(1, VotingWay.PAPER, 61)
    first, second, third = officials(world)
    batch = world.execute(OpenBatch(vote.id, vote.areas[1], 61), first)
    for sheet in range(1, 62):
        for who in (first, second):
            world.execute(EnterSheet(batch, sheet, "1"), who)
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id), first)
    drawn = [row["sheet"] for row in world.rows(BallotCheck)]
    assert len(drawn) == 59
    ended = at_once(
        [
            lambda sheet=sheet: world.execute(CheckSheet(batch, sheet, same=False), third)  # type: ignore[misc]
            for sheet in drawn[:MANY]
        ]
    )

    assert kinds(ended) == {"done": MANY}
    assert len(world.rows(BallotCheck)) == 61
    assert problems(world) == []
