"""Two plans that are to go on as one, asked and answered at the same moment, with real threads on a real PostgreSQL."""

from uuid import UUID

import pytest

from tests.commands.test_merging import WHY, number, propose, two
from tests.journeys.test_at_once import apart, at_once, kinds
from tests.journeys.test_at_once_cases import officials
from tests.journeys.test_at_once_offices import asking
from tests.support.world import World
from wijkstem.commands import erasing
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import TakeStep, load
from wijkstem.commands.merging import AnswerMerge, DropMerge, PassMerge, ProposeMerge
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import SYSTEM
from wijkstem.eventlog import log
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.merging import MergeEnded, MergeProposed, PlansMerged
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.merging import PlanMerge
from wijkstem.words import MergeEnd, Milestone

ROUNDS = 6


def ended(world: World, merge: UUID) -> MergeEnd | None:
    found: MergeEnd | None = world.rows(PlanMerge, id=merge)[0]["ended_as"]
    return found


def result(world: World, plan: UUID) -> Milestone | None:
    found: Milestone | None = world.rows(Initiative, id=plan)[0]["result"]
    return found


def test_plans_that_are_proposed_into_each_other_at_once_go_one_way(
    postgres_world: World,
) -> None:
    """No circle, and no plan goes on in two others."""
    world = postgres_world
    for n in range(ROUNDS):
        plan, into, *_ = two(world)
        third = world.open()
        pairs = [(plan, into), (into, plan), (plan, third), (third, plan)]
        asked = [ProposeMerge(a, number(world, b), WHY) for a, b in pairs]
        at_once(
            [asking(world, one, who) for one, who in zip(asked, officials(world, 4), strict=True)]
        )
        waits = [row for row in world.rows(PlanMerge) if row["ended_as"] is None]
        sources = {row["initiative_id"] for row in waits}
        assert len(sources) == len(waits), "one plan was proposed into two"
        assert not sources & {row["into_id"] for row in waits}, "a chain or a circle"
        assert len(world.events(MergeProposed)) == len(world.rows(PlanMerge)) >= n + 1
        for row in waits:
            world.execute(DropMerge(row["id"]), world.official)


def test_both_who_answer_at_once_merge_once(postgres_world: World) -> None:
    world = postgres_world
    for n in range(ROUNDS):
        plan, into, anna, bram = two(world)
        merge = propose(world, plan, into)
        yes = AnswerMerge(merge, agrees=True)
        at_once([asking(world, yes, who) for who in (anna, bram) * 4])
        assert (ended(world, merge), result(world, plan)) == (MergeEnd.MERGED, Milestone.MERGED)
        assert result(world, into) is None
        assert len(world.events(PlansMerged)) == n + 1


def test_yes_and_no_at_once_have_one_end(postgres_world: World) -> None:
    world = postgres_world
    for _ in range(ROUNDS):
        plan, into, anna, bram = two(world)
        merge = propose(world, plan, into, anna)
        at_once([asking(world, AnswerMerge(merge, agrees=n % 2 == 0), bram) for n in range(6)])
        merged = ended(world, merge) is MergeEnd.MERGED
        assert (result(world, plan) is Milestone.MERGED) is merged
    assert len(world.events(PlansMerged)) + len(world.events(MergeEnded)) == ROUNDS


def test_proposal_ends_once_however_many_end_it(postgres_world: World) -> None:
    world = postgres_world
    plan, into, *_ = two(world)
    drop = DropMerge(propose(world, plan, into))
    ended_as = at_once([asking(world, drop, who) for who in officials(world)])
    assert kinds(ended_as) == {"done": 1, "merge_over": 5}
    over = PassMerge(propose(world, plan, into))
    world.pass_days(15)
    assert kinds(at_once([asking(world, over, SYSTEM)] * 6)) == {"done": 1, "merge_over": 5}
    assert len(world.events(MergeEnded)) == 2


def test_plan_that_is_withdrawn_erased_or_supported_while_both_agree(
    postgres_world: World,
) -> None:
    """Whatever comes first: never merged and withdrawn, never a lock that waits for another, no support lost."""
    world = postgres_world
    for n in range(ROUNDS):
        plan, into, anna, bram = two(world)
        merge = propose(world, plan, into, anna)
        cause = TakeStep(plan if n % 2 else into, 2, "withdraw")
        whose = anna if n % 2 else bram
        signers = [world.person(f"signer-{i}") for i in range(4)]
        moves = [asking(world, AnswerMerge(merge, agrees=True), bram), asking(world, cause, whose)]
        at_once(moves + [asking(world, Sign(plan), who) for who in signers])
        merged = ended(world, merge) is MergeEnd.MERGED
        assert ended(world, merge) in {MergeEnd.MERGED, MergeEnd.OVERTAKEN}
        assert (result(world, plan) is Milestone.MERGED) is merged
        steps = [e for e in world.events(StepTaken) if e.initiative_id == plan and e.final]
        assert len(steps) <= 1

        plan, into = world.open(anna), world.open(bram)
        merge = propose(world, plan, into, anna)
        assert anna.person_id is not None
        gone = ErasePerson(anna.person_id)
        at_once(
            [
                asking(world, AnswerMerge(merge, agrees=True), bram),
                asking(world, gone, anna),
                asking(world, TakeStep(into, 2, "withdraw"), bram),
            ]
        )
        assert ended(world, merge) in {MergeEnd.MERGED, MergeEnd.OVERTAKEN}
        world.settle()
    with world.services.reading("testdorp") as connection:
        assert list(log.problems(connection, "testdorp")) == []


def test_proposal_that_comes_while_its_submitter_is_erased_ends_as_well(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was looked up which plans wait for an answer, and then one more is proposed into the same plan."""
    world = postgres_world
    plan, into, _, bram = two(world)
    third = world.open()
    first = propose(world, plan, into)
    late = list[UUID]()

    def slowly(plan_id: UUID, work: Work) -> Initiative:
        if not late:
            late.append(apart(world, ProposeMerge(third, number(world, into), WHY), world.official))
        return load(plan_id, work)

    monkeypatch.setattr(erasing, "load", slowly)
    assert bram.person_id is not None
    world.execute(ErasePerson(bram.person_id), bram)

    assert [ended(world, one) for one in (first, *late)] == [MergeEnd.OVERTAKEN] * 2
