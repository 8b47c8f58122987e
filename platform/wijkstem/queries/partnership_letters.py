"""What messages about partnerships say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from wijkstem.eventlog import log
from wijkstem.events.partnerships import PartnershipReviewLate
from wijkstem.queries.partnerships import partnerships_by_id
from wijkstem.queries.readers import Addressed, Asked, readers, reasons_to_tell
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because


@dataclass(frozen=True)
class PartnershipLetter(Addressed):
    """Everything that the templates may use; of a partnership as it is now."""

    #: What it is called; not to be taken for the name of who reads this.
    partnership: str
    path: str
    due_on: date


def partnership_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, PartnershipLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    found = log.at(connection, municipality_id, {position for _, position in asked})
    events = {
        at: (one, event)
        for at, one in found.items()
        if isinstance(event := one.event, PartnershipReviewLate)
    }
    if not events:
        return {}
    people = readers(connection, municipality_id, {person_id for person_id, _ in asked})
    because = reasons_to_tell(connection, municipality_id, people, events)
    facts = partnerships_by_id(
        connection, municipality_id, {event.partnership_id for _, event in events.values()}
    )
    made = {}
    for person_id, at in asked:
        if person_id not in people or at not in events:
            continue
        person, (recorded, event) = people[person_id], events[at]
        made[person_id, at] = PartnershipLetter(
            position=recorded.position,
            at=recorded.occurred_at,
            because=because.get((person_id, at), Because.OFFICE),
            rhythm=person.mail_rhythm,
            language=lang or person.language,
            address=person.email,
            name=person.display_name,
            municipality=rules.municipality.name,
            partnership=facts[event.partnership_id].name,
            path=f"/samenwerkingen/{event.partnership_id}",
            due_on=event.due_on,
        )
    return made
