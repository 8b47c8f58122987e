"""Meetings that are made on this platform; `commands/council_import.py` has those that come from elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wijkstem.domain.initiatives import not_allowed_characters
from wijkstem.domain.permissions import may_administer, may_clerk, require
from wijkstem.errors import FieldError, Invalid
from wijkstem.events.council import MeetingPlanned
from wijkstem.kit.ids import new_id
from wijkstem.kit.text import clean, has_control_characters, is_blank
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


def plan_meeting(command: PlanMeeting, work: Work) -> UUID:
    """Raises Invalid for an unknown body, an empty name, or a date that is missing or over."""
    require(may_clerk(work.actor) or may_administer(work.actor))
    body = work.rules.municipality.body(command.body_id)
    name, location = clean(command.name), clean(command.location)
    errors: dict[str, FieldError] = {}
    if body is None:
        errors["body_id"] = FieldError("unknown_body", "Kies wie er vergadert.")
    if "\n" in name or has_control_characters(name):
        errors["name"] = not_allowed_characters()
    elif is_blank(name) or len(name) > 300:
        errors["name"] = FieldError(
            "bad_name", "Geef de vergadering een naam van hoogstens 300 tekens."
        )
    if command.held_on is None or command.held_on < work.today:
        errors["held_on"] = FieldError("bad_date", "Kies een datum die nog moet komen.")
    if "\n" in location or has_control_characters(location):
        errors["location"] = not_allowed_characters()
    elif len(location) > 300:
        errors["location"] = FieldError("too_long", "Gebruik voor de plaats hoogstens 300 tekens.")
    if errors or body is None or command.held_on is None:
        raise Invalid(errors)
    meeting = Meeting(
        municipality_id=work.municipality_id,
        id=new_id(),
        body_id=body.id,
        body_name=body.name,
        name=name,
        held_on=command.held_on,
        starts_at=command.starts_at,
        location=location or None,
    )
    work.session.add(meeting)
    work.record(MeetingPlanned(meeting_id=meeting.id, body=body.id, held_on=meeting.held_on))
    return meeting.id
