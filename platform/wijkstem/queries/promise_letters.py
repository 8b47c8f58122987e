"""What messages about promises say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from wijkstem.eventlog import log
from wijkstem.events.promises import PromiseLate, PromiseMade, PromiseUpdated
from wijkstem.queries.promises import news_of, promises_by_id
from wijkstem.queries.readers import Addressed, Asked, readers, reasons_to_tell
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Because

Told = PromiseMade | PromiseUpdated | PromiseLate


@dataclass(frozen=True)
class PromiseLetter(Addressed):
    """Everything that the templates may use; of a promise as it is now, and what was said then."""

    what: str
    path: str
    office: str
    owner: str
    due_on: date
    #: "made", "late", or what it became.
    news: str
    reasons: str
    #: The plan that it is about; "" for none.
    plan: str


def promise_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, PromiseLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    found = log.at(connection, municipality_id, {position for _, position in asked})
    events = {at: (one, event) for at, one in found.items() if isinstance(event := one.event, Told)}
    if not events:
        return {}
    people = readers(connection, municipality_id, {person_id for person_id, _ in asked})
    because = reasons_to_tell(connection, municipality_id, people, events)
    ids = {event.promise_id for _, event in events.values()}
    facts = promises_by_id(connection, municipality_id, ids)
    said = news_of(connection, municipality_id, ids)
    made = {}
    for person_id, at in asked:
        if person_id not in people or at not in events:
            continue
        person, (recorded, event) = people[person_id], events[at]
        it = facts[event.promise_id]
        made[person_id, at] = PromiseLetter(
            position=recorded.position,
            at=recorded.occurred_at,
            because=because.get((person_id, at), Because.FOLLOWS),
            rhythm=person.mail_rhythm,
            language=lang or person.language,
            address=person.email,
            name=person.display_name,
            municipality=rules.municipality.name,
            what=it.what,
            path=f"/toezeggingen/{it.id}",
            office=it.office,
            owner=it.owner,
            due_on=event.due_on,
            news=_news(event),
            reasons=said.get((event.promise_id, getattr(event, "revision", 0)), ""),
            plan=it.plan or "",
        )
    return made


def _news(event: Told) -> str:
    if isinstance(event, PromiseUpdated):
        return event.state
    return "made" if isinstance(event, PromiseMade) else "late"
