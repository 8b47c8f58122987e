"""Who reads a message, in which language, and why they were told: the same for messages of every kind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, select

from wijkstem.kit.rows import table_of
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
