"""Who is told that an account goes because nobody uses it: whose it is."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.accounts import AccountClosingNear
from wijkstem.events.base import Event
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.accounts import Person
from wijkstem.words import Because

_person = table_of(Person)


def _themselves(municipality_id: str, person_id: UUID) -> Select[Any]:
    return select(_person.c.id.label("person_id"), because(Because.ACCOUNT)).where(
        _person.c.municipality_id == municipality_id, _person.c.id == person_id
    )


def told_of_account(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    if not isinstance(event, AccountClosingNear):
        return None
    return "account_closing_near", (_themselves,)
