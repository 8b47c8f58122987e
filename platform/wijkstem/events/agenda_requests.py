"""What becomes of a request for a place on an agenda: what it says, when it can be decided on, and what upsets that."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event
from wijkstem.words import Competence, Hitch, Outlook


class DossierFilled(Event):
    """Somebody filled in what goes to the council; the words stand in the tables."""

    type = "agenda.dossier_filled.v1"

    initiative_id: UUID
    revision: int
    #: What it roughly costs; None: nobody knows.
    euros: int | None
    competence: Competence | None
    #: Who filled it in: a role.
    filled_by: Code
    filled_on: date


class RequestAccepted(Event):
    """The clerk found nothing missing; from now on it goes to the council as it is."""

    type = "agenda.request_accepted.v1"

    initiative_id: UUID
    revision: int
    accepted_on: date


class MeetingForeseen(Event):
    """Which meetings decide on a request as the calendar stands now, when that is otherwise than it was."""

    type = "agenda.meeting_foreseen.v1"

    initiative_id: UUID
    body: Code
    outlook: Outlook
    #: What it was before; None: nobody had looked yet.
    was: Outlook | None
    placing_by: date | None
    placing_on: date | None
    treating_on: date | None
    #: Why it is not in time, and on which days that is.
    hitch: Hitch | None
    hitch_from: date | None
    hitch_until: date | None


class PlacedMeetingMoved(Event):
    """The meeting that a plan stands on is on another day."""

    type = "agenda.placed_meeting_moved.v1"

    initiative_id: UUID
    meeting_id: UUID
    was_on: date
    held_on: date


class PlacedMeetingCancelled(Event):
    """The meeting that a plan stands on does not go on."""

    type = "agenda.placed_meeting_cancelled.v1"

    initiative_id: UUID
    meeting_id: UUID
    was_on: date
    #: Whether it went back to the clerk by itself; else the clerk has to move it.
    back: bool
