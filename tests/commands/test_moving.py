"""Moving to another meeting does not give the council more time."""

from datetime import date

from tests.support.world import World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.events.initiatives import StepTaken, TermPassed
from wijkstem.tables.initiatives import RunningTerm, TermState
from workers.terms import pass_terms


def test_the_term_of_the_decision_runs_on(world: World) -> None:
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    first = world.execute(PlanMeeting("raad", "Raad", date(2026, 4, 13)), world.clerk)
    second = world.execute(PlanMeeting("raad", "Raad", date(2026, 5, 18)), world.clerk)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=first), world.clerk)
    world.pass_days(21)
    world.execute(TakeStep(initiative, 4, "move", meeting_id=second), world.clerk)
    *_, placed, moved = world.rows(RunningTerm)
    assert moved["due_on"] == placed["due_on"] == date(2026, 6, 2)
    assert (placed["state"], moved["state"]) == (TermState.MET, TermState.RUNNING)
    assert world.events(StepTaken)[-1].due_on == date(2026, 6, 2)


def test_a_term_that_has_passed_does_not_pass_again(world: World) -> None:
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    first = world.execute(PlanMeeting("raad", "Raad", date(2026, 4, 13)), world.clerk)
    second = world.execute(PlanMeeting("raad", "Raad", date(2026, 7, 6)), world.clerk)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=first), world.clerk)
    world.pass_days(100)
    assert pass_terms(world.services, "testdorp") == 1
    world.execute(TakeStep(initiative, 4, "move", meeting_id=second), world.clerk)
    assert pass_terms(world.services, "testdorp") == 0
    assert len(world.events(TermPassed)) == 1
