"""Who is told of what becomes of a meeting of the council: who speaks there, and whose plan is on it."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.meetings import ItemMeetingMoved, MeetingCancelled, MeetingMoved
from wijkstem.events.speaking import SpeakerMovedUp, SpeakerSignedUp, SpeakingNear
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.speaking import Speaker
from wijkstem.words import Because

_speaker = table_of(Speaker)


def _speakers(municipality_id: str, meeting_id: UUID) -> Select[Any]:
    return select(_speaker.c.person_id, because(Because.ATTENDS)).where(
        _speaker.c.municipality_id == municipality_id, _speaker.c.meeting_id == meeting_id
    )


def _placed(municipality_id: str, meeting_id: UUID) -> Select[Any]:
    """Who waits has nothing to say tomorrow."""
    return _speakers(municipality_id, meeting_id).where(_speaker.c.seat.is_not(None))


def _one(speaker_id: UUID, municipality_id: str, meeting_id: UUID) -> Select[Any]:
    """Nobody, when they withdrew meanwhile."""
    return _speakers(municipality_id, meeting_id).where(_speaker.c.id == speaker_id)


def told_of_meeting(
    event: Event, submitter: Group, followers: Group
) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case ItemMeetingMoved():
            return "item_meeting_moved", (submitter, followers)
        case SpeakerSignedUp():
            return "speaking_signed_up", (partial(_one, event.speaker_id),)
        case SpeakerMovedUp():
            return "speaking_place_given", (partial(_one, event.speaker_id),)
        case SpeakingNear():
            return "speaking_near", (_placed,)
        case MeetingMoved():
            return "speaking_moved", (_speakers,)
        case MeetingCancelled():
            return "speaking_cancelled", (_speakers,)
    return None
