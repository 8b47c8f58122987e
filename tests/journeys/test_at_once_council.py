"""What happens to requests at the same moment, with real threads on a real PostgreSQL."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.commands.test_council_guests import GUESTS
from tests.journeys.test_at_once import at_once, kinds, problems
from tests.journeys.test_at_once_offices import asking
from tests.support.council import council_rules, from_source, supported
from tests.support.world import HERE, World, make_world
from wijkstem.commands.agenda_requests import AcceptRequest, FillDossier
from wijkstem.commands.foreseeing import FollowMeeting
from wijkstem.commands.gatherings import AnnounceGathering
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.meeting_days import FollowMeetingDay
from wijkstem.commands.routing import CorrectRoute, RoutePlan
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.events.agenda_requests import (
    DossierFilled,
    PlacedMeetingCancelled,
    RequestAccepted,
)
from wijkstem.events.gatherings import GatheringCancelled
from wijkstem.events.routing import RoutingCorrected, RoutingDecided
from wijkstem.kit.rows import table_of
from wijkstem.tables.agenda_requests import AgendaDossier, Routing
from wijkstem.tables.council import Meeting, MeetingState
from wijkstem.words import RoutedOn

REASONS = "De raad mag hier zelf niet over besluiten."


@pytest.fixture
def council(postgres_url: str, tmp_path: Path) -> Iterator[World]:
    """A platform on PostgreSQL, whose plans go to the council by the calendar."""
    made = make_world(postgres_url, council_rules(tmp_path / "rules"))
    yield made
    made.services.engine.dispose()


def test_dossier_that_two_fill_in_at_once_keeps_the_first(council: World) -> None:
    world, plan = council, supported(council)
    submitter = world.person("submitter")
    jobs = [
        asking(world, FillDossier(plan, 0, f"Bomen {n}", "Kaal.", "Weinig.", n), submitter)
        for n in range(6)
    ]
    assert kinds(at_once(jobs)) == {"done": 1, "dossier_changed": 5}
    [event], [row] = world.events(DossierFilled), world.rows(AgendaDossier)
    assert (row["revision"], row["euros"]) == (1, event.euros)
    assert problems(world) == []


def test_request_that_is_accepted_while_it_is_changed_is_accepted_as_it_was_seen(
    council: World,
) -> None:
    world, plan = council, supported(council)
    submitter, clerk = world.person("submitter"), world.clerk
    world.execute(FillDossier(plan, 0, "Bomen", "Kaal.", "Weinig.", 1), submitter)
    jobs = [asking(world, AcceptRequest(plan, 1), clerk) for _ in range(4)]
    jobs.append(asking(world, FillDossier(plan, 1, "Struiken", "Kaal.", "Weinig."), submitter))
    ended = kinds(at_once(jobs))

    assert ended["done"] == 1
    accepted = world.events(RequestAccepted)
    revisions = [row["revision"] for row in world.rows(AgendaDossier)]
    # Either it was accepted as it was, or it changed first and nobody accepted what they had not seen.
    assert ([one.revision for one in accepted], revisions) in (([1], [1]), ([], [2]))
    assert problems(world) == []


def test_route_that_many_workers_find_is_decided_once(council: World) -> None:
    world, plan = council, council.open(council.person("submitter"))
    ended = at_once([asking(world, RoutePlan(plan, RoutedOn.THRESHOLD))] * 8)

    assert kinds(ended) == {"done": 8}
    assert len(world.events(RoutingDecided)) == len(world.rows(Routing)) == 1
    assert problems(world) == []


def test_route_that_two_correct_is_corrected_once(council: World) -> None:
    world, plan = council, supported(council)
    official, clerk = world.official, world.clerk
    jobs = [
        asking(world, CorrectRoute(plan, "raad", body, REASONS), actor)
        for body, actor in (("college", official), ("commissie", clerk)) * 3
    ]
    assert kinds(at_once(jobs)) == {"done": 1, "routed_meanwhile": 5}
    [event], [row] = world.events(RoutingCorrected), world.rows(Routing)
    assert row["body_id"] == event.body
    assert problems(world) == []


def cancel(world: World, uow: UnitOfWork) -> None:
    """As the source says it, without telling anybody yet."""
    table = table_of(Meeting)
    where = table.c.municipality_id == HERE
    uow.connection.execute(table.update().where(where).values(state=MeetingState.CANCELLED))


def test_meeting_that_many_workers_follow_upsets_once(council: World) -> None:
    world, plan = council, supported(council)
    meeting = from_source(world, date(2026, 3, 30))
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    world.settle()
    with world.services.unit_of_work(HERE) as uow:
        cancel(world, uow)
    ended = at_once([asking(world, FollowMeeting(meeting))] * 8)

    assert kinds(ended) == {"done": 8}
    assert [event.back for event in world.events(PlacedMeetingCancelled)] == [True]
    assert problems(world) == []


def test_day_that_many_workers_follow_upsets_guests_once(council: World) -> None:
    world, day = council, date(2026, 4, 13)
    world.execute(AnnounceGathering(GUESTS), world.clerk)
    meeting = from_source(world, day)
    with world.services.unit_of_work(HERE) as uow:
        cancel(world, uow)
    ended = at_once([asking(world, FollowMeetingDay(meeting, day))] * 8)

    assert kinds(ended) == {"done": 8}
    assert len(world.events(GatheringCancelled)) == 1
    assert problems(world) == []
