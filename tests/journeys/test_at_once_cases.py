"""Two officials at one case, with real threads on a real PostgreSQL: one has it, the other is told."""

from uuid import UUID

from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_offices import asking
from tests.support.world import World
from wijkstem.commands.absence import MarkAway, MarkBack
from wijkstem.commands.bulk import UNDO, CarryOutLine, DecideTogether, Picked, UndoBulk
from wijkstem.commands.departments import ForwardCase
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.moderation import AssignCase, ClaimCase, RepairCases
from wijkstem.domain.moderation import CLAIM
from wijkstem.domain.people import Actor
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.moderation import CaseAssigned
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.bulk import BulkAction
from wijkstem.tables.moderation import Case, CaseForward, OfficialAbsence
from wijkstem.words import Role


def officials(world: World, count: int = 6) -> list[Actor]:
    return [world.person(f"official-{n}", Role.OFFICIAL) for n in range(count)]


def a_case(world: World) -> tuple[UUID, UUID]:
    plan = world.submit().initiative_id
    [case] = world.rows(Case, initiative_id=plan)
    return plan, case["id"]


def test_case_that_many_take_at_once_is_in_hand_of_one(postgres_world: World) -> None:
    world = postgres_world
    _, case_id = a_case(world)
    ended = at_once([asking(world, ClaimCase(case_id), who) for who in officials(world)])

    assert kinds(ended) == {"done": 1, "in_hand": 5}
    [case] = world.rows(Case)
    assert case["claimed_by"] in {who.person_id for who in officials(world)}


def test_claim_that_is_over_goes_to_one_other(postgres_world: World) -> None:
    world = postgres_world
    _, case_id = a_case(world)
    world.execute(ClaimCase(case_id), world.official)
    world.clock.at += CLAIM
    ended = at_once([asking(world, ClaimCase(case_id), who) for who in officials(world)])

    assert kinds(ended) == {"done": 1, "in_hand": 5}


def test_case_is_taken_while_a_colleague_decides(postgres_world: World) -> None:
    """Whoever comes first: the case is decided and cannot be taken, or is taken and not decided by another."""
    world = postgres_world
    for _ in range(8):
        plan, case_id = a_case(world)
        one, other = officials(world, 2)
        ended = at_once(
            [
                asking(world, ClaimCase(case_id), one),
                asking(world, TakeStep(plan, 1, "admit"), other),
            ]
        )
        steps = [event for event in world.events(StepTaken) if event.initiative_id == plan]
        assert kinds(ended) in ({"done": 1, "in_hand": 1}, {"done": 1, "case_closed": 1})
        assert len(steps) == ("case_closed" in kinds(ended))


def test_case_that_is_given_to_many_at_once_is_one_persons(postgres_world: World) -> None:
    world = postgres_world
    _, case_id = a_case(world)
    gifts = [AssignCase(case_id, who.person_id, None) for who in officials(world)]
    ended = at_once([asking(world, gift, world.official) for gift in gifts])

    assert kinds(ended) == {"done": 1, "assigned_meanwhile": 5}
    assert len(world.events(CaseAssigned)) == 1


def test_case_that_many_pass_on_at_once_goes_once(postgres_world: World) -> None:
    world = postgres_world
    _, case_id = a_case(world)
    ways = [ForwardCase(case_id, to, None, "Voor jullie.") for to in ("green", "traffic") * 3]
    ended = at_once([asking(world, way, world.official) for way in ways])

    assert kinds(ended) == {"done": 1, "forwarded_meanwhile": 5}
    assert [row["turn"] for row in world.rows(CaseForward)] == [1]


