"""Many cases at once: undone while nobody knows, then each decided by itself, and what changed is left."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson, Identity, LogIn
from wijkstem.commands.appeals import DecideAppeal, MakeAppeal
from wijkstem.commands.bulk import (
    UNDO,
    AssignTogether,
    CarryOutLine,
    DecideTogether,
    Picked,
    UndoBulk,
)
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.moderation import AssignCase, ClaimCase
from wijkstem.commands.saved_views import SaveView
from wijkstem.domain.people import Actor
from wijkstem.errors import Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.moderation import CaseAssigned
from wijkstem.kit.ids import new_id
from wijkstem.tables.bulk import BulkAction, BulkLine, BulkState
from wijkstem.tables.engine import Delivery
from wijkstem.tables.initiatives import Initiative, StepReason
from wijkstem.tables.moderation import Case, SavedView
from wijkstem.tables.reports import Decision
from wijkstem.words import Role
from workers.bulk import carry_out_bulk

REASONS = "Dit hoort bij de klachtenregeling van de gemeente."


@pytest.fixture
def colleague(world: World) -> Actor:
    return world.person("colleague", Role.OFFICIAL)


def plans(world: World, count: int = 3) -> list[Picked]:
    """Cases as the queue shows them."""
    filed = [world.submit().initiative_id for _ in range(count)]
    by_plan = {case["initiative_id"]: case for case in world.rows(Case)}
    return [Picked(by_plan[plan]["id"], 1, None) for plan in filed]


def refusing(cases: list[Picked], **values: Any) -> DecideTogether:
    return DecideTogether(new_id(), cases, "refuse", "complaint", REASONS, **values)


def results(world: World) -> list[str | None]:
    """In the order of the cases."""
    return [line["result"] for line in world.rows(BulkLine)]


def state(world: World) -> BulkState:
    [action] = world.rows(BulkAction)
    found: BulkState = action["state"]
    return found


def test_looking_does_nothing(world: World) -> None:
    cases = plans(world)
    outlooks = world.execute(refusing(cases, look=True), world.official)
    assert [(one.case_id, one.refusal) for one in outlooks] == [(c.case_id, None) for c in cases]
    assert world.rows(BulkAction) == []


def test_nothing_happens_until_it_cannot_be_undone(world: World) -> None:
    cases = plans(world)
    world.settle()
    told = len(world.rows(Delivery))
    world.execute(refusing(cases), world.official)
    world.clock.at += UNDO - timedelta(seconds=1)
    assert carry_out_bulk(world.services, HERE) == 0
    world.settle()
    now = (world.events(StepTaken), len(world.rows(Delivery)), state(world))
    assert now == ([], told, BulkState.PLANNED)
    world.clock.at += timedelta(seconds=1)
    assert carry_out_bulk(world.services, HERE) == 3
    assert carry_out_bulk(world.services, HERE) == 0
    assert (results(world), state(world)) == (["done"] * 3, BulkState.DONE)
    assert [event.outcome for event in world.events(StepTaken)] == ["refuse"] * 3
    official = world.official.person_id
    assert {(row["reasons"], row["taken_by"]) for row in world.rows(StepReason)} == {(REASONS, official)}  # fmt: skip
    assert {case["closed_by"] for case in world.rows(Case)} == {official}


def test_what_changed_meanwhile_is_left(world: World, colleague: Actor) -> None:
    cases = sorted(plans(world), key=lambda one: one.case_id)
    world.execute(refusing(cases), world.official)
    first = next(c for c in world.rows(Case) if c["id"] == cases[0].case_id)
    world.execute(ClaimCase(cases[0].case_id, over=True), colleague)
    world.execute(TakeStep(first["initiative_id"], 1, "admit"), colleague)
    world.clock.at += UNDO
    carry_out_bulk(world.services, HERE)
    assert (results(world), state(world)) == (["moved_on", "done", "done"], BulkState.DONE)


def test_what_changed_before_is_said_and_left(world: World, colleague: Actor) -> None:
    cases = plans(world)
    taken = next(c for c in world.rows(Case) if c["id"] == cases[0].case_id)
    world.execute(TakeStep(taken["initiative_id"], 1, "admit"), colleague)
    world.execute(ClaimCase(cases[1].case_id), colleague)
    outlooks = world.execute(refusing(cases), world.official)
    codes = [one.refusal.code if one.refusal else None for one in outlooks]
    assert codes == ["case_closed", "in_hand", None]
    world.clock.at += UNDO
    assert carry_out_bulk(world.services, HERE) == 1


def test_what_waits_for_its_moment_is_decided_once(world: World) -> None:
    """By whoever has it in hand too."""
    cases = plans(world, 1)
    world.execute(refusing(cases), world.official)
    with pytest.raises(RuleBroken) as no:
        world.execute(DecideTogether(new_id(), cases, "admit"), world.official)
    assert no.value.code == "nothing_left"
    [outlook] = world.execute(refusing(cases, look=True), world.official)
    assert outlook.refusal.code == "planned_already"


def test_undone_in_time_nobody_knows(world: World) -> None:
    cases, command = plans(world), None
    command = refusing(cases)
    world.execute(command, world.official)
    assert {case["claimed_by"] for case in world.rows(Case)} == {world.official.person_id}
    world.execute(UndoBulk(command.bulk_id), world.official)
    world.execute(UndoBulk(command.bulk_id), world.official)
    world.clock.at += UNDO
    assert carry_out_bulk(world.services, HERE) == 0
    assert world.execute(CarryOutLine(command.bulk_id, cases[0].case_id)) is None
    assert (world.events(StepTaken), state(world)) == ([], BulkState.UNDONE)
    assert {case["claimed_by"] for case in world.rows(Case)} == {None}


@pytest.mark.parametrize("carried_out", [False, True])
def test_undo_comes_too_late(world: World, carried_out: bool) -> None:
    command = refusing(plans(world))
    world.execute(command, world.official)
    world.clock.at += UNDO
    if carried_out:
        carry_out_bulk(world.services, HERE)
    with pytest.raises(RuleBroken) as no:
        world.execute(UndoBulk(command.bulk_id), world.official)
    assert no.value.code == "told_already"


def test_form_that_is_sent_twice_is_done_once(world: World) -> None:
    command = refusing(plans(world))
    world.execute(command, world.official)
    world.execute(command, world.official)
    assert len(world.rows(BulkAction)) == 1


def test_needs_what_one_decision_needs(world: World) -> None:
    cases = plans(world)
    with pytest.raises(Invalid) as wrong:
        world.execute(DecideTogether(new_id(), cases, "refuse", "onzin", "Kort"), world.official)
    assert set(wrong.value.fields) == {"ground", "reasons"}
    assert world.rows(BulkAction) == []


def test_who_left_decides_nothing_any_more(world: World) -> None:
    world.execute(refusing(plans(world, 1)), world.official)
    no_role: frozenset[tuple[Role, str]] = frozenset({(Role.RESIDENT, "")})
    identity = Identity("test:official", "official", roles=no_role)
    world.execute(LogIn(identity))
    world.clock.at += UNDO
    carry_out_bulk(world.services, HERE)
    assert (results(world), world.events(StepTaken)) == (["not_allowed"], [])


def test_given_to_a_colleague_and_back(world: World, colleague: Actor) -> None:
    cases = plans(world)
    owner = world.person("owner", Role.OFFICIAL)
    world.execute(AssignCase(cases[0].case_id, owner.person_id, None), world.official)
    command = AssignTogether(new_id(), cases, colleague.person_id)
    outlooks = world.execute(command, world.official)
    assert [one.refusal.code for one in outlooks if one.refusal] == ["assigned_meanwhile"]
    owners = {case["id"]: case["assigned_to"] for case in world.rows(Case)}
    assert owners == {
        cases[0].case_id: owner.person_id,
        cases[1].case_id: colleague.person_id,
        cases[2].case_id: colleague.person_id,
    }
    # One of them went on meanwhile: that one stays where it is.
    world.execute(AssignCase(cases[1].case_id, owner.person_id, colleague.person_id), colleague)
    world.execute(UndoBulk(command.bulk_id), world.official)
    owners = {case["id"]: case["assigned_to"] for case in world.rows(Case)}
    assert owners == {
        cases[0].case_id: owner.person_id,
        cases[1].case_id: owner.person_id,
        cases[2].case_id: None,
    }
    assert len(world.events(CaseAssigned)) == 5


def test_nobody_else(world: World) -> None:
    cases = plans(world, 1)
    commands: list[object] = [refusing(cases), AssignTogether(new_id(), cases, None), UndoBulk(new_id())]  # fmt: skip
    for command in commands:
        with pytest.raises(NotAllowed):
            world.execute(command, world.clerk)
    with pytest.raises(NotAllowed):
        world.execute(CarryOutLine(new_id(), new_id()), world.official)
    with pytest.raises(NotFound):
        world.execute(UndoBulk(new_id()), world.official)


@pytest.mark.parametrize(("count", "code"), [(0, "nothing_picked"), (201, "too_many_picked")])
def test_number_of_cases(world: World, count: int, code: str) -> None:
    cases = [Picked(UUID(int=n), 1) for n in range(count)]
    for command in (refusing(cases), AssignTogether(new_id(), cases, None)):
        with pytest.raises(RuleBroken) as no:
            world.execute(command, world.official)
        assert no.value.code == code


def test_cases_that_are_not_there(world: World) -> None:
    """Of another municipality, or made up."""
    with pytest.raises(RuleBroken) as no:
        world.execute(refusing([Picked(new_id(), 1)]), world.official)
    assert no.value.code == "nothing_left"
    outlooks = world.execute(AssignTogether(new_id(), [Picked(new_id())], None), world.official)
    assert [one.refusal.code for one in outlooks] == ["unknown_case"]


def test_same_number_by_somebody_else(world: World, colleague: Actor) -> None:
    command = refusing(plans(world))
    world.execute(command, world.official)
    world.execute(command, colleague)
    [action] = world.rows(BulkAction)
    assert action["made_by"] == world.official.person_id


def test_erased_official_leaves_what_was_done(world: World, colleague: Actor) -> None:
    assert colleague.person_id is not None
    cases = plans(world, 1)
    world.execute(AssignCase(cases[0].case_id, colleague.person_id, None), world.official)
    theirs = [Picked(cases[0].case_id, 1, colleague.person_id)]
    world.execute(AssignTogether(new_id(), theirs, world.official.person_id), colleague)
    world.execute(SaveView("Te laat", "termijn=late"), colleague)
    world.execute(ErasePerson(colleague.person_id), colleague)
    [action], [line] = world.rows(BulkAction), world.rows(BulkLine)
    assert (action["made_by"], action["assigned_to"]) == (None, world.official.person_id)
    assert (line["was"], line["result"]) == (None, "done")
    assert world.rows(SavedView) == []


def test_what_was_refused_together_can_be_appealed_one_by_one(
    world: World, colleague: Actor
) -> None:
    """Each refusal is a decision of its own, by who made all of them; another official looks at one again."""
    picked = plans(world)
    world.execute(refusing(picked), world.official)
    world.clock.at += UNDO
    carry_out_bulk(world.services, HERE)
    decisions = world.rows(Decision)
    assert {row["decided_by"] for row in decisions} == {world.official.person_id}
    assert len(decisions) == 3
    words = "Het is geen klacht, maar een voorstel voor de hele straat."
    appeal = world.execute(MakeAppeal(decisions[1]["id"], words), world.person("submitter"))
    again = DecideAppeal(appeal, "reversed", REASONS)
    with pytest.raises(RuleBroken, match="U nam dit besluit zelf"):
        world.execute(again, world.official)
    world.execute(again, colleague)
    by_plan = {row["id"]: row["step"] for row in world.rows(Initiative)}
    steps = [by_plan[row["initiative_id"]] for row in decisions]
    assert steps == ["refused", "triage", "refused"]
