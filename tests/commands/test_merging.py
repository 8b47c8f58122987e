"""Letting one plan go on in another: by consent of both submitters, with nobody's support moved."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.merging import AnswerMerge, DropMerge, PassMerge, ProposeMerge
from wijkstem.commands.reports import DecideCase, MakeReport
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.merging import MergeEnded, PlansMerged
from wijkstem.projections.indicators import Figure
from wijkstem.projections.listing import ListedInitiative
from wijkstem.projections.timeline import TimelineEntry
from wijkstem.tables.initiatives import Initiative, RunningTerm, Signature, TermState
from wijkstem.tables.merging import PlanMerge
from wijkstem.tables.messages import Following, InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.words import Because, CaseKind, MergeEnd, Milestone

WHY = "Beide plannen gaan over bomen in dezelfde straat."


def two(world: World, *, public: bool = True) -> tuple[UUID, UUID, Actor, Actor]:
    """A plan, another that is public, and who submitted each."""
    anna, bram = world.person("anna"), world.person("bram")
    plan = world.open(anna) if public else world.submit(anna).initiative_id
    return plan, world.open(bram), anna, bram


def number(world: World, plan: UUID) -> str:
    found: str = world.rows(Initiative, id=plan)[0]["number"]
    return found


def propose(world: World, plan: UUID, into: UUID, who: Actor | None = None) -> UUID:
    made: UUID = world.execute(ProposeMerge(plan, number(world, into), WHY), who or world.official)
    return made


def merge(world: World, plan: UUID, into: UUID, anna: Actor, bram: Actor) -> UUID:
    made = propose(world, plan, into)
    world.execute(AnswerMerge(made, agrees=True), anna)
    world.execute(AnswerMerge(made, agrees=True), bram)
    return made


def ended(world: World) -> list[MergeEnd | None]:
    return [row["ended_as"] for row in world.rows(PlanMerge)]


def told(world: World, template: str) -> dict[UUID, Because]:
    rows = world.rows(InboxMessage, template=template)
    return {row["person_id"]: row["because"] for row in rows}


def refused(world: World, command: object, who: Actor, kind: type[Any]) -> str:
    with pytest.raises(kind) as no:
        world.execute(command, who)
    code: str = next(iter(no.value.fields.values())).code if kind is Invalid else no.value.code
    return code


def test_both_agree_and_the_one_goes_on_in_the_other(world: World) -> None:
    plan, into, anna, bram = two(world)
    coba, dirk = world.person("coba"), world.person("dirk")
    world.execute(Sign(plan), coba)
    world.execute(Follow(plan), dirk)
    made = propose(world, plan, into)
    assert world.rows(PlanMerge)[0]["answer_until"] == world.clock.at.date() + timedelta(weeks=2)
    world.settle()
    asked = Because.SUBMITTED
    assert told(world, "merge_proposed") == {anna.person_id: asked, bram.person_id: asked}
    world.execute(AnswerMerge(made, agrees=True), anna)
    assert world.rows(Initiative, id=plan)[0]["closed_on"] is None
    world.execute(AnswerMerge(made, agrees=True), bram)

    assert ended(world) == [MergeEnd.MERGED]
    [gone] = world.rows(Initiative, id=plan)
    assert (gone["step"], gone["result"], gone["public"]) == ("merged", Milestone.MERGED, True)
    assert gone["closed_on"] == world.clock.at.date()
    [term] = world.rows(RunningTerm, initiative_id=plan, step_seq=2)
    assert term["state"] is TermState.MET
    [event] = world.events(PlansMerged)
    assert (event.initiative_id, event.into_id, event.supporters) == (plan, into, 1)
    assert world.events(StepTaken)[-1].taken_by == "submitter"

    # Nobody's support moved; who followed follows along, and so does who submitted it.
    world.settle()
    assert [row["initiative_id"] for row in world.rows(Signature)] == [plan]
    assert [row["valid_for"] for row in world.rows(Initiative, id=into)] == [0]
    followers = {row["person_id"] for row in world.rows(Following, initiative_id=into)}
    assert followers == {anna.person_id, dirk.person_id}
    assert told(world, "plans_merged") == {
        anna.person_id: Because.SUBMITTED,
        bram.person_id: Because.SUBMITTED,
        coba.person_id: Because.SIGNED,
        dirk.person_id: Because.FOLLOWS,
    }
    world.execute(Sign(into), coba)
    assert [row["valid_for"] for row in world.rows(Initiative, id=into)] == [1]


def test_figures_and_lists_say_merged_and_not_refused(world: World) -> None:
    plan, into, anna, bram = two(world)
    merge(world, plan, into, anna, bram)
    world.settle()
    [listed] = world.rows(ListedInitiative, initiative_id=plan)
    assert (listed["final"], listed["result"], listed["public"]) == (True, Milestone.MERGED, True)
    figures = {row["measure"] for row in world.rows(Figure)}
    assert "milestone_merged" in figures
    assert not figures & {"milestone_refused", "milestone_withdrawn", "milestone_lapsed"}
    lines = world.rows(TimelineEntry, initiative_id=into, kind="merge.done")
    assert [row["other_id"] for row in lines] == [plan]


def test_plan_that_is_not_public_yet_stays_so(world: World) -> None:
    """Who submitted the other plan hears of it only once its own submitter agreed."""
    plan, into, anna, bram = two(world, public=False)
    made = propose(world, plan, into)
    world.settle()
    assert set(told(world, "merge_proposed")) == {anna.person_id}
    yes = AnswerMerge(made, agrees=True)
    assert refused(world, yes, bram, NotFound) == "unknown_merge"
    world.execute(yes, anna)
    world.settle()
    assert set(told(world, "merge_proposed")) == {anna.person_id, bram.person_id}
    world.execute(yes, bram)
    [gone] = world.rows(Initiative, id=plan)
    assert (gone["step"], gone["public"]) == ("merged_unseen", False)
    cases = world.rows(Case, initiative_id=plan, kind=CaseKind.STEP)
    assert [one["closed_as"] for one in cases] == ["merged"]


def test_one_says_no_and_both_stay_as_they_are(world: World) -> None:
    plan, into, anna, bram = two(world)
    made = propose(world, plan, into)
    world.execute(AnswerMerge(made, agrees=True), anna)
    world.execute(AnswerMerge(made, agrees=False), bram)
    assert ended(world) == [MergeEnd.REFUSED]
    assert refused(world, AnswerMerge(made, agrees=True), bram, Conflict) == "merge_over"
    assert {row["closed_on"] for row in world.rows(Initiative)} == {None}
    world.settle()
    assert set(told(world, "merge_ended")) == {anna.person_id, bram.person_id}
    # A submitter asks once; an official may ask again.
    again = ProposeMerge(plan, number(world, into), WHY)
    assert refused(world, again, anna, RuleBroken) == "proposed_before"
    world.execute(again, world.official)


def test_who_agreed_can_still_say_no(world: World) -> None:
    plan, into, anna, _ = two(world)
    made = propose(world, plan, into, anna)
    world.execute(AnswerMerge(made, agrees=False), anna)
    assert ended(world) == [MergeEnd.REFUSED]


@pytest.mark.parametrize("proposer", ["from", "into"])
def test_submitter_proposes_and_the_other_alone_is_asked(world: World, proposer: str) -> None:
    plan, into, anna, bram = two(world)
    mine, other = (anna, bram) if proposer == "from" else (bram, anna)
    made = propose(world, plan, into, mine)
    world.settle()
    assert set(told(world, "merge_proposed")) == {other.person_id}
    world.execute(AnswerMerge(made, agrees=True), other)
    assert ended(world) == [MergeEnd.MERGED]


def test_two_plans_of_one_person_need_one_answer(world: World) -> None:
    anna = world.person("anna")
    plan, into = world.open(anna), world.open(anna)
    made = propose(world, plan, into)
    world.execute(AnswerMerge(made, agrees=True), anna)
    assert ended(world) == [MergeEnd.MERGED]
    propose(world, world.open(anna), into, anna)
    assert ended(world) == [MergeEnd.MERGED, MergeEnd.MERGED]


def test_who_may_not(world: World) -> None:
    plan, into, anna, _ = two(world)
    coba = world.person("coba")
    asked = ProposeMerge(plan, number(world, into), WHY)
    assert refused(world, asked, coba, NotAllowed) == "not_allowed"
    assert refused(world, asked, ANYONE, NotAllowed)
    made = propose(world, plan, into)
    for answer in (AnswerMerge(made, agrees=True), AnswerMerge(made, agrees=False)):
        assert refused(world, answer, coba, NotAllowed) == "not_allowed"
        assert refused(world, answer, world.official, NotAllowed) == "not_allowed"
    assert refused(world, DropMerge(made), anna, NotAllowed) == "not_allowed"
    assert ended(world) == [None]


def test_what_cannot_be_merged(world: World) -> None:
    plan, into, anna, bram = two(world)
    new = world.submit(anna).initiative_id
    here = number(world, into)
    official = world.official
    assert refused(world, ProposeMerge(plan, "2026-9999", WHY), official, Invalid) == "unknown_plan"
    assert (
        refused(world, ProposeMerge(plan, number(world, plan), WHY), official, Invalid)
        == "unknown_plan"
    )
    assert refused(world, ProposeMerge(plan, here, "Kort."), official, Invalid) == "reasons_needed"
    to_new = ProposeMerge(plan, number(world, new), WHY)
    assert refused(world, to_new, official, RuleBroken) == "not_public"
    # For a submitter what is not public is not there.
    mine = world.open(bram)
    assert (
        refused(world, ProposeMerge(mine, number(world, new), WHY), bram, Invalid) == "unknown_plan"
    )
    world.execute(TakeStep(new, 1, "refuse", "complaint", WHY), official)
    assert refused(world, ProposeMerge(new, here, WHY), official, RuleBroken) == "too_far"


def test_no_circle_and_no_chain(world: World) -> None:
    """While one plan waits to go on in another, nothing else is proposed that leads away from the other."""
    plan, into, anna, bram = two(world)
    third = world.open(world.person("coba"))
    made = propose(world, plan, into)
    for a, b in ((into, plan), (into, third), (plan, third), (third, plan)):
        asked = ProposeMerge(a, number(world, b), WHY)
        assert refused(world, asked, world.official, Conflict) == "merge_waits", (a, b)
    propose(world, third, into)
    for who in (anna, bram):
        world.execute(AnswerMerge(made, agrees=True), who)
    back = ProposeMerge(into, number(world, plan), WHY)
    assert refused(world, back, world.official, RuleBroken) == "too_far"


def test_not_answered_in_time_does_not_go_on(world: World) -> None:
    plan, into, anna, bram = two(world)
    made = propose(world, plan, into)
    assert refused(world, PassMerge(made), world.official, RuleBroken) == "merge_in_time"
    world.execute(AnswerMerge(made, agrees=True), anna)
    world.pass_days(15)
    assert refused(world, AnswerMerge(made, agrees=True), bram, Conflict) == "merge_over"
    world.execute(PassMerge(made))
    assert ended(world) == [MergeEnd.LAPSED]
    assert refused(world, PassMerge(made), world.official, Conflict) == "merge_over"


def test_official_takes_it_back(world: World) -> None:
    plan, into, _, _ = two(world)
    made = propose(world, plan, into)
    world.execute(DropMerge(made), world.official)
    assert ended(world) == [MergeEnd.TAKEN_BACK]


@pytest.mark.parametrize("which", ["plan", "into"])
def test_plan_that_moves_on_or_is_hidden_ends_it(world: World, which: str) -> None:
    plan, into, anna, bram = two(world)
    made = propose(world, plan, into)
    moved, whose = (plan, anna) if which == "plan" else (into, bram)
    world.execute(TakeStep(moved, 2, "withdraw"), whose)
    assert ended(world) == [MergeEnd.OVERTAKEN]
    assert refused(world, AnswerMerge(made, agrees=True), anna, Conflict) == "merge_over"

    plan, into = world.open(anna), world.open(bram)
    hidden = plan if which == "plan" else into
    made = propose(world, plan, into)
    world.execute(MakeReport(hidden, "insult", WHY), ANYONE)
    [case] = world.rows(Case, initiative_id=hidden, kind=CaseKind.REPORT)
    world.execute(DecideCase(case["id"], "hidden", WHY, "insult"), world.official)
    assert [row["ended_as"] for row in world.rows(PlanMerge, id=made)] == [MergeEnd.OVERTAKEN]
    asked = ProposeMerge(plan, number(world, into), WHY)
    assert refused(world, asked, world.official, RuleBroken) == "hidden_plan"


def test_who_is_erased_cannot_agree_any_more(world: World) -> None:
    plan, into, anna, bram = two(world)
    propose(world, plan, into, anna)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    assert ended(world) == [MergeEnd.OVERTAKEN]
    [row] = world.rows(PlanMerge)
    assert (row["proposed_by"], WHY in row["words"]) == (None, False)
    asked = ProposeMerge(plan, number(world, into), WHY)
    assert refused(world, asked, world.official, RuleBroken) == "nobody_to_ask"
    assert [event.ended_as for event in world.events(MergeEnded)] == ["overtaken"]
    world.settle()
    assert set(told(world, "merge_ended")) == {bram.person_id}
