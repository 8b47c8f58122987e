"""From enough support to what came of it, on both engines: what everybody is told, in order and whole."""

from datetime import date

from tests.support.carried import done
from tests.support.council import WHY, planned, supported, told
from tests.support.world import HERE, World
from wijkstem.commands.agenda_requests import AcceptRequest, FillDossier
from wijkstem.commands.carried_out import FinishCarryingOut
from wijkstem.commands.carrying_out import PlanCarryingOut
from wijkstem.commands.evaluations import GiveEvaluation
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.meetings import ChangeMeeting
from wijkstem.commands.work_parts import UpdateWorkPart
from wijkstem.domain.carrying_out import CarrierForm, EndForm, PartForm, PartNews
from wijkstem.domain.meetings import MeetingForm
from wijkstem.events.carrying_out import CarryingOutBegun, CarryingOutFinished
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.timeline import TimelineEntry
from wijkstem.queries.all_letters import letters
from wijkstem.queries.work_letters import WorkLetter
from wijkstem.tables.carrying_out import CarryingOut, WorkPart
from wijkstem.tables.evaluations import Evaluation
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import CarryingOutState, Milestone
from workers.reminding import remind

DIG = PartForm("Wij graven de gaten.", date(2026, 6, 1))
PLANT = PartForm("Wij planten tien bomen.", date(2026, 7, 31), whole_month=True)


def take(world: World, outcome: str, **values: object) -> None:
    """The clerk takes the step that the plan is in."""
    [plan] = world.rows(Initiative)
    step = TakeStep(plan["id"], plan["step_seq"], outcome, **values)  # type: ignore[arg-type]
    world.execute(step, world.clerk)
    world.settle()


def on(world: World, day: date) -> None:
    """Time goes by until a day, and the clock looks."""
    world.pass_days((day - world.clock.now().date()).days)
    remind(world.services, HERE)
    world.settle()


def test_from_threshold_to_what_residents_think_of_it(council_world: World) -> None:
    world = council_world
    official, submitter = world.official, world.person("submitter")
    meeting = planned(world, date(2026, 3, 30))
    plan = supported(world)
    world.execute(Follow(plan), world.person("dirk"))

    # Requested, placed, moved with its meeting, and decided.
    texts = ("Plant tien bomen.", "De straat is kaal.", "Ongeveer 1500 euro.")
    world.execute(FillDossier(plan, 0, *texts, euros=1500), submitter)
    world.execute(AcceptRequest(plan, 1), world.clerk)
    take(world, "place", meeting_id=meeting)
    form = MeetingForm("Raadsvergadering", date(2026, 4, 1))
    world.execute(ChangeMeeting(meeting, 1, form, "De zaal is bezet."), world.clerk)
    world.settle()
    take(world, "adopt", reasons=WHY)
    [begun] = world.events(CarryingOutBegun)
    assert (begun.initiative_id, begun.official_id) == (plan, None)

    # Planned; one part is late, another moves, both are done, and it cost less than was given.
    parts = (DIG, PLANT)
    world.execute(PlanCarryingOut(plan, CarrierForm("Team Groen", 1500), parts), official)
    world.settle()
    dig, plant = (r["id"] for r in sorted(world.rows(WorkPart), key=lambda r: r["due_on"]))
    on(world, date(2026, 5, 20))
    on(world, date(2026, 6, 2))
    world.pass_days(1)
    world.execute(UpdateWorkPart(dig, 1, done(date(2026, 6, 3), part=DIG)), official)
    later = PartNews(
        "planned", PLANT.what, date(2026, 11, 30), True, "Bomen planten kan pas in november."
    )
    world.execute(UpdateWorkPart(plant, 1, later), official)
    world.settle()
    on(world, date(2026, 11, 20))
    world.execute(UpdateWorkPart(plant, 2, done(date(2026, 11, 19), part=PLANT)), official)
    end = EndForm("De bomen staan er.", 1350, 1500)
    world.execute(FinishCarryingOut(plan, 2, end), official)
    world.settle()
    [finished] = world.events(CarryingOutFinished)
    assert (finished.spent_euros, finished.granted_euros) == (1350, 1500)
    [row] = world.rows(CarryingOut)
    assert row["state"] is CarryingOutState.DONE

    # Everybody who took part says how it went.
    for name in ("submitter", "anna", "dirk"):
        world.execute(GiveEvaluation(plan, "green", "Mooi."), world.person(name))
    world.settle()
    assert len(world.rows(Evaluation)) == 3
    [initiative] = world.rows(Initiative)
    assert initiative["result"] is Milestone.ADOPTED

    lines = [r["kind"] for r in world.rows(TimelineEntry) if r["kind"].startswith("carrying_out")]
    assert lines == [
        "carrying_out.begun",
        "carrying_out.planned",
        "carrying_out.part_late",
        "carrying_out.part_updated",
        "carrying_out.part_updated",
        "carrying_out.part_updated",
        "carrying_out.finished",
    ]
    assert news(world, "anna") == [
        ("planned", [DIG.what, PLANT.what]),
        ("done", [DIG.what]),
        ("moved", [PLANT.what]),
        ("done", [PLANT.what]),
        ("finished", []),
    ]
    updates, to_council = ["work_part"] * 3, ["step_taken", "placed_meeting_moved", "step_taken"]
    assert told(world, "submitter", "anna", "dirk", "clerk", "official") == {
        "submitter": [
            "initiative_submitted",
            "step_taken",
            "step_taken",
            "request_accepted",
            *to_council,
            "work_planned",
            "work_late",
            *updates,
            "work_ended",
        ],
        # Who signed is not told that something is late; who follows is.
        "anna": ["step_taken", *to_council, "work_planned", *updates, "work_ended"],
        "dirk": [*to_council, "work_planned", "work_late", *updates, "work_ended"],
        "clerk": ["agenda_item_requested", "placed_meeting_moved"],
        "official": ["work_near", "work_late", "work_near"],
    }
    for projection in PROJECTIONS:
        with world.services.reading(HERE) as connection:
            assert list(differences(connection, projection, HERE)) == []


def news(world: World, name: str) -> list[tuple[str, list[str]]]:
    """What the letters about carrying out said to somebody."""
    person_id = world.person(name).person_id
    assert person_id is not None
    rows = world.rows(InboxMessage, person_id=person_id)
    positions = sorted(row["position"] for row in rows)
    with world.services.reading(HERE) as connection:
        found = letters(
            connection,
            HERE,
            rules=world.services.rules.of(HERE),
            recipient_id=person_id,
            positions=positions,
        )
    return [
        (one.news, [part.what for part in one.parts])
        for one in found
        if isinstance(one, WorkLetter)
    ]
