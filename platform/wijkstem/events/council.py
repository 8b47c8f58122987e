"""The way to the council and back."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class AgendaItemRequested(Event):
    """An initiative asks for a place on the agenda of a council body."""

    type = "agenda.item_requested.v1"

    initiative_id: UUID
    body: Code
    requested_on: date
    due_on: date | None


class AgendaItemPlaced(Event):
    """The clerk placed an initiative on a meeting's agenda, or moved it to another meeting."""

    type = "agenda.item_placed.v1"

    initiative_id: UUID
    item_id: UUID
    meeting_id: UUID
    held_on: date


class AgendaRequestReturned(Event):
    """The clerk did not place it."""

    type = "agenda.request_returned.v1"

    initiative_id: UUID
    returned_on: date


class MeetingPlanned(Event):
    """A meeting was made on this platform."""

    type = "meeting.planned.v1"

    meeting_id: UUID
    body: Code
    held_on: date


class MeetingImported(Event):
    """A meeting came in from the council's information system, or changed there. Figures are totals now."""

    type = "meeting.imported.v1"

    meeting_id: UUID
    held_on: date
    state: Code
    items: int
    documents: int
