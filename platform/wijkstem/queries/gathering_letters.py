"""What messages about gatherings say, looked up when they are read or go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from wijkstem.eventlog import log
from wijkstem.events.base import Recorded
from wijkstem.events.gatherings import SignedUp
from wijkstem.kit.rows import table_of
from wijkstem.queries.readers import Addressed, Asked, readers, reasons_to_tell
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.gatherings import Gathering
from wijkstem.words import Because

_gathering = table_of(Gathering)


@dataclass(frozen=True)
class GatheringLetter(Addressed):
    """Everything that the templates may use; of a gathering as it is now, and not as it was."""

    title: str
    path: str
    held_on: date
    starts_at: datetime
    ends_at: datetime
    place: str
    access: str
    #: Of who signed up just then: whether there was a place.
    has_place: bool
    #: Why it does not go on.
    reasons: str
    came: int
    heard: str
    follow_up: str


def gathering_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, GatheringLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    found = log.at(connection, municipality_id, {position for _, position in asked})
    events = {at: one for at, one in found.items() if hasattr(one.event, "gathering_id")}
    if not events:
        return {}
    people = readers(connection, municipality_id, {person_id for person_id, _ in asked})
    because = reasons_to_tell(connection, municipality_id, people, events)
    gatherings = _gatherings(
        connection,
        municipality_id,
        {one.event.gathering_id for one in events.values()},  # type: ignore[attr-defined]  # each has one
    )
    return {
        (person_id, at): _compose(
            rules,
            people[person_id],
            because.get((person_id, at), Because.ATTENDS),
            events[at],
            gatherings[events[at].event.gathering_id],  # type: ignore[attr-defined]
            lang,
        )
        for person_id, at in asked
        if person_id in people and at in events
    }


def _gatherings(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    found = select(_gathering).where(
        _gathering.c.municipality_id == municipality_id, _gathering.c.id.in_(ids)
    )
    return {row.id: row for row in connection.execute(found)}


def _compose(
    rules: MunicipalityRules,
    person: Row[*tuple[Any, ...]],
    because: Because,
    recorded: Recorded,
    it: Row[*tuple[Any, ...]],
    lang: str | None,
) -> GatheringLetter:
    event = recorded.event
    return GatheringLetter(
        position=recorded.position,
        at=recorded.occurred_at,
        because=because,
        rhythm=person.mail_rhythm,
        language=lang or person.language,
        address=person.email,
        name=person.display_name,
        municipality=rules.municipality.name,
        title=it.title,
        path=f"/bijeenkomsten/{it.id}",
        held_on=it.held_on,
        starts_at=it.starts_at,
        ends_at=it.ends_at,
        place=it.place,
        access=it.access,
        has_place=isinstance(event, SignedUp) and event.has_place,
        reasons=it.reasons or "",
        came=it.came or 0,
        heard=it.heard or "",
        follow_up=it.follow_up or "",
    )
