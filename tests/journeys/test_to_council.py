"""A plan's way to the council with everything that can come between, on both engines; with what each was told."""

from datetime import date

from tests.support.council import WHY, from_source, planned, supported, told
from tests.support.world import World
from wijkstem.commands.agenda_requests import AcceptRequest, FillDossier
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.events.agenda_requests import MeetingForeseen
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.routing import RoutingDecided
from wijkstem.projections.agenda import AgendaEntry
from wijkstem.tables.council import AgendaItem, AgendaRequest, MeetingState, RequestState
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Hitch, Milestone, Outlook


def take(world: World, outcome: str, **values: object) -> None:
    """The clerk takes the step that the plan is in."""
    [plan] = world.rows(Initiative)
    step = TakeStep(plan["id"], plan["step_seq"], outcome, **values)  # type: ignore[arg-type]
    world.execute(step, world.clerk)
    world.settle()


def test_to_the_council_with_everything_that_comes_between(council_world: World) -> None:
    world = council_world
    clerk, submitter = world.clerk, world.person("submitter")
    first = from_source(world, date(2026, 3, 30))
    plan = supported(world)
    world.execute(Follow(plan), world.person("dirk"))

    # Requested, filled in, asked about, and accepted.
    [foreseen] = world.events(MeetingForeseen)
    assert (foreseen.outlook, foreseen.placing_on) == (Outlook.IN_TIME, date(2026, 3, 30))
    assert foreseen.placing_by == date(2026, 4, 13)
    [route] = world.events(RoutingDecided)
    assert (route.rule, route.body) == ("by_instrument", "raad")
    take(world, "ask", reasons="Wat gaat het ongeveer kosten? Schat het maar.")
    texts = ("Plant tien bomen.", "De straat is kaal.", "Ongeveer 1500 euro.")
    world.execute(FillDossier(plan, 0, *texts, euros=1500), submitter)
    world.pass_days(2)
    [now] = world.rows(Initiative)
    world.execute(TakeStep(plan, now["step_seq"], "supplement", reasons="Zo."), submitter)
    world.execute(AcceptRequest(plan, 1), clerk)
    take(world, "place", meeting_id=first)

    # The meeting is moved at the source, and then it does not go on; nothing is lost.
    from_source(world, date(2026, 4, 1))
    [request] = world.rows(AgendaRequest)
    assert (request["state"], request["held_on"]) == (RequestState.PLACED, date(2026, 4, 1))
    from_source(world, date(2026, 4, 1), MeetingState.CANCELLED)
    [request] = world.rows(AgendaRequest)
    assert (request["state"], request["requested_on"]) == (RequestState.OPEN, date(2026, 3, 2))
    assert request["accepted_on"] == date(2026, 3, 4)
    [entry] = world.rows(AgendaEntry)
    assert (entry["meeting_id"], entry["held_on"], entry["result"]) == (None, None, None)
    *_, last = world.events(MeetingForeseen)
    assert (last.outlook, last.hitch) == (Outlook.NOT_PLANNED, Hitch.CANCELLED)

    # Placed anew, moved by the clerk, put off by the council, placed once more, and decided.
    april, may, june = (planned(world, date(2026, *day)) for day in ((4, 13), (5, 11), (6, 8)))
    take(world, "place", meeting_id=april)
    take(world, "move", meeting_id=may)
    take(world, "defer", reasons="De raad wil eerst weten wat het kost.")
    take(world, "place", meeting_id=june)
    take(world, "adopt", reasons=WHY)

    [entry] = world.rows(AgendaEntry)
    assert (entry["held_on"], entry["result"]) == (date(2026, 6, 8), Milestone.ADOPTED)
    [item] = world.rows(AgendaItem)
    assert item["meeting_id"] == june
    assert [step.means for step in world.events(StepTaken)][2:] == [
        Milestone.ASKED,
        Milestone.SUPPLEMENTED,
        Milestone.PLACED,
        Milestone.UNPLACED,
        Milestone.PLACED,
        Milestone.MOVED,
        Milestone.DEFERRED,
        Milestone.PLACED,
        Milestone.ADOPTED,
    ]
    assert told(world, "submitter", "anna", "dirk", "clerk") == {
        "submitter": [
            "initiative_submitted",
            "step_taken",
            "step_taken",
            "step_taken",
            "step_taken",
            "request_accepted",
            "step_taken",
            "placed_meeting_moved",
            "placed_meeting_cancelled",
            *["step_taken"] * 5,
        ],
        "anna": [
            "step_taken",
            "step_taken",
            "placed_meeting_moved",
            "placed_meeting_cancelled",
            *["step_taken"] * 5,
        ],
        "dirk": [
            "step_taken",
            "placed_meeting_moved",
            "placed_meeting_cancelled",
            *["step_taken"] * 5,
        ],
        "clerk": [
            "agenda_item_requested",
            "agenda_item_requested",
            "placed_meeting_moved",
            "agenda_item_requested",
            "agenda_item_requested",
        ],
    }
