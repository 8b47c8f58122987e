"""A step that was not taken in time: the rules' next person is told, once, and it counts."""

from datetime import date
from uuid import UUID

import pytest

from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import RuleBroken
from wijkstem.events.moderation import CaseEscalated
from wijkstem.projections.indicators import Figure
from wijkstem.tables.engine import Delivery
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Role


def cases(world: World) -> list[tuple[CaseKind, date | None, bool]]:
    found = world.rows(Case)
    return sorted((row["kind"], row["escalated_on"], row["closed_at"] is None) for row in found)


def late(world: World) -> UUID:
    """Filed on Monday 2 March with two weeks to look at it; it is the 22nd."""
    plan = world.submit().initiative_id
    world.pass_days(20)
    world.execute(PassTerm(plan, 1), SYSTEM)
    return plan


def test_the_case_says_so_and_the_next_person_is_told(world: World) -> None:
    lead = world.person("lead", Role.ADMINISTRATOR)
    world.person("official", Role.OFFICIAL)
    plan = late(world)
    assert cases(world) == [(CaseKind.STEP, date(2026, 3, 22), True)]
    [event] = world.events(CaseEscalated)
    assert (event.initiative_id, event.step, event.due_on, event.to) == (
        plan,
        "triage",
        date(2026, 3, 16),
        "administrator",
    )
    world.settle()
    assert [r["recipient_id"] for r in world.rows(Delivery, template="case_escalated")] == [
        lead.person_id
    ]
    assert [r["person_id"] for r in world.rows(InboxMessage, template="case_escalated")] == [
        lead.person_id
    ]


def test_it_counts_in_the_indicators(world: World) -> None:
    late(world)
    world.settle()
    [figure] = world.rows(Figure, measure="escalated")
    assert (figure["count"], figure["month"]) == (1, date(2026, 3, 1))


def test_once(world: World) -> None:
    plan = late(world)
    with pytest.raises(RuleBroken):
        world.execute(PassTerm(plan, 1), SYSTEM)
    assert len(world.events(CaseEscalated)) == 1


def test_what_goes_on_by_itself_is_nobody_s_delay(world: World) -> None:
    """Too few signatures in time ends the step, and no answer from the submitter does."""
    plan = world.open()
    world.pass_days(400)
    world.execute(PassTerm(plan, 2), SYSTEM)
    other = world.submit().initiative_id
    world.execute(TakeStep(other, 1, "ask", reasons="In welke straat is dat dan?"), world.official)
    world.pass_days(30)
    world.execute(PassTerm(other, 2), SYSTEM)
    assert world.events(CaseEscalated) == []


def test_what_the_clerk_has_gets_a_case_until_it_is_done(world: World) -> None:
    plan = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(name))
    world.settle()
    world.pass_days(100)
    world.execute(PassTerm(plan, 3), SYSTEM)
    open_ones = [row for row in world.rows(Case) if row["closed_at"] is None]
    assert [(row["kind"], row["escalated_on"]) for row in open_ones] == [
        (CaseKind.OVERDUE, date(2026, 6, 10))
    ]
    no = TakeStep(plan, 3, "not_place", reasons="De raad gaat hier niet over.")
    world.execute(no, world.clerk)
    assert [row["closed_as"] for row in world.rows(Case, kind=CaseKind.OVERDUE)] == ["not_place"]
