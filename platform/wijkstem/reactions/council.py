"""What events mean for the way to the council: which body decides, which meeting can, and who is told."""

from datetime import date
from uuid import UUID

from wijkstem.commands.foreseeing import FollowMeeting, ForeseeMeeting
from wijkstem.commands.meeting_days import FollowMeetingDay
from wijkstem.commands.routing import RoutePlan
from wijkstem.events.advice import AdviceGiven
from wijkstem.events.agenda_requests import (
    DossierFilled,
    MeetingForeseen,
    PlacedMeetingCancelled,
    PlacedMeetingMoved,
    RequestAccepted,
)
from wijkstem.events.base import Event
from wijkstem.events.council import (
    AgendaItemPlaced,
    AgendaItemRequested,
    MeetingImported,
    MeetingPlanned,
)
from wijkstem.events.initiatives import StepTaken, TermPassed, ThresholdReached
from wijkstem.events.meetings import MeetingCancelled, MeetingMoved
from wijkstem.events.routing import RoutingCorrected, RoutingDecided
from wijkstem.reactions.people import Group
from wijkstem.words import Milestone, Outlook, RoutedOn

#: Steps with which somebody of the municipality ends their look at a plan.
_ASSESSED = frozenset({Milestone.ASSESSED, Milestone.FEASIBLE, Milestone.TO_COUNCIL})
_VOTED = frozenset({Milestone.VOTE_CLOSED, Milestone.CHOSEN})


def routes_of(event: Event) -> tuple[object, ...]:
    """Looking at the routing rules, when an event is one that they can be about."""
    on = _routed_on(event)
    return (RoutePlan(event.initiative_id, on),) if on else ()  # type: ignore[attr-defined]  # each has one


def _routed_on(event: Event) -> RoutedOn | None:
    match event:
        case ThresholdReached():
            return RoutedOn.THRESHOLD
        case DossierFilled():
            return RoutedOn.ASSESSED
        case StepTaken(means=means) if means in _ASSESSED:
            return RoutedOn.ASSESSED
        case StepTaken(means=means) if means in _VOTED:
            return RoutedOn.VOTED
        case AdviceGiven():
            return RoutedOn.ADVISED
        case TermPassed():
            return RoutedOn.TERM
    return None


def follow_ups_of_council(event: Event) -> tuple[object, ...]:
    """What a change of the calendar or of a request leads to."""
    match event:
        case AgendaItemRequested() | RoutingDecided() | RoutingCorrected():
            return (ForeseeMeeting(event.initiative_id),)
        # Also when it was placed: the meeting may have been cancelled at that very moment.
        case MeetingPlanned() | MeetingImported() | AgendaItemPlaced():
            return (FollowMeeting(event.meeting_id),)
        case MeetingMoved():
            return _of_meeting(event.meeting_id, event.was_on)
        case MeetingCancelled():
            return _of_meeting(event.meeting_id, event.held_on)
    return ()


def _of_meeting(meeting_id: UUID, was_on: date) -> tuple[object, ...]:
    return FollowMeeting(meeting_id), FollowMeetingDay(meeting_id, was_on)


def told_of_council(
    event: Event, submitter: Group, clerks: Group, others: tuple[Group, ...]
) -> tuple[str, tuple[Group, ...]] | None:
    """Who is told, and the folder of the texts; ``others`` are those who follow or signed."""
    match event:
        case MeetingForeseen() if _worth_telling(event):
            return "meeting_foreseen", (submitter, clerks, *others)
        case PlacedMeetingMoved():
            return "placed_meeting_moved", (submitter, clerks, *others)
        case PlacedMeetingCancelled(back=True):
            # The clerk gets the request anew.
            return "placed_meeting_cancelled", (submitter, *others)
        case PlacedMeetingCancelled():
            return "placed_meeting_cancelled", (submitter, clerks, *others)
        case RequestAccepted():
            return "request_accepted", (submitter,)
        case RoutingCorrected():
            return "routing_corrected", (submitter, clerks, *others)
    return None


def _worth_telling(event: MeetingForeseen) -> bool:
    """That it cannot be in time, as soon as that is known; and that it can after all."""
    late = Outlook.TOO_LATE
    return event.outlook is not event.was and late in (event.outlook, event.was)
