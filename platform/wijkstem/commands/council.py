"""Meetings that are planned on this platform; `commands/council_import.py` has those that come from elsewhere."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from wijkstem.domain.meetings import MeetingForm, checked
from wijkstem.domain.permissions import may_administer, may_clerk, require
from wijkstem.errors import FieldError
from wijkstem.events.council import MeetingPlanned
from wijkstem.kit.ids import new_id
from wijkstem.services import Work
from wijkstem.tables.council import Meeting


@dataclass(frozen=True)
class PlanMeeting:
    """The clerk makes a meeting of a body of this municipality."""

    body_id: str
    name: str
    held_on: date | None
    starts_at: datetime | None = None
    location: str = ""
    ends_at: datetime | None = None
    livestream: str = ""


def plan_meeting(command: PlanMeeting, work: Work) -> UUID:
    """Raises Invalid for an unknown body, an empty name, or a date that is missing or over."""
    require(may_clerk(work.actor) or may_administer(work.actor))
    body = work.rules.municipality.body(command.body_id)
    unknown = FieldError("unknown_body", "Kies wie er vergadert.")
    it = checked(_form(command), work.today, others={} if body else {"body_id": unknown})
    assert body is not None
    meeting = Meeting(
        municipality_id=work.municipality_id,
        id=new_id(),
        body_id=body.id,
        body_name=body.name,
        changed_at=work.now,
        **asdict(it),
    )
    work.session.add(meeting)
    work.record(MeetingPlanned(meeting_id=meeting.id, body=body.id, held_on=meeting.held_on))
    return meeting.id


def _form(command: PlanMeeting) -> MeetingForm:
    return MeetingForm(
        command.name,
        command.held_on,
        command.starts_at,
        command.ends_at,
        command.location,
        command.livestream,
    )
