"""Where a case was passed on to, and what was told with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.moderation import CaseForward

_forward = table_of(CaseForward)
_person = table_of(Person)


@dataclass(frozen=True)
class Forward:
    """Once; ids of departments in the rules, None is everybody at the desk."""

    was: str | None
    department: str | None
    words: str
    at: datetime
    #: None: whoever it was is erased.
    by: str | None


def forwards(connection: Connection, municipality_id: str, case_id: UUID) -> list[Forward]:
    """The latest first."""
    found = (
        select(
            _forward.c.was,
            _forward.c.department,
            _forward.c.words,
            _forward.c.forwarded_at,
            _person.c.display_name,
        )
        .select_from(
            _forward.outerjoin(
                _person,
                (_person.c.municipality_id == _forward.c.municipality_id)
                & (_person.c.id == _forward.c.forwarded_by),
            )
        )
        .where(_forward.c.municipality_id == municipality_id, _forward.c.case_id == case_id)
        .order_by(_forward.c.turn.desc())
    )
    return [Forward(*row) for row in connection.execute(found)]
