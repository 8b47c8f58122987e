"""Who reads a message, in which language, and why they were told: the same for messages of every kind."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row, Table, select

from wijkstem.eventlog import log
from wijkstem.events.base import Event, Recorded
from wijkstem.kit.rows import table_of
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.accounts import Person
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import ALWAYS, Because, Rhythm

_person: Table = table_of(Person)
_inbox: Table = table_of(InboxMessage)

#: Whom, and the position of the event that they are told of.
Asked = tuple[UUID, int]


@dataclass(frozen=True)
class Addressed:
    """A message to one person about one event, whatever it was about."""

    #: Where the event stands in the log, and when it was.
    position: int
    at: datetime
    because: Because
    rhythm: Rhythm
    language: str
    address: str | None
    name: str
    municipality: str

    @property
    def stoppable(self) -> bool:
        """Whether its reader can turn such messages off."""
        return self.because not in ALWAYS


E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Telling(Generic[E]):
    """One event that one person is told of, with what every letter says of both."""

    event: E
    person_id: UUID
    because: Because
    language: str
    #: The fields of `Addressed`.
    envelope: dict[str, Any]

    @property
    def asked(self) -> Asked:
        """What the letter is found by."""
        return self.person_id, self.envelope["position"]


def tellings(
    connection: Connection,
    municipality_id: str,
    kinds: tuple[type[E], ...],
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None,
    otherwise: Because,
) -> list[Telling[E]]:
    """What of ``asked`` is an event of these ``kinds``, for who is still there; in the same order.

    In the reader's language or in ``lang``; ``otherwise`` is why, where that was not written down. Three statements,
    or one when no event is of these kinds.
    """
    found = log.at(connection, municipality_id, {position for _, position in asked})
    events = {at: (one, it) for at, one in found.items() if isinstance(it := one.event, kinds)}
    if not events:
        return []
    people = readers(connection, municipality_id, {person_id for person_id, _ in asked})
    because = reasons_to_tell(connection, municipality_id, people, events)
    name = rules.municipality.name
    return [
        _telling(
            *events[at], people[person_id], because.get((person_id, at), otherwise), lang, name
        )
        for person_id, at in asked
        if person_id in people and at in events
    ]


def _telling(
    recorded: Recorded,
    event: E,
    person: Row[*tuple[Any, ...]],
    because: Because,
    lang: str | None,
    municipality: str,
) -> Telling[E]:
    language = lang or person.language
    envelope = {
        "position": recorded.position,
        "at": recorded.occurred_at,
        "because": because,
        "rhythm": person.mail_rhythm,
        "language": language,
        "address": person.email,
        "name": person.display_name,
        "municipality": municipality,
    }
    return Telling(event, person.id, because, language, envelope)


def readers(
    connection: Connection, municipality_id: str, people: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    """Who reads, and in which language."""
    found = select(
        _person.c.id,
        _person.c.display_name,
        _person.c.email,
        _person.c.language,
        _person.c.mail_rhythm,
    ).where(_person.c.municipality_id == municipality_id, _person.c.id.in_(people))
    return {row.id: row for row in connection.execute(found)}


def reasons_to_tell(
    connection: Connection,
    municipality_id: str,
    people: Collection[UUID],
    positions: Collection[int],
) -> dict[Asked, Because]:
    """Why each was told, as it was written down then."""
    found = select(_inbox.c.person_id, _inbox.c.position, _inbox.c.because).where(
        _inbox.c.municipality_id == municipality_id,
        _inbox.c.person_id.in_(people),
        _inbox.c.position.in_(positions),
    )
    return {(row.person_id, row.position): row.because for row in connection.execute(found)}
