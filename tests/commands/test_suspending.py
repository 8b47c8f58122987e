"""A question to the submitter: the term stands still, and what was left of it goes on after the answer."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.support.world import World
from wijkstem.commands.initiatives import EditInitiative, TakeStep
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.errors import Conflict, Invalid, NotAllowed, RuleBroken
from wijkstem.events.initiatives import StepTaken
from wijkstem.tables.engine import Delivery
from wijkstem.tables.initiatives import RunningTerm, StepReason, TermState, TermSuspension
from wijkstem.words import Milestone

QUESTION = "In welke straat moeten de bomen komen?"
ANSWER = "In de Dorpsstraat, tussen de kerk en de school."


@pytest.fixture
def submitter(world: World) -> Actor:
    return world.person("submitter")


@pytest.fixture
def plan(world: World, submitter: Actor) -> UUID:
    """Filed on Monday 2 March, with two weeks for the municipality: until Monday 16 March."""
    return world.submit(submitter).initiative_id


def ask(world: World, plan: UUID, seq: int = 1) -> None:
    world.execute(TakeStep(plan, seq, "ask", reasons=QUESTION), world.official)


def answer(world: World, plan: UUID, submitter: Actor, seq: int = 2) -> None:
    world.execute(TakeStep(plan, seq, "supplement", reasons=ANSWER), submitter)


def terms(world: World, plan: UUID) -> list[tuple[int, str, date, TermState, int]]:
    found = world.rows(RunningTerm, initiative_id=plan)
    names = ("step_seq", "step", "due_on", "state", "suspended_days")
    return sorted(tuple(row[name] for name in names) for row in found)


def test_the_term_stands_still_until_the_answer(world: World, plan: UUID, submitter: Actor) -> None:
    world.clock.at += timedelta(days=3)
    ask(world, plan)
    assert terms(world, plan) == [
        (1, "triage", date(2026, 3, 16), TermState.SUSPENDED, 0),
        (2, "asked", date(2026, 3, 19), TermState.RUNNING, 0),
    ]
    world.clock.at += timedelta(days=8)
    answer(world, plan, submitter)
    # Asked on the 5th, answered on the 13th: the seven days between them come on top.
    assert terms(world, plan) == [
        (1, "triage", date(2026, 3, 16), TermState.MET, 0),
        (2, "asked", date(2026, 3, 19), TermState.MET, 0),
        (3, "triage", date(2026, 3, 23), TermState.RUNNING, 7),
    ]


def test_a_second_question_adds_to_the_first(world: World, plan: UUID, submitter: Actor) -> None:
    for seq in (1, 3):
        world.clock.at += timedelta(days=1)
        ask(world, plan, seq)
        world.clock.at += timedelta(days=4)
        answer(world, plan, submitter, seq + 1)
    assert terms(world, plan)[-1] == (5, "triage", date(2026, 3, 23), TermState.RUNNING, 6)
    spans = [(row["asked_seq"], row["began_seq"]) for row in world.rows(TermSuspension)]
    assert sorted(spans) == [(2, 1), (4, 1)]


def test_who_does_not_answer_is_not_waited_for(world: World, plan: UUID) -> None:
    ask(world, plan)
    world.clock.at += timedelta(days=15)
    world.execute(PassTerm(plan, 2), SYSTEM)
    world.settle()
    taken = world.events(StepTaken)
    assert [(one.means, one.to_step, one.taken_by) for one in taken] == [
        (Milestone.ASKED, "asked", "official"),
        (Milestone.NOT_SUPPLEMENTED, "triage", "system"),
    ]
    # Asked on the day of filing, over on the 17th: fourteen days between, so until Monday 30 March.
    assert terms(world, plan)[-1] == (3, "triage", date(2026, 3, 30), TermState.RUNNING, 14)


def test_a_term_that_was_over_stays_over(world: World, plan: UUID, submitter: Actor) -> None:
    world.clock.at += timedelta(days=16)
    world.execute(PassTerm(plan, 1), SYSTEM)
    ask(world, plan)
    world.clock.at += timedelta(days=4)
    answer(world, plan, submitter)
    assert terms(world, plan)[-1] == (3, "triage", date(2026, 3, 16), TermState.PASSED, 0)
    assert world.rows(TermSuspension) == []


def test_a_term_that_is_over_but_not_passed_yet_is_not_stopped(
    world: World, plan: UUID, submitter: Actor
) -> None:
    world.clock.at += timedelta(days=16)
    ask(world, plan)
    answer(world, plan, submitter)
    assert terms(world, plan)[-1] == (3, "triage", date(2026, 3, 16), TermState.RUNNING, 0)


def test_the_days_of_the_question_are_not_the_municipality_s(
    world: World, plan: UUID, submitter: Actor
) -> None:
    world.clock.at += timedelta(days=3)
    ask(world, plan)
    world.clock.at += timedelta(days=8)
    answer(world, plan, submitter)
    world.clock.at += timedelta(days=2)
    world.execute(TakeStep(plan, 3, "admit"), world.official)
    admitted = world.events(StepTaken)[-1]
    assert (admitted.means, admitted.days, admitted.was_due_on) == (
        Milestone.ADMITTED,
        13 - 7,
        date(2026, 3, 23),
    )


def test_a_plan_that_is_withdrawn_meanwhile_leaves_nothing_standing(
    world: World, plan: UUID, submitter: Actor
) -> None:
    ask(world, plan)
    world.execute(TakeStep(plan, 2, "withdraw"), submitter)
    assert [state for _, _, _, state, _ in terms(world, plan)] == [TermState.MET, TermState.MET]
    assert [row["back_on"] for row in world.rows(TermSuspension)] == [date(2026, 3, 2)]


def test_a_question_and_an_answer_need_words(world: World, plan: UUID, submitter: Actor) -> None:
    with pytest.raises(Invalid) as no_question:
        world.execute(TakeStep(plan, 1, "ask"), world.official)
    assert set(no_question.value.fields) == {"reasons"}
    ask(world, plan)
    with pytest.raises(Invalid) as no_answer:
        world.execute(TakeStep(plan, 2, "supplement"), submitter)
    assert set(no_answer.value.fields) == {"reasons"}


def test_only_the_submitter_answers_and_only_once(
    world: World, plan: UUID, submitter: Actor
) -> None:
    with pytest.raises(RuleBroken):
        answer(world, plan, submitter, seq=1)
    ask(world, plan)
    for other in (world.person("neighbour"), world.official):
        with pytest.raises(NotAllowed):
            answer(world, plan, other)
    answer(world, plan, submitter)
    with pytest.raises(Conflict):
        answer(world, plan, submitter)


def test_the_texts_can_be_changed_while_there_is_a_question(
    world: World, plan: UUID, submitter: Actor
) -> None:
    ask(world, plan)
    change = EditInitiative(
        plan, 1, "Bomen in de Dorpsstraat", "WK990100", {"decision": ANSWER}, subject="green"
    )
    world.execute(change, submitter)
    answer(world, plan, submitter)
    world.execute(TakeStep(plan, 3, "admit"), world.official)
    with pytest.raises(RuleBroken):
        world.execute(replace(change, revision=2), submitter)


def test_nobody_else_is_told_of_it(world: World, plan: UUID, submitter: Actor) -> None:
    ask(world, plan)
    answer(world, plan, submitter)
    world.settle()
    told = {(row["recipient_id"], row["template"]) for row in world.rows(Delivery)}
    assert told == {
        (submitter.person_id, "initiative_submitted"),
        (submitter.person_id, "step_taken"),
    }


def test_what_was_said_is_kept_with_the_step(world: World, plan: UUID, submitter: Actor) -> None:
    ask(world, plan)
    answer(world, plan, submitter)
    said = {row["step_seq"]: row["reasons"] for row in world.rows(StepReason)}
    assert said == {1: QUESTION, 2: ANSWER}
