"""The calendar and the requests that wait for it: what changes on the one is noticed on the other."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from wijkstem.commands.going_on import go_on
from wijkstem.commands.initiatives import course_of, load
from wijkstem.commands.moderation import cancelled_cause, open_case
from wijkstem.domain.meeting_terms import Filed, Foreseen, OnCalendar, foresee
from wijkstem.domain.path import Course
from wijkstem.domain.terms import Suspended
from wijkstem.errors import NotFound
from wijkstem.events.agenda_requests import (
    MeetingForeseen,
    PlacedMeetingCancelled,
    PlacedMeetingMoved,
)
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import AgendaItem, AgendaRequest, Meeting, MeetingState, RequestState
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermSuspension
from wijkstem.words import CaseKind, Trigger

_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_request = table_of(AgendaRequest)
_suspension = table_of(TermSuspension)


@dataclass(frozen=True)
class ForeseeMeeting:
    """A request was made, or goes on: which meetings can decide on it?"""

    initiative_id: UUID


def foresee_meeting(command: ForeseeMeeting, work: Work) -> None:
    """Says so when it is otherwise than what was said last; nothing for what asks for no place any more."""
    initiative = load(command.initiative_id, work)
    request = work.session.get(AgendaRequest, (work.municipality_id, initiative.id))
    if request is not None and request.state is RequestState.OPEN:
        _look_ahead(initiative, request, work)


@dataclass(frozen=True)
class FollowMeeting:
    """A meeting was planned, moved or cancelled, here or at the source."""

    meeting_id: UUID


def follow_meeting(command: FollowMeeting, work: Work) -> None:
    """First what stands on its agenda, then what waits for its body; each plan in the order of the ids.

    Raises NotFound for a meeting that is not there.
    """
    meeting = work.connection.execute(
        select(_meeting).where(
            _meeting.c.municipality_id == work.municipality_id, _meeting.c.id == command.meeting_id
        )
    ).first()
    if meeting is None:
        raise NotFound("unknown_meeting", "Deze vergadering bestaat niet.")
    for initiative_id in _concerned(meeting, work):
        initiative = load(initiative_id, work)
        request = work.session.get(
            AgendaRequest, (work.municipality_id, initiative.id), populate_existing=True
        )
        if request is None:
            continue
        if request.state is RequestState.PLACED and _stands_on(initiative, work) == meeting.id:
            _upset(initiative, request, meeting, work)
        if request.state is RequestState.OPEN:
            _look_ahead(initiative, request, work)


def _concerned(meeting: Row[Any], work: Work) -> list[UUID]:
    """Plans that stand on its agenda, and those that wait for a meeting of its body."""
    on_it = select(_item.c.initiative_id).where(
        _item.c.municipality_id == work.municipality_id,
        _item.c.meeting_id == meeting.id,
        _item.c.initiative_id.is_not(None),
    )
    waiting = select(_request.c.initiative_id).where(
        _request.c.municipality_id == work.municipality_id,
        _request.c.state == RequestState.OPEN,
        _request.c.body_id == meeting.body_id,
    )
    found = set(work.connection.execute(on_it).scalars())
    return sorted(found | set(work.connection.execute(waiting).scalars()))


def _stands_on(initiative: Initiative, work: Work) -> UUID | None:
    found: UUID | None = work.connection.scalar(
        select(_item.c.meeting_id).where(
            _item.c.municipality_id == work.municipality_id,
            _item.c.initiative_id == initiative.id,
        )
    )
    return found


def _upset(initiative: Initiative, request: AgendaRequest, meeting: Row[Any], work: Work) -> None:
    """What stands on a meeting that is on another day or does not go on; once for each change."""
    was_on = request.held_on
    if initiative.closed_on is not None or was_on is None:
        return
    if meeting.state is not MeetingState.CANCELLED:
        if was_on != meeting.held_on:
            request.held_on = meeting.held_on
            work.record(
                PlacedMeetingMoved(
                    initiative_id=initiative.id,
                    meeting_id=meeting.id,
                    was_on=was_on,
                    held_on=meeting.held_on,
                )
            )
        return
    request.held_on = None
    course = course_of(initiative, work)
    back = course.step_of(initiative).triggered_by(Trigger.MEETING_CANCELLED)
    work.record(
        PlacedMeetingCancelled(
            initiative_id=initiative.id,
            meeting_id=meeting.id,
            was_on=was_on,
            back=back is not None,
        )
    )
    if back is not None:
        go_on(initiative, back, course, work, taken_by="system")
    else:
        _leave_to_the_clerk(initiative, work)


def _leave_to_the_clerk(initiative: Initiative, work: Work) -> None:
    """Its older path knows no way back: it stays where it stands until somebody finds another meeting."""
    open_case(
        CaseKind.MEETING_CANCELLED,
        cancelled_cause(initiative.id, initiative.step_seq),
        work,
        initiative_id=initiative.id,
        step_seq=initiative.step_seq,
        due_on=work.today,
    )


def _look_ahead(initiative: Initiative, request: AgendaRequest, work: Work) -> None:
    """What was said last stands on the request, so that the same is not said again."""
    course = course_of(initiative, work)
    found = _foreseen(initiative, request, course, work)
    if found is None:
        return
    placing = found.placing.held_on if found.placing else None
    treating = found.treating.held_on if found.treating else None
    was = request.outlook
    if (was, request.placing_on, request.treating_on) == (found.outlook, placing, treating):
        return
    request.outlook, request.placing_on, request.treating_on = found.outlook, placing, treating
    work.record(
        MeetingForeseen(
            initiative_id=initiative.id,
            body=request.body_id,
            outlook=found.outlook,
            was=was,
            placing_by=_placing_by(initiative, course, work),
            placing_on=placing,
            treating_on=treating,
            hitch=found.because.hitch if found.because else None,
            hitch_from=found.because.first if found.because else None,
            hitch_until=found.because.last if found.because else None,
        )
    )


def _foreseen(
    initiative: Initiative, request: AgendaRequest, course: Course, work: Work
) -> Foreseen | None:
    rule = course.instrument.meeting_term
    if rule is None:
        return None
    return foresee(
        rule,
        Filed(
            request.requested_on,
            _placing_by(initiative, course, work),
            _suspensions(initiative, request, work),
        ),
        _calendar(request, work),
        today=work.today,
        recesses=course.recesses,
    )


def _placing_by(initiative: Initiative, course: Course, work: Work) -> date | None:
    """The last day of the term; None while it stands still."""
    if course.step_of(initiative).effect is None:
        return None
    term = work.session.get(RunningTerm, (work.municipality_id, initiative.id, initiative.step_seq))
    return term.due_on if term else None


def _suspensions(initiative: Initiative, request: AgendaRequest, work: Work) -> list[Suspended]:
    found = select(_suspension.c.asked_on, _suspension.c.back_on).where(
        _suspension.c.municipality_id == work.municipality_id,
        _suspension.c.initiative_id == initiative.id,
        _suspension.c.asked_on >= request.requested_on,
    )
    return [Suspended(*row) for row in work.connection.execute(found)]


def _calendar(request: AgendaRequest, work: Work) -> list[OnCalendar]:
    found = select(_meeting.c.id, _meeting.c.held_on, _meeting.c.state).where(
        _meeting.c.municipality_id == work.municipality_id,
        _meeting.c.body_id == request.body_id,
        _meeting.c.held_on >= request.requested_on,
    )
    return [
        OnCalendar(row.id, row.held_on, row.state is not MeetingState.CANCELLED)
        for row in work.connection.execute(found)
    ]
