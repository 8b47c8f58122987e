"""Everything about one initiative: right at once from the write side, with its past when that was folded."""

from datetime import date

import pytest

from tests.support.statements import statements
from tests.support.world import HERE, START, World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.errors import NotFound
from wijkstem.queries.initiatives import (
    InitiativePage,
    OwnSupport,
    Reason,
    TimelineLine,
    initiative_page,
)
from wijkstem.queries.plan_parts import PARTS
from wijkstem.words import AgeBand, Milestone, Stance

TODAY = START.date()


def asked(world: World, number: str = "2026-0001", actor: Actor = ANYONE) -> InitiativePage:
    with world.services.reading(HERE) as connection:
        return initiative_page(connection, HERE, number, person_id=actor.person_id)


def test_initiative_page_before_the_workers(world: World) -> None:
    world.submit()
    page = asked(world)
    facts = page.initiative
    assert (facts.number, facts.step, facts.due_on) == ("2026-0001", "triage", date(2026, 3, 16))
    assert not facts.late(date(2026, 3, 16))
    assert facts.late(date(2026, 3, 17))
    assert page.texts == {"decision": "Plant tien bomen in de straat.", "costs": ""}
    assert (page.timeline, page.reasons, page.own_support) == ((), {}, None)


def test_initiative_page_unknown(sqlite_world: World) -> None:
    with pytest.raises(NotFound) as caught:
        asked(sqlite_world, "2026-9999")
    assert caught.value.code == "unknown_initiative"


def test_initiative_page_of_another_municipality(sqlite_world: World) -> None:
    sqlite_world.submit()
    with (
        sqlite_world.services.reading("buurdorp") as connection,
        pytest.raises(NotFound),
    ):
        initiative_page(connection, "buurdorp", "2026-0001", person_id=None)


@pytest.mark.parametrize(("lives", "valid"), [("WK990100", True), (None, False)])
def test_initiative_page_own_support(world: World, lives: str | None, valid: bool) -> None:
    initiative = world.open()
    anna = world.person("anna", lives=lives)
    world.execute(Sign(initiative), anna)
    page = asked(world, actor=anna)
    assert page.own_support == OwnSupport(Stance.FOR, valid, lives, AgeBand.FROM_45, TODAY)
    assert page.initiative.valid_for == int(valid)
    assert asked(world, actor=world.person("bram")).own_support is None


def story(world: World) -> None:
    """From filing to the agenda."""
    initiative = world.open()
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    meeting = world.execute(PlanMeeting("raad", "Raad in april", date(2026, 4, 13)), world.clerk)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), world.clerk)
    reasons = "De raad vindt dit een goed plan."
    world.execute(TakeStep(initiative, 4, "adopt", reasons=reasons), world.clerk)
    world.settle()


def test_initiative_page_timeline_and_reasons(world: World) -> None:
    story(world)
    page = asked(world)
    assert [(line.kind, line.outcome or line.meeting_name) for line in page.timeline] == [
        ("initiative.submitted", None),
        ("initiative.step_taken", "admit"),
        ("initiative.threshold_reached", None),
        ("initiative.step_taken", "threshold_reached"),
        ("agenda.item_requested", None),
        ("agenda.item_placed", "Raad in april"),
        ("initiative.step_taken", "place"),
        ("initiative.step_taken", "adopt"),
    ]
    assert page.timeline[-1] == TimelineLine(
        kind="initiative.step_taken",
        on=TODAY,
        step_seq=4,
        step="on_agenda",
        outcome="adopt",
        means=Milestone.ADOPTED,
        to_step="adopted",
        ground=None,
        due_on=None,
        number=None,
        meeting_id=None,
        meeting_name=None,
        body=None,
        other_number=None,
        proposal_number=None,
    )
    assert page.reasons == {4: Reason(4, "De raad vindt dit een goed plan.", "clerk")}


def test_initiative_page_statements(sqlite_world: World) -> None:
    story(sqlite_world)
    anna = sqlite_world.person("anna")
    with statements(sqlite_world.services.engine) as seen:
        asked(sqlite_world, actor=anna)
    # The plan, its past, its texts, its reasons, her own support, what it asked of the council, and what it has besides.
    assert len(seen) == 7


def test_initiative_page_reads_nothing_of_what_a_plan_has_not(sqlite_world: World) -> None:
    sqlite_world.submit()
    with statements(sqlite_world.services.engine) as seen:
        asked(sqlite_world)
    assert len(seen) == 5


def test_every_part_of_a_plan_has_its_place_on_the_page() -> None:
    assert set(PARTS) <= set(InitiativePage.__dataclass_fields__)
