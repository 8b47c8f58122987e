"""What becomes of meetings of the council that are kept here: changed, moved, cancelled."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Event


class MeetingChanged(Event):
    """Its name, its livestream, its agenda or its documents are otherwise. Figures are totals now."""

    type = "meeting.changed.v1"

    meeting_id: UUID
    revision: int
    items: int
    documents: int
    official_id: UUID | None


class MeetingMoved(Event):
    """It is on another day, at another time, or in another place."""

    type = "meeting.moved.v1"

    meeting_id: UUID
    revision: int
    held_on: date
    was_on: date
    #: The initiatives that were on it.
    initiatives: tuple[UUID, ...]
    official_id: UUID | None


class MeetingCancelled(Event):
    """It does not go on."""

    type = "meeting.cancelled.v1"

    meeting_id: UUID
    revision: int
    held_on: date
    initiatives: tuple[UUID, ...]
    official_id: UUID | None


class ItemMeetingMoved(Event):
    """The meeting that an initiative is on begins at another time or is in another place, on the same day.

    Of another day `PlacedMeetingMoved` tells.
    """

    type = "agenda.item_meeting_moved.v1"

    initiative_id: UUID
    meeting_id: UUID
    held_on: date
