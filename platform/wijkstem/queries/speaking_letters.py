"""What messages to speakers say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import Connection

from wijkstem.events.meetings import MeetingCancelled, MeetingMoved
from wijkstem.events.speaking import SpeakerMovedUp, SpeakerSignedUp, SpeakingNear
from wijkstem.queries.meeting_letters import MeetingTold, meetings_told
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because

Told = SpeakerSignedUp | SpeakerMovedUp | SpeakingNear | MeetingMoved | MeetingCancelled


@dataclass(frozen=True)
class SpeakingLetter(Addressed):
    """Everything that the templates may use; of a meeting as it is now, and not as it was."""

    meeting: MeetingTold
    path: str
    #: Of who signed up just then: whether there was a place.
    has_place: bool
    #: How long one has at most.
    minutes: int


def speaking_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, SpeakingLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[Told]] = tellings(
        connection, municipality_id, get_args(Told), rules=rules, asked=asked, lang=lang,
        otherwise=Because.ATTENDS,
    )  # fmt: skip
    if not told:
        return {}
    ids = {one.event.meeting_id for one in told}
    meetings = meetings_told(connection, municipality_id, ids)
    speaking = rules.municipality.speaking
    made = {}
    for one in told:
        event, meeting = one.event, meetings[one.event.meeting_id]
        made[one.asked] = SpeakingLetter(
            **one.envelope,
            meeting=meeting,
            path=meeting.path,
            has_place=isinstance(event, SpeakerSignedUp) and event.has_place,
            minutes=speaking.each_minutes if speaking else 0,
        )
    return made
