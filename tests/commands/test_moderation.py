"""Cases: one for each step that waits for an official, taken in hand by one at a time, and given to somebody."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import Advance, TakeStep
from wijkstem.commands.moderation import AssignCase, ClaimCase, ReleaseCase, RepairCases
from wijkstem.domain.moderation import CLAIM
from wijkstem.domain.people import Actor
from wijkstem.errors import Conflict, Invalid, NotAllowed, NotFound
from wijkstem.events.moderation import CaseAssigned
from wijkstem.kit.ids import new_id
from wijkstem.tables.moderation import OVERTAKEN, Case
from wijkstem.words import CaseKind, Role, Trigger


@pytest.fixture
def colleague(world: World) -> Actor:
    return world.person("colleague", Role.OFFICIAL)


def only(world: World, **values: Any) -> dict[str, Any]:
    [case] = world.rows(Case, **values)
    return case


def a_case(world: World) -> tuple[UUID, UUID]:
    """A plan that waits to be looked at, and its case."""
    plan = world.submit().initiative_id
    return plan, only(world, initiative_id=plan)["id"]


def test_a_plan_that_waits_for_an_official_has_a_case(world: World) -> None:
    plan, case_id = a_case(world)
    case = only(world)
    assert (case["kind"], case["initiative_id"], case["step_seq"], case["due_on"]) == (
        CaseKind.STEP,
        plan,
        1,
        date(2026, 3, 16),
    )
    world.clock.at += timedelta(hours=1)
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    case = only(world)
    assert (case["id"], case["closed_at"], case["closed_by"], case["closed_as"]) == (
        case_id,
        world.clock.at,
        world.official.person_id,
        "admit",
    )


def test_what_follows_on_a_plan_stays_with_its_owner(world: World, colleague: Actor) -> None:
    plan, case_id = a_case(world)
    world.execute(AssignCase(case_id, colleague.person_id, None), world.official)
    reasons = "Waar in de straat moeten de bomen komen?"
    world.execute(TakeStep(plan, 1, "ask", reasons=reasons), world.official)
    world.execute(
        TakeStep(plan, 2, "supplement", reasons="Aan de kant van de school."),
        world.person("submitter"),
    )
    [case] = [one for one in world.rows(Case) if one["closed_at"] is None]
    assert (case["step_seq"], case["assigned_to"]) == (3, colleague.person_id)


def test_one_has_it_in_hand_and_the_other_is_told(world: World, colleague: Actor) -> None:
    plan, case_id = a_case(world)
    world.execute(ClaimCase(case_id), colleague)
    with pytest.raises(Conflict) as no:
        world.execute(ClaimCase(case_id), world.official)
    assert no.value.code == "in_hand"
    with pytest.raises(Conflict) as no:
        world.execute(TakeStep(plan, 1, "admit"), world.official)
    assert no.value.code == "in_hand"
    world.execute(TakeStep(plan, 1, "admit"), colleague)
    with pytest.raises(Conflict) as no:
        world.execute(ClaimCase(case_id, over=True), world.official)
    assert no.value.code == "case_closed"


def test_a_claim_ends_by_itself(world: World, colleague: Actor) -> None:
    plan, case_id = a_case(world)
    world.execute(ClaimCase(case_id), colleague)
    world.clock.at += CLAIM
    world.execute(TakeStep(plan, 1, "admit"), world.official)


def test_a_case_can_be_taken_over_and_let_go(world: World, colleague: Actor) -> None:
    _, case_id = a_case(world)
    world.execute(ClaimCase(case_id), colleague)
    world.execute(ReleaseCase(case_id), world.official)
    assert only(world)["claimed_by"] == colleague.person_id
    world.execute(ClaimCase(case_id, over=True), world.official)
    assert only(world)["claimed_by"] == world.official.person_id
    world.execute(ReleaseCase(case_id), world.official)
    assert only(world)["claimed_by"] is None


def test_a_question_that_nobody_answers_comes_back_as_a_case(
    world: World, colleague: Actor
) -> None:
    plan, case_id = a_case(world)
    reasons = "Waar in de straat moeten de bomen komen?"
    world.execute(TakeStep(plan, 1, "ask", reasons=reasons), world.official)
    assert only(world)["id"] == case_id
    world.execute(Advance(plan, Trigger.TERM, 2))
    [case] = [one for one in world.rows(Case) if one["closed_at"] is None]
    world.execute(ClaimCase(case["id"]), colleague)
    assert (case["kind"], case["step_seq"]) == (CaseKind.STEP, 3)


def test_giving_a_case_is_recorded(world: World, colleague: Actor) -> None:
    plan, case_id = a_case(world)
    world.execute(AssignCase(case_id, colleague.person_id, None), world.official)
    assert only(world)["assigned_to"] == colleague.person_id
    assert world.events(CaseAssigned) == [
        CaseAssigned(
            case_id=case_id,
            kind=CaseKind.STEP.value,
            initiative_id=plan,
            was=None,
            to=colleague.person_id,
            by=world.official.person_id,
        )
    ]
    with pytest.raises(Conflict) as no:
        world.execute(AssignCase(case_id, world.official.person_id, None), world.official)
    assert no.value.code == "assigned_meanwhile"
    resident = world.person("anna").person_id
    with pytest.raises(Invalid):
        world.execute(AssignCase(case_id, resident, colleague.person_id), world.official)
    world.execute(AssignCase(case_id, None, colleague.person_id), world.official)
    assert only(world)["assigned_to"] is None


@pytest.mark.parametrize(
    "command", [ClaimCase, ReleaseCase, lambda case: AssignCase(case, None, None)]
)
def test_only_officials(world: World, command: Callable[[UUID], object]) -> None:
    _, case_id = a_case(world)
    with pytest.raises(NotAllowed):
        world.execute(command(case_id), world.clerk)
    with pytest.raises(NotFound):
        world.execute(command(new_id()), world.official)


def test_repair_opens_what_is_missing_and_closes_what_is_over(world: World) -> None:
    """As after an upgrade: what the release before filed has no case, and what it decided has one that stays."""
    missing, over = world.submit().initiative_id, world.submit().initiative_id
    table = Case.__table__  # type: ignore[attr-defined]
    here = table.c.municipality_id == "testdorp"
    with world.services.connection("testdorp") as connection:
        connection.execute(table.delete().where(here, table.c.initiative_id == missing))
    world.execute(TakeStep(over, 1, "admit"), world.official)
    with world.services.connection("testdorp") as connection:
        connection.execute(
            table.update()
            .where(here, table.c.initiative_id == over)
            .values(closed_at=None, closed_by=None)
        )
    assert world.execute(RepairCases()) == 2
    assert world.execute(RepairCases()) == 0
    opened, closed = only(world, initiative_id=missing), only(world, initiative_id=over)
    assert (opened["step_seq"], opened["due_on"]) == (1, date(2026, 3, 16))
    assert (closed["closed_as"], closed["closed_by"]) == (OVERTAKEN, None)


def test_erased_official_leaves_the_case(world: World, colleague: Actor) -> None:
    _, case_id = a_case(world)
    world.execute(AssignCase(case_id, colleague.person_id, None), world.official)
    world.execute(ClaimCase(case_id), colleague)
    assert colleague.person_id is not None
    world.execute(ErasePerson(colleague.person_id), colleague)
    case = only(world)
    assert (case["assigned_to"], case["claimed_by"], case["closed_at"]) == (None, None, None)
