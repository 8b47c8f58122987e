"""People whom commands of one moment begin with: locked against erasing, in the order of their ids, before anything else."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from wijkstem.eventlog.unit_of_work import Seen
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person

_person = table_of(Person)

# Built once: building a statement costs more than running it.
_PEOPLE = (
    select(
        _person.c.id,
        _person.c.identity_tag,
        _person.c.tag_key,
        _person.c.birth_date,
        _person.c.neighbourhood_code,
        _person.c.lives_here,
        _person.c.residence_checked_on,
    )
    .where(
        _person.c.municipality_id == bindparam("here"),
        _person.c.id.in_(bindparam("people", expanding=True)),
    )
    .order_by(_person.c.id)
    # What the foreign key does anyway, done before: an account that is being erased is gone, not an error.
    .with_for_update(read=True, key_share=True)
)


def meet(connection: Connection, here: str, people: Sequence[UUID]) -> Seen:
    """Those of ``people`` who are there, by their ids."""
    found = connection.execute(_PEOPLE, {"here": here, "people": people})
    return {person.id: person for person in found}


def met(person_id: UUID, work: Work) -> Row[*tuple[Any, ...]] | None:
    """One person: as the group met them, or locked and read now. None: they are gone."""
    return work.uow.seen.get(person_id) or meet(
        work.connection, work.municipality_id, [person_id]
    ).get(person_id)
