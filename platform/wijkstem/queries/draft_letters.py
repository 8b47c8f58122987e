"""What messages about plans that are still being made say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from wijkstem.eventlog import log
from wijkstem.events.drafts import PlanTypedOut
from wijkstem.queries.readers import Addressed, Asked, readers, reasons_to_tell
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because


@dataclass(frozen=True)
class DraftLetter(Addressed):
    """Everything that the templates may use: not what the plan says, which only its writer reads."""

    path: str
    understood: bool


def draft_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, DraftLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    found = log.at(connection, municipality_id, {position for _, position in asked})
    events = {at: one for at, one in found.items() if isinstance(one.event, PlanTypedOut)}
    if not events:
        return {}
    people = readers(connection, municipality_id, {person_id for person_id, _ in asked})
    because = reasons_to_tell(connection, municipality_id, people, events)
    made = {}
    for person_id, at in asked:
        if person_id not in people or at not in events:
            continue
        person, recorded = people[person_id], events[at]
        event = recorded.event
        assert isinstance(event, PlanTypedOut)
        step = "plan" if event.understood else "opname"
        made[person_id, at] = DraftLetter(
            position=recorded.position,
            at=recorded.occurred_at,
            because=because.get((person_id, at), Because.SUBMITTED),
            rhythm=person.mail_rhythm,
            language=lang or person.language,
            address=person.email,
            name=person.display_name,
            municipality=rules.municipality.name,
            path=f"/initiatieven/concept/{event.draft_id}/{step}",
            understood=event.understood,
        )
    return made
