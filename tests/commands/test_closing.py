"""The close: who was in time, what is locked, and what goes on the board."""

from datetime import timedelta

from sqlalchemy import update

from tests.commands.test_initiatives import refusal
from tests.support.voted import CLOSES, officials, voting
from tests.support.world import HERE, World
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.paper_ballots import EnterSheet, OpenBatch
from wijkstem.commands.round_plans import DropPlan
from wijkstem.domain.closing import totals_of
from wijkstem.domain.paper_ballots import drawn
from wijkstem.domain.people import SYSTEM
from wijkstem.events.board import BoardHeadSet
from wijkstem.events.counting import RoundClosed
from wijkstem.events.rounds import PlanWithdrawn
from wijkstem.kit.canonical import sha256
from wijkstem.kit.rows import table_of
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.board import BoardEntry, BoardHead
from wijkstem.tables.counting import RoundClosing
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.paper_ballots import BallotCheck
from wijkstem.tables.rounds import BallotPlan, BudgetRound
from wijkstem.words.rounds import BoardKind, OnBallot, RoundState, VotingWay


def test_close_locks_the_box_and_puts_all_on_the_board(world: World) -> None:
    vote = voting(world)
    vote.cast(1, 1, tag="a")
    vote.cast(1, 2, tag="a", version=2)
    vote.cast(2, 4)
    vote.mark(1, VotingWay.LOGIN)
    world.clock.at = CLOSES
    assert world.execute(CloseRound(vote.id)) is True

    (row,) = world.rows(BudgetRound)
    assert (row["state"], row["look_at"]) == (RoundState.CLOSED, CLOSES)
    kinds = [entry["kind"] for entry in world.rows(BoardEntry)]
    assert kinds == [BoardKind.RULES, *[BoardKind.BALLOT] * 3, BoardKind.CLOSING]
    (head,) = world.rows(BoardHead)
    assert (head["size"], head["closing"]) == (5, True)
    (closing,) = world.rows(RoundClosing)
    assert closing["digest"] == sha256(closing["totals"]) == world.rows(BoardEntry)[-1]["digest"]
    one, two = totals_of(closing["totals"])
    assert (one.on_roll, one.used, one.ballots, one.versions, one.never_sent) == (2, 2, 1, 2, 1)
    assert (two.on_roll, two.used, two.ballots, two.never_sent) == (1, 1, 1, 0)
    (closed,) = world.events(RoundClosed)
    assert (closed.on_roll, closed.used, closed.ballots, closed.on_paper) == (3, 3, 2, 0)


def test_close_is_once(world: World) -> None:
    vote = voting(world)
    vote.cast(1, 1)
    world.clock.at = CLOSES
    for _ in range(2):
        assert world.execute(CloseRound(vote.id)) is True

    assert len(world.events(RoundClosed)) == len(world.events(BoardHeadSet)) == 1


def test_nothing_closes_early(world: World) -> None:
    vote = voting(world)
    world.clock.at = CLOSES - timedelta(seconds=1)

    for who in (SYSTEM, world.official):
        assert refusal(world, CloseRound(vote.id), who) == "vote_goes_on"
    assert refusal(world, CloseRound(vote.id), world.person("resident")) == "not_allowed"


def test_close_without_a_single_voter(world: World) -> None:
    vote = voting(world)
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id))

    (closed,) = world.events(RoundClosed)
    assert (closed.on_roll, closed.ballots) == (0, 0)


def test_with_paper_an_official_closes_when_all_is_entered(world: World) -> None:
    vote = voting(world)
    vote.mark(1, VotingWay.PAPER, 3)
    first, second, third = officials(world)
    world.clock.at = CLOSES
    assert world.execute(CloseRound(vote.id)) is False
    (row,) = world.rows(BudgetRound)
    assert (row["state"], row["look_at"]) == (RoundState.FROZEN, None)

    batch = world.execute(OpenBatch(vote.id, vote.areas[1], 2), first)
    assert refusal(world, CloseRound(vote.id), third) == "batch_is_open"
    for who in (first, second):
        world.execute(EnterSheet(batch, 1, "1 2"), who)
        world.execute(EnterSheet(batch, 2, None), who)
    assert world.execute(CloseRound(vote.id), third) is True

    totals = totals_of(world.rows(RoundClosing)[0]["totals"])[0]
    assert (totals.on_paper, totals.sheets, totals.bad_sheets, totals.not_handed_in) == (3, 1, 1, 1)
    kinds = [entry["kind"] for entry in world.rows(BoardEntry)]
    assert kinds == [
        BoardKind.RULES,
        BoardKind.BALLOT,
        BoardKind.PAPER_BATCH,
        BoardKind.CLOSING,
    ]


def test_last_head_draws_the_sheets_to_look_at(world: World) -> None:
    vote = voting(world)
    vote.mark(1, VotingWay.PAPER, 70)
    first, second, _ = officials(world)
    batch = world.execute(OpenBatch(vote.id, vote.areas[1], 70), first)
    for sheet in range(1, 71):
        for who in (first, second):
            world.execute(EnterSheet(batch, sheet, "1"), who)
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id), first)

    (head,) = world.rows(BoardHead)
    sheets = [(1, sheet) for sheet in range(1, 71)]
    assert [(1, row["sheet"]) for row in world.rows(BallotCheck)] == drawn(head["root"], sheets)
    assert len(world.rows(BallotCheck)) == 59


def test_withdrawn_plans_are_named_in_the_totals(world: World) -> None:
    vote = voting(world)
    plans = table_of(BallotPlan)
    this = plans.c.municipality_id == HERE, plans.c.number == 2
    with world.services.connection(HERE) as connection:
        connection.execute(update(plans).where(*this).values(standing=OnBallot.WITHDRAWN))
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id))

    one, two = totals_of(world.rows(RoundClosing)[0]["totals"])
    assert (one.withdrawn, two.withdrawn) == ((2,), ())


def test_plan_that_ended_just_before_the_close_gets_no_money(world: World) -> None:
    """That it leaves the ballot follows a moment later, by a worker: the close does not count on that."""
    vote = voting(world)
    plans = table_of(Initiative)
    this = plans.c.municipality_id == HERE, plans.c.id == vote.plans[2]
    with world.services.connection(HERE) as connection:
        connection.execute(update(plans).where(*this).values(closed_on=world.clock.at.date()))
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id))
    world.execute(DropPlan(vote.plans[2]))

    one, two = totals_of(world.rows(RoundClosing)[0]["totals"])
    assert (one.withdrawn, two.withdrawn) == ((2,), ())
    [row] = world.rows(BallotPlan, number=2)
    assert row["standing"] is OnBallot.WITHDRAWN
    assert [event.number for event in world.events(PlanWithdrawn)] == [2]


def test_ballots_lie_as_they_did_after_the_close(world: World) -> None:
    vote = voting(world)
    for plan in (1, 2, 3, 1, 2):
        vote.cast(1, plan)
    before = world.rows(Ballot)
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id))

    assert world.rows(Ballot) == before, "stirred, and not one letter changed"
