"""What messages to speakers say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from wijkstem.eventlog import log
from wijkstem.events.meetings import MeetingCancelled, MeetingMoved
from wijkstem.events.speaking import SpeakerMovedUp, SpeakerSignedUp, SpeakingNear
from wijkstem.queries.meeting_letters import MeetingTold, meetings_told
from wijkstem.queries.readers import Addressed, Asked, readers, reasons_to_tell
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
    found = log.at(connection, municipality_id, {position for _, position in asked})
    events = {at: one for at, one in found.items() if isinstance(one.event, Told)}
    if not events:
        return {}
    people = readers(connection, municipality_id, {person_id for person_id, _ in asked})
    because = reasons_to_tell(connection, municipality_id, people, events)
    ids = {one.event.meeting_id for one in events.values()}  # type: ignore[attr-defined]  # each has one
    meetings = meetings_told(connection, municipality_id, ids)
    speaking = rules.municipality.speaking
    made = {}
    for person_id, at in asked:
        if person_id not in people or at not in events:
            continue
        person, recorded = people[person_id], events[at]
        event = recorded.event
        assert isinstance(event, Told)
        meeting = meetings[event.meeting_id]
        made[person_id, at] = SpeakingLetter(
            position=recorded.position,
            at=recorded.occurred_at,
            because=because.get((person_id, at), Because.ATTENDS),
            rhythm=person.mail_rhythm,
            language=lang or person.language,
            address=person.email,
            name=person.display_name,
            municipality=rules.municipality.name,
            meeting=meeting,
            path=meeting.path,
            has_place=isinstance(event, SpeakerSignedUp) and event.has_place,
            minutes=speaking.each_minutes if speaking else 0,
        )
    return made
