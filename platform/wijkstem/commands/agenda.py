"""Asking for a place on the agenda, and being placed: what steps of a path do on the council's side."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from wijkstem.commands.council_items import placed_elsewhere
from wijkstem.domain.path import Course
from wijkstem.errors import FieldError, Invalid, RuleBroken
from wijkstem.events.council import AgendaItemPlaced, AgendaItemRequested, AgendaRequestReturned
from wijkstem.kit.ids import new_id
from wijkstem.services import Work
from wijkstem.tables.agenda_requests import Routing
from wijkstem.tables.council import AgendaItem, AgendaRequest, Meeting, MeetingState, RequestState
from wijkstem.tables.initiatives import Initiative
from wijkstem.words import Effect, Milestone

#: Coming back with these it is the same request: the first filing counts, and it was accepted or not.
_SAME = frozenset({Milestone.SUPPLEMENTED, Milestone.NOT_SUPPLEMENTED, Milestone.UNPLACED})


def enter_effect(
    effect: Effect,
    initiative: Initiative,
    course: Course,
    due_on: date | None,
    work: Work,
    *,
    means: Milestone,
) -> None:
    """What follows when an initiative enters a step that has an effect."""
    match effect:
        case Effect.REQUEST_AGENDA_ITEM:
            _request(initiative, course, due_on, work, same=means in _SAME)


def _request(
    initiative: Initiative, course: Course, due_on: date | None, work: Work, *, same: bool
) -> None:
    request = work.session.get(AgendaRequest, (work.municipality_id, initiative.id))
    if request is None:
        request = AgendaRequest(
            municipality_id=work.municipality_id,
            initiative_id=initiative.id,
            body_id=_body(initiative, course, work),
            requested_on=work.today,
        )
        work.session.add(request)
    if not same:
        request.requested_on, request.accepted_on = work.today, None
    request.due_on, request.state, request.held_on = due_on, RequestState.OPEN, None
    work.record(
        AgendaItemRequested(
            initiative_id=initiative.id,
            body=request.body_id,
            requested_on=request.requested_on,
            due_on=due_on,
        )
    )


def _body(initiative: Initiative, course: Course, work: Work) -> str:
    """Where it was routed; a plan that no rule looked at yet goes to the body of its instrument."""
    routing = work.session.get(Routing, (work.municipality_id, initiative.id))
    body = routing.body_id if routing else course.instrument.body
    assert body is not None  # the registry refuses rules with this effect and without a body
    return body


def leave_effect(effect: Effect, initiative: Initiative, work: Work) -> None:
    """What follows when an initiative leaves such a step: a request that was not granted is not open any more."""
    match effect:
        case Effect.REQUEST_AGENDA_ITEM:
            drop_request(initiative, work)


def drop_request(initiative: Initiative, work: Work) -> None:
    """It asks for nothing any more; what was placed stays placed, and of what never asked nothing is said."""
    request = work.session.get(AgendaRequest, (work.municipality_id, initiative.id))
    if request is None or request.state is not RequestState.OPEN:
        return
    request.state = RequestState.RETURNED
    work.record(AgendaRequestReturned(initiative_id=initiative.id, returned_on=work.today))


def place(initiative: Initiative, meeting_id: UUID, work: Work) -> None:
    """Put an initiative on a meeting's agenda, or move it there from another.

    Raises:
        Invalid: the meeting is not there, was cancelled, or is over.
        RuleBroken: the initiative never asked for a place.
    """
    meeting = _open_meeting(meeting_id, work)
    request = work.session.get(AgendaRequest, (work.municipality_id, initiative.id))
    if request is None:
        raise RuleBroken("no_request", "Voor dit plan is nog geen plek op de agenda gevraagd.")
    request.state, request.held_on = RequestState.PLACED, meeting.held_on
    item = work.session.execute(
        select(AgendaItem).where(
            col(AgendaItem.municipality_id) == work.municipality_id,
            col(AgendaItem.initiative_id) == initiative.id,
        )
    ).scalar_one_or_none()
    if item is None:
        item = AgendaItem(
            municipality_id=work.municipality_id,
            id=new_id(),
            meeting_id=meeting.id,
            sequence=0,
            title=initiative.title,
            initiative_id=initiative.id,
        )
        work.session.add(item)
    if item.gone_on is not None:
        item.gone_on = None
        placed_elsewhere(item.id, work)
    item.meeting_id, item.sequence = meeting.id, next_sequence(meeting.id, work)
    work.record(
        AgendaItemPlaced(
            initiative_id=initiative.id,
            item_id=item.id,
            meeting_id=meeting.id,
            held_on=meeting.held_on,
        )
    )


def _open_meeting(meeting_id: UUID, work: Work) -> Meeting:
    meeting = work.session.get(Meeting, (work.municipality_id, meeting_id))
    check_to_come(meeting, work)
    assert meeting is not None
    return meeting


def check_to_come(meeting: Meeting | None, work: Work) -> None:
    """Raises Invalid for a meeting that is not there, was cancelled, or is over."""
    if meeting is None:
        raise Invalid(
            {"meeting": FieldError("unknown_meeting", "Kies een vergadering uit de lijst.")}
        )
    if meeting.state is not MeetingState.PLANNED or meeting.held_on < work.today:
        raise Invalid(
            {
                "meeting": FieldError(
                    "meeting_over",
                    "Deze vergadering is geweest of gaat niet door. Kies een andere.",
                )
            }
        )


def next_sequence(meeting_id: UUID, work: Work) -> int:
    highest = work.session.execute(
        select(func.max(AgendaItem.sequence)).where(
            col(AgendaItem.municipality_id) == work.municipality_id,
            col(AgendaItem.meeting_id) == meeting_id,
        )
    ).scalar()
    return (highest or 0) + 1