def test_case_that_is_missing_comes_once(postgres_world: World) -> None:
    """Workers repair at once while an official goes on with one of the plans."""
    world, cases = postgres_world, table_of(Case)
    plans = [world.submit().initiative_id for _ in range(4)]
    with world.services.connection("testdorp") as connection:
        connection.execute(cases.delete().where(cases.c.municipality_id == "testdorp"))
    official = world.official
    at_once(
        [asking(world, RepairCases())] * 4
        + [asking(world, TakeStep(plans[0], 1, "admit"), official)]
    )
    world.execute(RepairCases())

    waiting = [case["initiative_id"] for case in world.rows(Case) if case["closed_at"] is None]
    assert sorted(waiting) == sorted(plans[1:])


REASONS = "Dit hoort bij de klachtenregeling van de gemeente."


def refusing(world: World, count: int = 4) -> DecideTogether:
    cases = [Picked(a_case(world)[1], 1) for _ in range(count)]
    return DecideTogether(new_id(), cases, "refuse", "complaint", REASONS)


def test_form_for_many_cases_that_is_sent_twice_at_once_is_done_once(postgres_world: World) -> None:
    world = postgres_world
    command = refusing(world)
    ended = at_once([asking(world, command, world.official)] * 4)

    assert set(kinds(ended)) <= {"done", "sent_twice"}
    assert len(world.rows(BulkAction)) == 1


def test_undo_and_carrying_out_take_turns(postgres_world: World) -> None:
    """At the very moment: all are decided once, by however many workers, and whoever undoes is told so."""
    world = postgres_world
    command = refusing(world)
    world.execute(command, world.official)
    world.clock.at += UNDO
    lines = [CarryOutLine(command.bulk_id, one.case_id) for one in command.cases]
    undo = asking(world, UndoBulk(command.bulk_id), world.official)
    ended = at_once([asking(world, line) for line in lines * 3] + [undo])

    assert kinds(ended) == {"done": 12, "told_already": 1}
    assert [event.outcome for event in world.events(StepTaken)] == ["refuse"] * 4


def test_colleague_decides_while_many_are_decided(postgres_world: World) -> None:
    """Each plan is decided once, by one of the two."""
    world = postgres_world
    command, colleague = refusing(world), world.person("colleague", Role.OFFICIAL)
    world.execute(command, world.official)
    plans = [case["initiative_id"] for case in world.rows(Case)]
    world.clock.at += UNDO + CLAIM
    at_once(
        [asking(world, CarryOutLine(command.bulk_id, one.case_id)) for one in command.cases]
        + [asking(world, TakeStep(plan, 1, "admit"), colleague) for plan in plans]
    )

    steps = world.events(StepTaken)
    assert sorted(event.initiative_id for event in steps) == sorted(plans)


def test_colleague_who_is_away_is_so_once(postgres_world: World) -> None:
    world = postgres_world
    anna, bram, *others = officials(world)
    day = local_date(world.clock.at)
    away = MarkAway(anna.person_id, day, day, bram.person_id)
    assert kinds(at_once([asking(world, away, who) for who in others])) == {"done": len(others)}
    assert len(world.rows(OfficialAbsence)) == 1
    assert anna.person_id is not None
    back = MarkBack(anna.person_id)
    assert kinds(at_once([asking(world, back, who) for who in others])) == {"done": len(others)}
    assert world.rows(OfficialAbsence) == []


def test_colleague_takes_a_case_while_many_are_planned(postgres_world: World) -> None:
    """Theirs or among the many, and never both."""
    world = postgres_world
    for _ in range(8):
        command, colleague = refusing(world, 1), world.person("colleague", Role.OFFICIAL)
        [picked] = command.cases
        ended = at_once(
            [
                asking(world, command, world.official),
                asking(world, ClaimCase(picked.case_id), colleague),
            ]
        )
        [case] = [row for row in world.rows(Case) if row["id"] == picked.case_id]
        planned = command.bulk_id in {row["id"] for row in world.rows(BulkAction)}
        assert kinds(ended) in ({"done": 1, "in_hand": 1}, {"done": 1, "nothing_left": 1})
        assert case["claimed_by"] == (world.official if planned else colleague).person_id
