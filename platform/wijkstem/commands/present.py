"""Who asks for something that is kept with their account, as long as that is there."""

from uuid import UUID

from sqlalchemy import select

from wijkstem.domain.permissions import may_without_digid, require_login, require_strong
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.words import WithoutDigiD

_person = table_of(Person)


def present(work: Work, what: WithoutDigiD | None = None) -> UUID:
    """The person, locked as the foreign key would: an account that is being erased is gone, not an error.

    ``what`` they do, where the rules may let somebody do it who only showed a mailbox. Raises NotAllowed, NotFound.
    """
    person_id = require_login(work.actor)
    allowed = work.rules.municipality.without_digid
    if what is None or not may_without_digid(work.actor, what, allowed):
        require_strong(work.actor)
    found = work.connection.execute(
        select(_person.c.id)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == person_id)
        .with_for_update(read=True, key_share=True)
    ).first()
    if found is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    return person_id
