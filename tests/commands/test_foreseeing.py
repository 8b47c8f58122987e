"""What a change of the calendar does to requests that wait, and to plans that stand on a meeting."""

from datetime import date

import pytest

from tests.support.council import WHY, from_source, planned, supported, told
from tests.support.world import START, World
from wijkstem.commands.foreseeing import FollowMeeting, ForeseeMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.errors import Conflict, NotFound
from wijkstem.events.agenda_requests import (
    MeetingForeseen,
    PlacedMeetingCancelled,
    PlacedMeetingMoved,
)
from wijkstem.kit.ids import new_id
from wijkstem.tables.council import MeetingState
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Hitch, Outlook

CANCELLED = MeetingState.CANCELLED


def foreseen(world: World) -> list[tuple[Outlook, date | None, date | None, Hitch | None]]:
    return [
        (one.outlook, one.placing_on, one.treating_on, one.hitch)
        for one in world.events(MeetingForeseen)
    ]


def test_every_change_of_the_calendar_is_foreseen_once(council_world: World) -> None:
    world = council_world
    supported(world)
    early, may, june = date(2026, 3, 20), date(2026, 5, 11), date(2026, 6, 8)
    planned(world, june)
    planned(world, may)
    planned(world, date(2026, 3, 5))  # too soon: nothing changes
    planned(world, early, body="commissie")  # of another body
    source = from_source(world, early)
    world.execute(FollowMeeting(source))
    from_source(world, early, CANCELLED)

    assert foreseen(world) == [
        (Outlook.NOT_PLANNED, None, None, Hitch.NONE_PLANNED),
        (Outlook.TOO_LATE, june, None, Hitch.GAP),
        (Outlook.TOO_LATE, may, june, Hitch.GAP),
        (Outlook.IN_TIME, early, may, None),
        (Outlook.TOO_LATE, may, june, Hitch.CANCELLED),
    ]
    # Told that it cannot be in time, that it can after all, and that it cannot; not every other day.
    news = [one for one in told(world, "submitter")["submitter"] if one == "meeting_foreseen"]
    assert len(news) == 3
    assert told(world, "clerk")["clerk"].count("meeting_foreseen") == 3


def test_recess_longer_than_the_term_is_said_at_once(sqlite_council: World) -> None:
    world = sqlite_council
    world.pass_days(110)  # 20 June
    planned(world, date(2026, 8, 24))
    supported(world)
    [event] = world.events(MeetingForeseen)
    assert (event.outlook, event.hitch, event.hitch_from, event.hitch_until) == (
        Outlook.TOO_LATE,
        Hitch.RECESS,
        date(2026, 7, 4),
        date(2026, 8, 16),
    )
    assert "meeting_foreseen" in told(world, "submitter")["submitter"]


def test_meeting_that_is_cancelled_while_it_is_chosen_brings_it_back(sqlite_council: World) -> None:
    """The clerk's page was older than the cancellation, and the worker came between."""
    world, day = sqlite_council, date(2026, 3, 30)
    plan = supported(world)
    meeting = from_source(world, day)
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    from_source(world, day, CANCELLED)
    [now] = world.rows(Initiative)
    assert (now["step"], now["step_seq"]) == ("agenda_request", 5)
    for _ in range(2):
        world.execute(FollowMeeting(meeting))
    [event] = world.events(PlacedMeetingCancelled)
    assert (event.was_on, event.back) == (day, True)


def test_decision_on_what_was_withdrawn_is_refused_and_keeps_the_end(sqlite_council: World) -> None:
    world = sqlite_council
    plan = supported(world)
    meeting = planned(world, date(2026, 3, 30))
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    world.execute(TakeStep(plan, 4, "withdraw"), world.person("submitter"))
    with pytest.raises(Conflict):
        world.execute(TakeStep(plan, 4, "adopt", reasons=WHY), world.clerk)
    # Nor does its meeting upset anybody any more.
    world.settle()
    world.execute(FollowMeeting(meeting))
    assert world.events(PlacedMeetingMoved) == []


def test_path_without_a_way_back_stays_where_it_is_and_the_clerk_is_told(
    sqlite_world: World,
) -> None:
    """Plans that were filed by older rules."""
    world, day = sqlite_world, date(2026, 3, 30)
    plan = supported(world)
    meeting = from_source(world, day)
    world.execute(TakeStep(plan, 3, "place", meeting_id=meeting), world.clerk)
    from_source(world, day, CANCELLED)
    [now] = world.rows(Initiative)
    assert now["step"] == "on_agenda"
    [event] = world.events(PlacedMeetingCancelled)
    assert event.back is False
    assert told(world, "clerk")["clerk"] == ["placed_meeting_cancelled"]
    [case] = world.rows(Case, kind=CaseKind.MEETING_CANCELLED)
    assert (case["initiative_id"], case["due_on"], case["closed_at"]) == (plan, START.date(), None)
    # The clerk moves it, and nobody is told of the old meeting again.
    other = planned(world, date(2026, 4, 13))
    world.execute(TakeStep(plan, 4, "move", meeting_id=other), world.clerk)
    world.settle()
    world.execute(FollowMeeting(meeting))
    assert len(world.events(PlacedMeetingCancelled)) == 1
    [case] = world.rows(Case, kind=CaseKind.MEETING_CANCELLED)
    assert case["closed_as"] == "move"


def test_what_is_not_there_changes_nothing(sqlite_council: World) -> None:
    with pytest.raises(NotFound):
        sqlite_council.execute(FollowMeeting(new_id()))
    plan = sqlite_council.open()
    sqlite_council.execute(ForeseeMeeting(plan))
    assert sqlite_council.events(MeetingForeseen) == []
