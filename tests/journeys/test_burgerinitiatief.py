"""The whole story of a citizens' initiative, in commands, on both engines."""

from datetime import date

from tests.support.world import World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.events.council import AgendaItemRequested
from wijkstem.projections.agenda import AgendaEntry
from wijkstem.projections.listing import ListedInitiative
from wijkstem.projections.timeline import TimelineEntry
from wijkstem.tables.engine import Delivery
from wijkstem.words import Milestone


def test_from_resident_to_council_and_back(world: World) -> None:
    submitter = world.person("submitter")
    initiative = world.open(submitter)
    for name in ("anna", "bram", "cato"):
        world.execute(Sign(initiative), world.person(name))
    world.settle()
    assert len(world.events(AgendaItemRequested)) == 1
    meeting = world.execute(PlanMeeting("raad", "Raadsvergadering", date(2026, 4, 13)), world.clerk)
    world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), world.clerk)
    reasons = "De raad vindt dit een goed plan voor de buurt."
    world.execute(TakeStep(initiative, 4, "adopt", reasons=reasons), world.clerk)
    world.settle()

    assert [entry["kind"] for entry in world.rows(TimelineEntry)] == [
        "initiative.submitted",
        "initiative.step_taken",
        "initiative.threshold_reached",
        "initiative.step_taken",
        "agenda.item_requested",
        "agenda.item_placed",
        "initiative.step_taken",
        "initiative.step_taken",
    ]
    [listed] = world.rows(ListedInitiative)
    assert (listed["step"], listed["result"], listed["valid_for"]) == (
        "adopted",
        Milestone.ADOPTED,
        3,
    )
    [entry] = world.rows(AgendaEntry)
    assert (entry["held_on"], entry["result"]) == (date(2026, 4, 13), Milestone.ADOPTED)
    deliveries = world.rows(Delivery)
    told = [(row["cause"], row["recipient_id"]) for row in deliveries]
    assert len(told) == len(set(told))
    assert sum(recipient == submitter.person_id for _, recipient in told) == 5
