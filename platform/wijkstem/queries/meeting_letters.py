"""What letters say of meetings of the council, looked up when they are read or go out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.events.base import Event, Recorded
from wijkstem.events.meetings import ItemMeetingMoved
from wijkstem.kit.rows import table_of
from wijkstem.tables.council import Meeting

_meeting = table_of(Meeting)

#: What is told of the meeting that a plan is on.
ITS_MEETING = ItemMeetingMoved


@dataclass(frozen=True)
class MeetingTold:
    """A meeting as it is now, and not as it was."""

    name: str
    body_name: str
    held_on: date
    starts_at: datetime | None
    location: str
    reasons: str
    path: str


def meetings_told(
    connection: Connection, municipality_id: str, meetings: Collection[UUID]
) -> Mapping[UUID, MeetingTold]:
    """By their ids."""
    found = select(_meeting).where(
        _meeting.c.municipality_id == municipality_id, _meeting.c.id.in_(meetings)
    )
    return {
        row.id: MeetingTold(
            row.name,
            row.body_name,
            row.held_on,
            row.starts_at,
            row.location or "",
            row.reasons or "",
            f"/agenda/{row.id}",
        )
        for row in connection.execute(found)
    }


def its_meetings(
    connection: Connection, municipality_id: str, events: Mapping[int, Recorded]
) -> Mapping[UUID, MeetingTold]:
    """Of the events that tell of a plan's meeting; no statement where none does."""
    found = {one.event.meeting_id for one in events.values() if isinstance(one.event, ITS_MEETING)}
    return meetings_told(connection, municipality_id, found) if found else {}


def its_meeting(meetings: Mapping[UUID, MeetingTold], event: Event) -> MeetingTold | None:
    """The one that the event tells of."""
    return meetings.get(event.meeting_id) if isinstance(event, ITS_MEETING) else None
