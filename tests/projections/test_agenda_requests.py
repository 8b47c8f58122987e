"""What the agenda and the timeline fold of a request that is moved, cancelled and sent elsewhere."""

from datetime import date
from typing import Any

from tests.support.council import from_source, planned, supported
from tests.support.world import HERE, World
from wijkstem.commands.agenda_requests import AcceptRequest, FillDossier
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.routing import CorrectRoute
from wijkstem.eventlog.follow import follow
from wijkstem.projections.agenda import AGENDA, AgendaEntry
from wijkstem.projections.rebuild import reset
from wijkstem.projections.timeline import TIMELINE, TimelineEntry
from wijkstem.tables.council import MeetingState

REASONS = "Dit is de uitleg in gewone woorden."


def lived(world: World) -> World:
    plan = supported(world)
    world.execute(FillDossier(plan, 0, "a", "b", "c", 100), world.person("submitter"))
    world.execute(AcceptRequest(plan, 1), world.clerk)
    day = date(2026, 3, 30)
    meeting = from_source(world, day)
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    from_source(world, date(2026, 4, 1))
    from_source(world, date(2026, 4, 1), MeetingState.CANCELLED)
    world.execute(CorrectRoute(plan, "raad", "commissie", REASONS), world.official)
    asked = TakeStep(plan, 5, "ask", reasons="Wat gaat het kosten, ongeveer?")
    world.execute(asked, world.clerk)
    planned(world, date(2026, 5, 11))
    world.settle()
    return world


def entries(world: World) -> list[Any]:
    return [world.rows(AgendaEntry), world.rows(TimelineEntry)]


def test_applies(council_world: World) -> None:
    [entry] = lived(council_world).rows(AgendaEntry)
    assert (entry["body"], entry["meeting_id"], entry["held_on"]) == ("commissie", None, None)
    assert entry["due_on"] is None
    kinds = [row["kind"] for row in council_world.rows(TimelineEntry)]
    assert kinds[-6:] == [
        "agenda.placed_meeting_moved",
        "agenda.placed_meeting_cancelled",
        "initiative.step_taken",
        "agenda.item_requested",
        "routing.corrected",
        "initiative.step_taken",
    ]


def test_twice_is_once_and_rebuilt_is_what_it_was(council_world: World) -> None:
    world = lived(council_world)
    before = entries(world)
    for projection in (AGENDA, TIMELINE):
        desk = world.services.projection_desk(HERE)
        assert follow(projection, HERE, desk, most=1000) == 0
        with world.services.connection(HERE) as connection:
            assert reset(connection, projection, HERE)
    assert entries(world) == [[], []]
    world.settle()
    assert entries(world) == before
