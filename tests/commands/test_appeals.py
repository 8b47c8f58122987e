"""Appeals: once, in time, decided by somebody else; what they reverse, and what that brings back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.commands.test_reports import REASONS, hide, report
from tests.support.world import World
from wijkstem.commands.appeals import DecideAppeal, MakeAppeal
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.moderation import AssignCase, ClaimCase
from wijkstem.commands.reports import DecideCase
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.reports import AppealDecided, AppealMade
from wijkstem.projections.listing import ListedInitiative
from wijkstem.tables.initiatives import Initiative, RunningTerm
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Decision
from wijkstem.words import Because, CaseKind, Milestone, Role, Verdict

WORDS = "Dat nummer is van mijzelf, en ik wil juist dat mensen bellen."
NO = "Dit is eigenlijk een klacht over de gemeente."


def refused(world: World) -> tuple[UUID, UUID]:
    """A plan that an official did not admit, and that decision."""
    plan = world.submit().initiative_id
    world.execute(TakeStep(plan, 1, "refuse", "complaint", NO), world.official)
    [decision] = world.rows(Decision, initiative_id=plan)
    return plan, decision["id"]


def appeal(world: World, decision: UUID, who: Actor | None = None) -> UUID:
    """Ask it, as the submitter; the case."""
    case: UUID = world.execute(MakeAppeal(decision, WORDS), who or world.person("submitter"))
    return case


def another(world: World) -> Actor:
    return world.person("another", Role.OFFICIAL)


def told(world: World, *templates: str) -> list[tuple[UUID, str, Because]]:
    return [
        (row["person_id"], row["template"], row["because"])
        for row in world.rows(InboxMessage)
        if row["template"] in templates
    ]


def test_a_refusal_is_a_decision_that_can_be_appealed(world: World) -> None:
    plan, decision_id = refused(world)
    [row] = world.rows(Decision)
    assert (row["verdict"], row["was"], row["became"], row["ground"], row["appeal_until"]) == (
        Verdict.REFUSED,
        "triage",
        "refused",
        "complaint",
        date(2026, 4, 13),
    )
    case_id = appeal(world, decision_id)
    [case] = world.rows(Case, id=case_id)
    assert (case["kind"], case["not_for"], case["due_on"]) == (
        CaseKind.APPEAL,
        world.official.person_id,
        date(2026, 4, 13),
    )
    [event] = world.events(AppealMade)
    assert (event.initiative_id, event.against) == (plan, "refused")


def test_who_decided_cannot_decide_again(world: World) -> None:
    _, decision = refused(world)
    case = appeal(world, decision)
    for command in (DecideAppeal(case, "upheld", REASONS), ClaimCase(case)):
        with pytest.raises(RuleBroken) as no:
            world.execute(command, world.official)
        assert no.value.code == "decided_before"
    with pytest.raises(Invalid):
        world.execute(AssignCase(case, world.official.person_id, None), another(world))
    world.execute(DecideAppeal(case, "upheld", REASONS), another(world))


def test_a_refusal_that_is_reversed_is_looked_at_again(world: World) -> None:
    plan, decision = refused(world)
    world.settle()
    world.clock.at += timedelta(days=7)
    case = appeal(world, decision)
    world.execute(DecideAppeal(case, "reversed", REASONS), another(world))
    world.settle()
    [row] = world.rows(Initiative)
    assert (row["step"], row["step_seq"], row["closed_on"], row["result"], row["public"]) == (
        "triage",
        3,
        None,
        None,
        False,
    )
    [term] = world.rows(RunningTerm, step_seq=3)
    assert (term["started_on"], term["due_on"]) == (date(2026, 3, 9), date(2026, 3, 23))
    [listed] = world.rows(ListedInitiative)
    assert (listed["step"], listed["final"], listed["result"]) == ("triage", False, None)
    [waiting] = world.rows(Case, kind=CaseKind.STEP, step_seq=3)
    assert (waiting["assigned_to"], waiting["closed_at"]) == (None, None)
    assert world.events(StepTaken)[-1].means is Milestone.REOPENED
    world.execute(TakeStep(plan, 3, "admit"), world.official)
    world.execute(Sign(plan), world.person("anna"))
    submitter = world.person("submitter").person_id
    assert told(world, "appeal_made", "appeal_decided") == [
        (submitter, "appeal_made", Because.REPORTED),
        (submitter, "appeal_decided", Because.REPORTED),
    ]


def test_a_refusal_can_be_appealed_once_for_each_time_it_was_refused(world: World) -> None:
    plan, decision = refused(world)
    world.execute(DecideAppeal(appeal(world, decision), "reversed", REASONS), another(world))
    world.execute(TakeStep(plan, 3, "refuse", "complaint", NO), another(world))
    with pytest.raises(Conflict) as no:
        appeal(world, decision)
    assert no.value.code == "appealed_before"
    [again] = [d for d in world.rows(Decision, verdict=Verdict.REFUSED) if d["id"] != decision]
    [case] = world.rows(Case, id=appeal(world, again["id"]))
    assert case["not_for"] == another(world).person_id


def test_hidden_and_reversed_it_can_be_read_again(world: World) -> None:
    plan = world.open()
    decision = hide(world, plan, world.person("anna"))
    case = appeal(world, decision)
    world.execute(DecideAppeal(case, "reversed", REASONS), another(world))
    world.settle()
    [row] = world.rows(Initiative)
    assert (row["public"], row["hiding_id"]) == (True, None)
    assert [one["public"] for one in world.rows(ListedInitiative)] == [True]
    submitter, anna = (world.person(name).person_id for name in ("submitter", "anna"))
    assert sorted(told(world, "contribution_shown", "appeal_decided"), key=str) == sorted(
        [
            (submitter, "contribution_shown", Because.SUBMITTED),
            (anna, "contribution_shown", Because.REPORTED),
        ],
        key=str,
    )


def test_left_and_reversed_it_is_hidden(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    report(world, plan, anna)
    [reported] = world.rows(Case, kind=CaseKind.REPORT)
    world.execute(DecideCase(reported["id"], "left", REASONS), world.official)
    [decision] = world.rows(Decision)
    case = appeal(world, decision["id"], anna)
    with pytest.raises(Invalid) as no:
        world.execute(DecideAppeal(case, "reversed", REASONS), another(world))
    assert set(no.value.fields) == {"ground"}
    world.execute(DecideAppeal(case, "reversed", REASONS, "insult"), another(world))
    world.settle()
    assert [row["public"] for row in world.rows(Initiative)] == [False]
    submitter = world.person("submitter").person_id
    assert sorted(told(world, "contribution_hidden", "appeal_decided"), key=str) == sorted(
        [
            (submitter, "contribution_hidden", Because.SUBMITTED),
            (anna.person_id, "contribution_hidden", Because.REPORTED),
        ],
        key=str,
    )


def test_upheld_it_stays(world: World) -> None:
    plan = world.open()
    decision = hide(world, plan)
    world.execute(DecideAppeal(appeal(world, decision), "upheld", REASONS), another(world))
    [row] = world.rows(Initiative)
    assert (row["public"], row["hiding_id"]) == (False, decision)
    [event] = world.events(AppealDecided)
    assert (event.verdict, event.against) == ("upheld", "hidden")
    [last] = world.rows(Decision, verdict=Verdict.UPHELD)
    assert (last["was"], last["became"]) == ("hidden", "hidden")


def test_who_it_does_not_concern(world: World) -> None:
    _, decision = refused(world)
    for who in (world.person("anna"), world.official, world.clerk):
        with pytest.raises(NotAllowed):
            appeal(world, decision, who)
    with pytest.raises(NotAllowed):
        world.execute(MakeAppeal(decision, WORDS), ANYONE)
    elsewhere = world.person("submitter", where="buurdorp")
    with pytest.raises(NotFound):
        world.execute(MakeAppeal(decision, WORDS), elsewhere, where="buurdorp")
    [row] = world.rows(Decision)
    assert world.rows(Case, kind=CaseKind.APPEAL) == []
    assert row["id"] == decision


def test_once_and_in_time(world: World) -> None:
    _, decision = refused(world)
    case = appeal(world, decision)
    with pytest.raises(Conflict) as twice:
        appeal(world, decision)
    assert twice.value.code == "appealed_before"
    world.execute(DecideAppeal(case, "upheld", REASONS), another(world))
    with pytest.raises(Conflict) as over:
        world.execute(DecideAppeal(case, "reversed", REASONS), another(world))
    assert over.value.code == "case_closed"
    plan = world.open(world.person("submitter"))
    late = hide(world, plan)
    world.clock.at += timedelta(days=43)
    with pytest.raises(RuleBroken) as no:
        appeal(world, late)
    assert no.value.code == "appeal_too_late"


@pytest.mark.parametrize(
    ("words", "code"), [("", "words_needed"), ("Oneens.", "words_needed"), ("x" * 2001, "too_long")]
)
def test_an_appeal_that_says_nothing(world: World, words: str, code: str) -> None:
    _, decision = refused(world)
    with pytest.raises(Invalid) as no:
        world.execute(MakeAppeal(decision, words), world.person("submitter"))
    assert {name: error.code for name, error in no.value.fields.items()} == {"words": code}


@pytest.mark.parametrize("verdict", ["", "left", "hidden"])
def test_an_appeal_is_upheld_or_reversed(world: World, verdict: str) -> None:
    _, decision = refused(world)
    case = appeal(world, decision)
    with pytest.raises(Invalid):
        world.execute(DecideAppeal(case, verdict, REASONS), another(world))
    with pytest.raises(RuleBroken):
        world.execute(DecideCase(case, "left", REASONS), another(world))


def test_what_was_hidden_and_is_over_cannot_be_appealed(world: World) -> None:
    plan: Any = world.open()
    decision = hide(world, plan)
    world.execute(DecideAppeal(appeal(world, decision), "reversed", REASONS), another(world))
    second = hide(world, plan)
    assert second != decision
    with pytest.raises(Conflict):
        appeal(world, decision)
