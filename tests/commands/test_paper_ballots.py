"""Ballots on paper: two who read alike, a third where they differ, and nothing in the box before."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.commands.test_initiatives import refusal
from tests.support.voted import Voting, officials, voting
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.ballots import seal_of
from wijkstem.commands.paper_ballots import DropBatch, EnterSheet, OpenBatch
from wijkstem.domain.people import Actor
from wijkstem.domain.rounds import BallotRules
from wijkstem.events.counting import PaperBatchAgreed, PaperBatchDropped, PaperBatchOpened
from wijkstem.kit.rows import table_of
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.paper_ballots import BallotBatch, BallotSheet
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.rounds import BallotType, BatchState, RoundState, VotingMethod, VotingWay


def opened(vote: Voting, sheets: int = 2, area: int = 1, **values: Any) -> UUID:
    vote.mark(area, VotingWay.PAPER, sheets)
    command = OpenBatch(vote.id, vote.areas[area], sheets, **values)
    batch: UUID = vote.world.execute(command, officials(vote.world)[0])
    return batch


def test_sheets_that_two_read_alike_go_into_the_box(world: World) -> None:
    batch = opened(voting(world), 3)
    for who in officials(world)[:2]:
        assert not world.rows(Ballot)
        for sheet, typed in ((1, "1 3"), (2, None), (3, "2")):
            world.execute(EnterSheet(batch, sheet, typed), who)

    in_box = world.rows(Ballot)
    assert sorted(row["picks"] for row in in_box) == ['{"1":1,"3":1}', '{"2":1}']
    assert {row["method"] for row in in_box} == {VotingMethod.PAPER}
    (pile,) = world.rows(BallotBatch)
    assert (pile["state"], pile["agreed_on"]) == (BatchState.AGREED, world.clock.at.date())
    (agreed,) = world.events(PaperBatchAgreed)
    assert (agreed.sheets, agreed.bad, agreed.differed, agreed.digest) == (3, 1, 0, pile["digest"])
    assert [event.number for event in world.events(PaperBatchOpened)] == [1]


def test_ballot_from_paper_has_a_seal_of_ours(world: World) -> None:
    batch = opened(voting(world), 1)
    for who in officials(world)[:2]:
        world.execute(EnterSheet(batch, 1, "2"), who)

    (row,) = world.rows(Ballot)
    assert row["seal"] == seal_of(world.services.tag_keys, row["seal_key"], HERE, row)


def test_third_decides_where_two_differ(world: World) -> None:
    batch = opened(voting(world), 2)
    first, second, third = officials(world)
    for who in (first, second):
        world.execute(EnterSheet(batch, 1, "1"), who)
    world.execute(EnterSheet(batch, 2, "1 2"), first)
    assert world.execute(EnterSheet(batch, 2, "1 3"), second) is BatchState.DIFFERENT
    assert not world.rows(Ballot)

    for who in (first, second):
        assert refusal(world, EnterSheet(batch, 2, "1 2"), who) == "third_pair_of_eyes"
    assert world.execute(EnterSheet(batch, 2, "1 3"), third) is BatchState.AGREED
    assert sorted(row["picks"] for row in world.rows(Ballot)) == ['{"1":1,"3":1}', '{"1":1}']
    assert world.events(PaperBatchAgreed)[0].differed == 1


def test_nobody_reads_a_sheet_twice(world: World) -> None:
    batch = opened(voting(world), 1)
    first = officials(world)[0]
    world.execute(EnterSheet(batch, 1, "1"), first)
    world.execute(EnterSheet(batch, 1, "2"), first)

    (reading,) = world.rows(BallotSheet)
    assert (reading["turn"], reading["picks"]) == (1, '{"2":1}'), "put right, not read again"
    assert not world.rows(Ballot)


def test_ballot_over_a_limit_is_refused_and_can_be_marked_bad(world: World) -> None:
    vote = voting(world, ballot=BallotRules(BallotType.APPROVAL, 1, 3, spending_limit=999))
    batch, first = opened(vote, 1), officials(world)[0]

    assert refusal(world, EnterSheet(batch, 1, "1 2"), first) == {"picks": "over_the_limit"}
    assert refusal(world, EnterSheet(batch, 1, "4"), first) == {"picks": "unknown_plan"}
    assert world.execute(EnterSheet(batch, 1, None), first) is BatchState.ENTERING


def test_more_sheets_than_voters_are_refused(world: World) -> None:
    vote = voting(world)
    opened(vote, 2)
    first = officials(world)[0]

    def said(area: UUID, sheets: int) -> Any:
        return refusal(world, OpenBatch(vote.id, area, sheets), first)

    assert said(vote.areas[1], 1) == {"sheets": "more_sheets_than_voters"}
    assert said(vote.areas[2], 1) == {"sheets": "more_sheets_than_voters"}
    assert said(vote.areas[1], 0) == {"sheets": "number_of_sheets"}
    assert said(UUID(int=9), 1) == {"area": "unknown_area"}


def test_form_that_is_sent_twice_opens_one_pile(world: World) -> None:
    vote, form_id = voting(world), UUID(int=7)
    opened(vote, 2, form_id=form_id)

    again = OpenBatch(vote.id, vote.areas[1], 2, form_id)
    assert world.execute(again, officials(world)[0]) == form_id
    assert len(world.rows(BallotBatch)) == 1


def test_pile_that_was_counted_wrong_is_taken_back(world: World) -> None:
    vote = voting(world)
    batch, first = opened(vote, 2), officials(world)[0]
    world.execute(EnterSheet(batch, 1, "1"), first)
    world.execute(DropBatch(batch), first)

    assert (world.rows(BallotBatch), world.rows(BallotSheet)) == ([], [])
    assert world.events(PaperBatchDropped)[0].number == 1
    assert world.execute(OpenBatch(vote.id, vote.areas[1], 2), first)


def test_pile_that_is_agreed_on_stays(world: World) -> None:
    batch = opened(voting(world), 1)
    for who in officials(world)[:2]:
        world.execute(EnterSheet(batch, 1, "1"), who)

    for command in (DropBatch(batch), EnterSheet(batch, 1, "2")):
        assert refusal(world, command, officials(world)[2]) == "batch_is_agreed"


@pytest.mark.parametrize("state", [RoundState.ANNOUNCED, RoundState.CLOSED, RoundState.COUNTED])
def test_box_that_is_not_open_takes_no_paper(world: World, state: RoundState) -> None:
    vote = voting(world)
    batch, first = opened(vote, 2), officials(world)[0]
    rounds = table_of(BudgetRound)
    here = rounds.c.municipality_id == HERE
    with world.services.connection(HERE) as connection:
        connection.execute(update(rounds).where(here).values(state=state))

    commands = OpenBatch(vote.id, vote.areas[1], 1), EnterSheet(batch, 1, "1"), DropBatch(batch)
    for command in commands:
        assert refusal(world, command, first) == "box_is_closed"


def test_only_officials_whose_login_is_sure_enter_paper(world: World) -> None:
    vote = voting(world)
    batch = opened(vote, 1)
    mailbox = Actor(world.official.person_id, world.official.roles, strong=False)

    commands = OpenBatch(vote.id, vote.areas[1], 1), EnterSheet(batch, 1, "1"), DropBatch(batch)
    for who in (world.person("resident"), world.clerk, mailbox):
        for command in commands:
            assert refusal(world, command, who) == "not_allowed"


def test_official_who_is_erased_leaves_the_sheets(world: World) -> None:
    batch = opened(voting(world), 1)
    first, second, _ = officials(world)
    world.execute(EnterSheet(batch, 1, "1"), first)
    assert first.person_id
    world.execute(ErasePerson(first.person_id), first)
    assert world.execute(EnterSheet(batch, 1, "1"), second) is BatchState.AGREED

    assert [row["entered_by"] for row in world.rows(BallotSheet)] == [None, second.person_id]
