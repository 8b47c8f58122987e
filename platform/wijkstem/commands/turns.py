"""Taking turns: what one person writes comes in one by one."""

from wijkstem.domain.permissions import require_login
from wijkstem.errors import NotFound
from wijkstem.services import Work
from wijkstem.tables.accounts import Person


def person_in_turn(work: Work) -> Person:
    """The account of who asked, locked until the transaction ends."""
    person = work.session.get(
        Person,
        (work.municipality_id, require_login(work.actor)),
        # NO KEY: who signs holds a key share on this row, and need not wait for it.
        with_for_update={"key_share": True},
    )
    if person is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    return person
