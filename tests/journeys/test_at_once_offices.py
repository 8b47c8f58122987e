"""What officials, operators and workers do at the same moment, with real threads on a real PostgreSQL.

Of each pair that collides one is done and the other is told, or finds it done; nothing is done twice.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tests.eventlog.consumers import counted, counting, record, unguarded
from tests.journeys.test_at_once import MANY, Job, apart, at_once, kinds, problems
from tests.support.world import HERE, World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.deliveries import ClaimDeliveries
from wijkstem.commands.engine import PassOverEvent
from wijkstem.commands.initiatives import Advance, EditInitiative, TakeStep
from wijkstem.commands.logins import StartLogin, TakeUpLogin
from wijkstem.commands.municipalities import PublishRules
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.eventlog.follow import follow
from wijkstem.events.council import AgendaItemPlaced
from wijkstem.events.initiatives import InitiativeEdited, StepTaken, TermPassed
from wijkstem.events.municipalities import RulesPublished
from wijkstem.events.signatures import SignatureWithdrawn
from wijkstem.reactions.messages import messages
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.engine import Delivery, PassedOver
from wijkstem.tables.municipalities import PublishedRules
from wijkstem.words import Trigger

REASONS = "Dit is de uitleg in gewone woorden."


def asking(world: World, command: object, actor: Actor = SYSTEM) -> Job:
    """In a transaction of its own, as processes of their own would."""
    return lambda: apart(world, command, actor)


def supported(world: World) -> UUID:
    """A plan that asks for a place on the agenda."""
    plan = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(name))
    world.settle()
    return plan


def test_term_that_many_workers_find_over_passes_once(postgres_world: World) -> None:
    world = postgres_world
    plan = world.submit().initiative_id
    world.pass_days(20)
    ended = at_once([asking(world, PassTerm(plan, 1))] * 8)

    assert kinds(ended) == {"done": 1, "term_not_running": 7}
    assert len(world.events(TermPassed)) == 1
    assert problems(world) == []


def test_trigger_that_comes_many_times_is_followed_once(postgres_world: World) -> None:
    world, plan = postgres_world, postgres_world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(name))
    ended = at_once([asking(world, Advance(plan, Trigger.THRESHOLD, 2))] * 8)

    assert kinds(ended) == {"done": 1, "moved_on": 7}
    assert [event.step_seq for event in world.events(StepTaken)] == [1, 2]


def test_form_that_is_edited_on_two_screens_keeps_the_first(postgres_world: World) -> None:
    world, anna = postgres_world, postgres_world.person("anna")
    plan = world.submit(anna).initiative_id
    texts = {"decision": "Plant twintig bomen in de straat."}
    edits = [
        EditInitiative(plan, 1, f"Meer bomen in straat {n}", "WK990100", texts, "green")
        for n in range(6)
    ]
    ended = at_once([asking(world, edit, anna) for edit in edits])

    assert kinds(ended) == {"done": 1, "edited_meanwhile": 5}
    assert [event.revision for event in world.events(InitiativeEdited)] == [2]


def test_support_that_is_taken_back_many_times_goes_once(postgres_world: World) -> None:
    world, plan, anna = postgres_world, postgres_world.open(), postgres_world.person("anna")
    world.execute(Sign(plan), anna)
    ended = at_once([asking(world, WithdrawSignature(plan), anna)] * 8)

    assert kinds(ended) == {"done": 1, "not_signed": 7}
    assert len(world.events(SignatureWithdrawn)) == 1


def test_two_clerks_place_a_plan_on_one_agenda(postgres_world: World) -> None:
    world, plan = postgres_world, supported(postgres_world)
    clerk = world.clerk
    meetings = [
        world.execute(PlanMeeting("raad", "Raad", date(2026, 4, 6 + 7 * n)), clerk)
        for n in range(2)
    ]
    steps = [TakeStep(plan, 3, "place", meeting_id=meeting) for meeting in meetings]
    ended = at_once([asking(world, step, clerk) for step in steps])

    assert kinds(ended) == {"done": 1, "moved_on": 1}
    assert len(world.rows(AgendaItem)) == len(world.events(AgendaItemPlaced)) == 1


def test_rules_are_published_once_however_many_processes_start(postgres_world: World) -> None:
    world = postgres_world
    with unguarded(world) as connection:
        connection.execute(text("DELETE FROM published_rules WHERE municipality_id = 'testdorp'"))
    before = len(world.events(RulesPublished))
    ended = at_once([asking(world, PublishRules())] * 8)

    versions = len(world.rows(PublishedRules))
    assert kinds(ended) == {"done": 8}
    assert len(world.events(RulesPublished)) == before + versions
    assert problems(world) == []


def test_event_that_two_operators_pass_over_is_passed_over_once(postgres_world: World) -> None:
    world = postgres_world
    record(world, 3)
    stopping = counting(lambda recorded: recorded.position != 2)
    follow(stopping, HERE, world.services.projection_desk(HERE))
    passing = PassOverEvent("counting", "kapot door een invoer", "Jan Jansen", position=2)
    ended = kinds(at_once([asking(world, passing)] * 4))

    # Who finds it passed over is told so; who comes while another holds the consumer is told to look again.
    assert ended["done"] == 1
    assert [row["position"] for row in world.rows(PassedOver)] == [2]
    follow(stopping, HERE, world.services.projection_desk(HERE))
    assert counted(world) == len(world.recorded()) - 1


def test_workers_that_claim_at_once_never_share_a_message(postgres_world: World) -> None:
    world = postgres_world
    for n in range(10):
        world.submit(title=f"Een bank in het park, nummer {n}")
    world.settle()
    ended: Sequence[Any] = at_once([asking(world, ClaimDeliveries(most=3))] * 6)

    claimed = [one.id for some in ended for one in some]
    assert len(claimed) == len(set(claimed)) <= 10
    assert {row["attempts"] for row in world.rows(Delivery)} <= {0, 1}


def test_login_that_comes_back_many_times_is_taken_up_once(postgres_world: World) -> None:
    world = postgres_world
    state = world.execute(StartLogin("demo", "/mijn", "browser"))
    ended = at_once([asking(world, TakeUpLogin("demo", state, "browser"))] * MANY)

    assert sorted(ended, key=str) == ["/mijn", *[None] * (MANY - 1)]


def test_without_its_key_a_person_is_told_of_an_event_twice(postgres_world: World) -> None:
    """The messages consumer folding an event a second time, as after a position that was lost."""
    world = postgres_world
    world.submit()
    world.settle()
    again = world.recorded()

    def fold() -> int:
        with world.services.unit_of_work(HERE) as uow:
            messages(world.services.rules).fold(uow, again)
        return len(world.rows(Delivery))

    assert fold() == 1
    with unguarded(world) as connection:
        constraint = "uq_delivery_municipality_id_cause_channel_recipient_id"
        connection.execute(text(f"ALTER TABLE delivery DROP CONSTRAINT {constraint}"))
    assert fold() == 2
