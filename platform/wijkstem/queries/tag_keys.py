"""What still depends on each tag key: asked by whoever replaces one."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative

_person = table_of(Person)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class KeyUse:
    """What one key is needed for in one municipality."""

    key_id: str
    #: People who did not log in since the next key came: without this one they would be strangers.
    people: int
    #: Initiatives of which the signers' tags are made with it.
    open_initiatives: int


def tag_key_use(connection: Connection, municipality_id: str) -> list[KeyUse]:
    """Every key that something depends on, by its id."""
    people = connection.execute(
        select(_person.c.tag_key, func.count())
        .where(_person.c.municipality_id == municipality_id)
        .group_by(_person.c.tag_key)
    )
    initiatives = connection.execute(
        select(_initiative.c.tag_key, func.count())
        .where(_initiative.c.municipality_id == municipality_id, _initiative.c.closed_on.is_(None))
        .group_by(_initiative.c.tag_key)
    )
    known, needed = ({row[0]: row[1] for row in rows} for rows in (people, initiatives))
    return [
        KeyUse(key_id, known.get(key_id, 0), needed.get(key_id, 0))
        for key_id in sorted({*known, *needed})
    ]
