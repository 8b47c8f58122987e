"""What the system does on a path, answered once, with its cause, and never against the rules."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete
from structlog.testing import capture_logs

from tests.support.waiting import wait_until_somebody_waits
from tests.support.world import HERE, World
from wijkstem.bootstrap import reactions
from wijkstem.commands.handlers import carry_out
from wijkstem.commands.signatures import Sign
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import Actor
from wijkstem.eventlog.follow import follow
from wijkstem.eventlog.positions import Standing, standing
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.initiatives import StepTaken, TermPassed, ThresholdReached
from wijkstem.events.routing import RoutingDecided
from wijkstem.kit.rows import table_of
from wijkstem.reactions.paths import paths
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.council import AgendaRequest
from wijkstem.tables.engine import ConsumerPosition, Refusal
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.words import Milestone


def run(world: World) -> int:
    return follow(paths(world.services), HERE, world.services.reaction_desk(HERE))


def sign(world: World, plan: Any, *names: str) -> None:
    for name in names:
        world.execute(Sign(plan), world.person(name))


def step_of(world: World, plan: Any) -> str:
    [row] = world.rows(Initiative, id=plan)
    return str(row["step"])


def where(world: World) -> Standing | None:
    with world.services.reading(HERE) as connection:
        return standing(connection, "paths", HERE)


def test_threshold_leads_to_one_request_for_the_agenda(world: World) -> None:
    plan = world.open()
    sign(world, plan, "anna", "bram", "cato", "dirk")
    for _ in range(3):
        run(world)

    assert step_of(world, plan) == "agenda_request"
    assert [row["initiative_id"] for row in world.rows(AgendaRequest)] == [plan]
    assert [event.body for event in world.events(AgendaItemRequested)] == ["raad"]


def test_follow_up_keeps_the_correlation_and_names_its_cause(world: World) -> None:
    plan = world.open()
    sign(world, plan, "anna", "bram", "cato")
    run(world)

    log = world.recorded()
    [reached] = [r for r in log if isinstance(r.event, ThresholdReached)]
    answers = [r for r in log if r.causation_id is not None]
    assert [type(r.event) for r in answers] == [
        RoutingDecided,
        StepTaken,
        AgendaItemRequested,
    ]
    assert {(r.correlation_id, r.causation_id) for r in answers} == {
        (reached.correlation_id, reached.event_id)
    }


def test_each_answer_of_a_batch_names_its_own_cause(world: World) -> None:
    plans = [world.open() for _ in range(3)]
    for plan in plans:
        sign(world, plan, "anna", "bram", "cato")
    run(world)

    log = world.recorded()
    causes = {r.event_id: r for r in log if isinstance(r.event, ThresholdReached)}
    caused = [
        (r.causation_id, r.event.initiative_id)
        for r in log
        if isinstance(r.event, AgendaItemRequested)
    ]
    assert [plan for _, plan in caused] == plans
    assert [causes[cause].event.initiative_id for cause, _ in caused if cause] == plans  # type: ignore[attr-defined]


def test_term_that_passes_is_answered_where_the_path_says_so(world: World) -> None:
    signing, triage = world.open(), world.submit().initiative_id
    world.pass_days(60)
    world.execute(PassTerm(signing, 2))
    world.execute(PassTerm(triage, 1))
    run(world)

    assert (step_of(world, signing), step_of(world, triage)) == ("lapsed", "triage")
    assert len(world.events(TermPassed)) == 2
    assert world.rows(Refusal) == []


def test_rule_that_refuses_is_recorded_and_not_tried_again(world: World) -> None:
    """The last signature and the withdrawal cross: the plan is gone when the threshold is answered."""
    plan = world.open()
    sign(world, plan, "anna", "bram", "cato")
    [reached] = [r for r in world.recorded() if isinstance(r.event, ThresholdReached)]
    world.pass_days(60)
    world.execute(PassTerm(plan, 2))
    run(world)

    [passed] = [r for r in world.recorded() if isinstance(r.event, TermPassed)]
    assert step_of(world, plan) == "agenda_request"
    assert [(r["consumer"], r["position"], r["code"]) for r in world.rows(Refusal)] == [
        ("paths", passed.position, "moved_on")
    ]
    assert reached.position < passed.position
    at = where(world)
    assert at is not None
    assert at.failures == 0
    before = world.recorded()
    run(world)
    assert (world.recorded(), len(world.rows(Refusal))) == (before, 1)


def test_refused_follow_up_leaves_nothing_and_the_rest_of_the_batch_is_done(world: World) -> None:
    late, fine = world.open(), world.open()
    sign(world, late, "anna", "bram", "cato")
    world.pass_days(60)
    world.execute(PassTerm(late, 2))
    world.clock.at = world.clock.at.replace(month=3, day=3)
    sign(world, fine, "anna", "bram", "cato")
    run(world)

    means = [event.means for event in world.events(StepTaken)]
    assert means == [Milestone.ADMITTED] * 2 + [Milestone.THRESHOLD_REACHED] * 2
    assert len(world.rows(Refusal)) == 1


def test_rules_that_are_missing_are_no_refusal_but_stop_the_consumer(sqlite_world: World) -> None:
    """A worker of an older release must not answer "no" for good to what it cannot know."""
    world = sqlite_world
    plan = world.open()
    sign(world, plan, "anna", "bram", "cato")
    book = world.services.rules
    here = book.of(HERE)
    [version] = here.versions
    newer = replace(here, versions=(replace(version, version="2026.1"),))
    ignorant = RuleBook({HERE: newer, "buurdorp": book.of("buurdorp")})
    crippled = replace(world.services, rules=ignorant)
    follow(paths(crippled), HERE, crippled.reaction_desk(HERE))

    at = where(world)
    assert at is not None
    assert at.failures == 1
    assert at.error == "BadConfiguration: testdorp: rules '2025.1' are not there"
    assert world.rows(Refusal) == []
    world.pass_days(1)
    run(world)
    assert step_of(world, plan) == "agenda_request"


def test_reaction_does_not_hold_the_log_while_it_waits_for_a_signer(postgres_world: World) -> None:
    """Two plans have reached the threshold, and somebody signs the second while both are answered.

    With the head taken after each answer the two wait for each other, until PostgreSQL breaks one off.
    """
    world = postgres_world
    plans = [world.open(), world.open()]
    for plan in plans:
        sign(world, plan, "anna", "bram", "cato")
    dirk = world.person("dirk")
    done: list[int] = []
    reacting = threading.Thread(target=lambda: done.append(run(world)))
    with capture_logs() as said:
        with world.services.unit_of_work(HERE) as uow:
            carry(world, uow, Sign(plans[1]), dirk)
            reacting.start()
            wait_until_somebody_waits(world)
        reacting.join()

    assert [step_of(world, plan) for plan in plans] == ["agenda_request"] * 2
    at = where(world)
    assert at is not None
    complaints = [line for line in said if line["log_level"] != "info"]
    assert (at.failures, at.error, complaints) == (0, None, [])
    assert len(world.rows(Signature, initiative_id=plans[1])) == 4


def carry(world: World, uow: Any, command: object, actor: Actor) -> None:
    carry_out(command, world.services.work(uow, actor))


@pytest.mark.parametrize("index", range(2))
def test_reaction_twice_is_once(world: World, index: int) -> None:
    plan = world.open()
    sign(world, plan, "anna", "bram", "cato")
    world.settle()
    before = (world.recorded(), world.rows(AgendaRequest))
    consumer = reactions(world.services)[index]

    assert follow(consumer, HERE, world.services.reaction_desk(HERE)) == 0
    assert (world.recorded(), world.rows(AgendaRequest)) == before


def test_reaction_whose_position_was_lost_answers_with_refusals_and_changes_nothing(
    world: World,
) -> None:
    """Should never happen; if it does, no plan takes a step twice."""
    plan = world.open()
    sign(world, plan, "anna", "bram", "cato")
    run(world)
    before = [r.event for r in world.recorded()]

    positions = table_of(ConsumerPosition)
    with world.services.connection(HERE) as connection:
        connection.execute(
            delete(positions).where(
                positions.c.municipality_id == HERE, positions.c.consumer == "paths"
            )
        )
    run(world)

    assert [r.event for r in world.recorded()] == before
    assert step_of(world, plan) == "agenda_request"
