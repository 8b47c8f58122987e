"""The clerk changes, moves and cancels a meeting; `commands/meeting_agendas.py` has what is on it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, and_, func, select
from sqlmodel import col

from wijkstem.domain import meetings
from wijkstem.domain.meetings import Checked, MeetingForm, check_coming, check_ours, check_revision
from wijkstem.domain.permissions import may_clerk, require
from wijkstem.errors import Invalid, NotFound
from wijkstem.events.meetings import (
    ItemMeetingMoved,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
)
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.council import (
    AgendaItem,
    AgendaRequest,
    Meeting,
    MeetingDocument,
    MeetingState,
    RequestState,
)
from wijkstem.tables.initiatives import Initiative

_item = table_of(AgendaItem)
_request = table_of(AgendaRequest)
_initiative = table_of(Initiative)
_document = table_of(MeetingDocument)


def load(meeting_id: UUID, work: Work) -> Meeting:
    """The meeting, locked until the transaction ends: one change at a time."""
    found: Meeting | None = work.session.execute(
        select(Meeting)
        .where(col(Meeting.municipality_id) == work.municipality_id, col(Meeting.id) == meeting_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("unknown_meeting", "Deze vergadering bestaat niet.")
    return found


@dataclass(frozen=True)
class ChangeMeeting:
    """The clerk changes a meeting; ``revision`` is the one that their page showed.

    Of a meeting from the council's own system only the livestream is ours.
    """

    meeting_id: UUID
    revision: int
    form: MeetingForm
    #: Why it is moved; not asked for when it stays where it is.
    reasons: str = ""


def change_meeting(command: ChangeMeeting, work: Work) -> bool:
    """Whether it was moved: another day, time or place. Whoever has to do with it is told then.

    Raises Conflict after somebody else's change, RuleBroken for what has begun, Invalid for what is not right.
    """
    require(may_clerk(work.actor))
    meeting = load(command.meeting_id, work)
    check_revision(meeting, command.revision)
    check_coming(meeting, work.now, work.today)
    if meeting.source_id is not None:
        return _show_livestream(meeting, command.form.livestream, work)
    it = meetings.checked(command.form, work.today)
    was, moved = meeting.held_on, _moves(meeting, it)
    if moved:
        meeting.reasons = meetings.reasons_of(command.reasons)
        # Who speaks is told of another day now, and again on the day before that.
        meeting.reminded = False
    for name, value in asdict(it).items():
        setattr(meeting, name, value)
    if not moved:
        changed(meeting, work)
        return False
    _tell_of_move(meeting, was, work)
    return True


def _moves(meeting: Meeting, it: Checked) -> bool:
    now = (it.held_on, it.starts_at, it.location)
    return now != (meeting.held_on, meeting.starts_at, meeting.location)


def _show_livestream(meeting: Meeting, typed: str, work: Work) -> bool:
    address = clean(typed)
    if error := meetings.livestream_error(address):
        raise Invalid({"livestream": error})
    meeting.livestream = address or None
    changed(meeting, work)
    return False


def changed(meeting: Meeting, work: Work) -> None:
    """Say that what stands of it is otherwise now: pages and calendars follow the log."""
    _next_revision(meeting, work)
    work.session.flush()
    work.record(
        MeetingChanged(
            meeting_id=meeting.id,
            revision=meeting.revision,
            items=_count(_item, meeting, work),
            documents=_count(_document, meeting, work),
            official_id=work.actor.person_id,
        )
    )


def _next_revision(meeting: Meeting, work: Work) -> None:
    meeting.revision, meeting.changed_at = meeting.revision + 1, work.now


def _count(table: Table, meeting: Meeting, work: Work) -> int:
    found = select(func.count()).where(
        table.c.municipality_id == work.municipality_id, table.c.meeting_id == meeting.id
    )
    return int(work.connection.execute(found).scalar_one())


def _initiatives(meeting: Meeting, work: Work) -> tuple[UUID, ...]:
    """What it decides on, in the order of the agenda: not what was put off, or ended before."""
    found = (
        select(_item.c.initiative_id)
        .join_from(
            _item,
            _request,
            and_(
                _request.c.municipality_id == _item.c.municipality_id,
                _request.c.initiative_id == _item.c.initiative_id,
            ),
        )
        .join(
            _initiative,
            and_(
                _initiative.c.municipality_id == _item.c.municipality_id,
                _initiative.c.id == _item.c.initiative_id,
            ),
        )
        .where(
            _item.c.municipality_id == work.municipality_id,
            _item.c.meeting_id == meeting.id,
            _request.c.state == RequestState.PLACED,
            _initiative.c.closed_on.is_(None),
        )
        .order_by(_item.c.sequence, _item.c.id)
    )
    return tuple(work.connection.execute(found).scalars())


@dataclass(frozen=True)
class CancelMeeting:
    """The clerk says that it does not go on, and why."""

    meeting_id: UUID
    revision: int
    reasons: str


def cancel_meeting(command: CancelMeeting, work: Work) -> None:
    """What was on it stays on it until somebody moves it. Raises as changing does; Invalid without reasons."""
    require(may_clerk(work.actor))
    meeting = load(command.meeting_id, work)
    check_revision(meeting, command.revision)
    check_coming(meeting, work.now, work.today)
    check_ours(meeting)
    meeting.reasons = meetings.reasons_of(command.reasons)
    meeting.state = MeetingState.CANCELLED
    _tell_of_cancelling(meeting, work)


def _tell_of_move(meeting: Meeting, was: date, work: Work) -> None:
    """Said of the meeting; and of each initiative on it, when the day is the same."""
    _next_revision(meeting, work)
    on_it = _initiatives(meeting, work)
    work.record(
        MeetingMoved(
            meeting_id=meeting.id,
            revision=meeting.revision,
            held_on=meeting.held_on,
            was_on=was,
            initiatives=on_it,
            official_id=work.actor.person_id,
        ),
        # Another day is followed up for each by itself: it may be too late for its term.
        *(
            ItemMeetingMoved(initiative_id=one, meeting_id=meeting.id, held_on=was)
            for one in on_it
            if meeting.held_on == was
        ),
    )


def _tell_of_cancelling(meeting: Meeting, work: Work) -> None:
    _next_revision(meeting, work)
    work.record(
        MeetingCancelled(
            meeting_id=meeting.id,
            revision=meeting.revision,
            held_on=meeting.held_on,
            initiatives=_initiatives(meeting, work),
            official_id=work.actor.person_id,
        )
    )


def tell_of_source(before: Row[Any], work: Work) -> None:
    """The council's own system changed one of its meetings: say so as if it had been done here."""
    meeting = load(before.id, work)
    if max(meeting.held_on, before.held_on) < work.today:
        return  # it is over, and nobody need go anywhere else
    if meeting.state is not before.state and meeting.state is MeetingState.CANCELLED:
        _tell_of_cancelling(meeting, work)
    elif (meeting.held_on, meeting.starts_at, meeting.location) != _stood(before):
        meeting.reminded = False
        _tell_of_move(meeting, before.held_on, work)
    elif (meeting.name, meeting.state) != (before.name, before.state):
        _next_revision(meeting, work)


def _stood(before: Row[Any]) -> tuple[date, datetime | None, str | None]:
    return before.held_on, before.starts_at, before.location
