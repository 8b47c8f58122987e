"""What hangs on the day of a meeting goes along with it: guests of the council, and subjects of the year's agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, select

from wijkstem.commands.gatherings import call_off, shift
from wijkstem.commands.signing_up import load as load_gathering
from wijkstem.commands.year_agenda import follow_meeting
from wijkstem.commands.year_agenda import load as load_subject
from wijkstem.domain.gatherings import is_coming
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import Meeting, MeetingState
from wijkstem.tables.gatherings import Gathering
from wijkstem.tables.year_agenda import YearSubject
from wijkstem.words import GatheringKind, GatheringState

_meeting = table_of(Meeting)
_gathering = table_of(Gathering)
_subject = table_of(YearSubject)


@dataclass(frozen=True)
class FollowMeetingDay:
    """A meeting is on another day than it was, or does not go on."""

    meeting_id: UUID
    was_on: date


def follow_meeting_day(command: FollowMeetingDay, work: Work) -> None:
    """Goes by how the meeting is now. Raises NotFound for one that is not there."""
    meeting = work.connection.execute(
        select(_meeting).where(
            _meeting.c.municipality_id == work.municipality_id, _meeting.c.id == command.meeting_id
        )
    ).first()
    if meeting is None:
        raise NotFound("unknown_meeting", "Deze vergadering bestaat niet.")
    otherwise = meeting.held_on != command.was_on or meeting.state is MeetingState.CANCELLED
    if otherwise and meeting.held_on >= work.today:
        _move_guests(meeting, command.was_on, work)
        for subject_id in _subjects(meeting, work):
            follow_meeting(load_subject(subject_id, work), meeting, work)


def _move_guests(meeting: Row[Any], was_on: date, work: Work) -> None:
    """Unless the council meets on that day all the same: then there is something to see."""
    if _another(meeting, was_on, work):
        return
    for gathering_id in _guests(was_on, work):
        gathering = load_gathering(gathering_id, work)
        if gathering.held_on != was_on or not is_coming(gathering, work.now):
            continue
        if meeting.state is MeetingState.CANCELLED:
            call_off(gathering, meeting.reasons or "", work)
        else:
            shift(gathering, meeting.held_on - was_on, work)


def _another(meeting: Row[Any], day: date, work: Work) -> bool:
    found = select(
        exists().where(
            _meeting.c.municipality_id == work.municipality_id,
            _meeting.c.id != meeting.id,
            _meeting.c.held_on == day,
            _meeting.c.state == MeetingState.PLANNED,
        )
    )
    return bool(work.connection.scalar(found))


def _guests(day: date, work: Work) -> Sequence[UUID]:
    found = select(_gathering.c.id).where(
        _gathering.c.municipality_id == work.municipality_id,
        _gathering.c.kind == GatheringKind.COUNCIL_GUEST,
        _gathering.c.state == GatheringState.ANNOUNCED,
        _gathering.c.held_on == day,
    )
    return work.connection.scalars(found.order_by(_gathering.c.id)).all()


def _subjects(meeting: Row[Any], work: Work) -> Sequence[UUID]:
    found = select(_subject.c.id).where(
        _subject.c.municipality_id == work.municipality_id, _subject.c.meeting_id == meeting.id
    )
    return work.connection.scalars(found.order_by(_subject.c.id)).all()
