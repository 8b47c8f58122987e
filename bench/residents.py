"""People for a town: one really logs in, and the others get what that login left, each under their own name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select

from bench import bulk
from tests.support.world import ADULT, World
from wijkstem.domain.signatures import Signer
from wijkstem.events.accounts import PersonRegistered
from wijkstem.kit.ids import new_id, token_hash
from wijkstem.kit.rows import metadata, table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person

_person = table_of(Person)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who is logged in and can sign."""

    signer: Signer
    identity_tag: str
    token: str


#: Table by table, the row that a first login leaves.
Left = dict[Table, bulk.Values]


def first_login(world: World, where: str) -> Left:
    """Somebody really logs in."""
    [neighbourhood, *_] = world.services.rules.of(where).municipality.neighbourhoods
    actor = world.person("first", where=where, born=ADULT, lives=neighbourhood.code)
    left = {}
    with world.services.reading(where) as connection:
        for table in (_person, *_belongings()):
            key = table.c.id if table is _person else table.c.person_id
            here = table.c.municipality_id == where
            found = connection.execute(select(table).where(here, key == actor.person_id)).first()
            if found is not None:
                left[table] = dict(found._mapping)
    return left


def _belongings() -> list[Table]:
    """The tables of what comes and goes with a person."""
    return [
        table
        for table in metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table is _person and key.ondelete == "CASCADE"
    ]


def settle(work: Work, left: Left, first: int, number: int) -> list[Resident]:
    """So many others, each with a neighbourhood, an account and a session of their own."""
    residents = [_resident(work, left[_person], n) for n in range(first, first + number)]
    for table, row in left.items():
        bulk.write(work.connection, table, [row | _changes(table, one) for one in residents])
    return residents


def registered(work: Work, residents: Sequence[Resident]) -> list[PersonRegistered]:
    """What the log says of them."""
    return [
        PersonRegistered(person_id=one.signer.person_id, registered_on=work.today)
        for one in residents
    ]


def _resident(work: Work, first: bulk.Values, n: int) -> Resident:
    signer = Signer(new_id(), first["birth_date"], neighbourhood(work, n))
    return Resident(signer, work.tag("identity", f"bench:{n}"), work.tag_keys.signed_token())


def neighbourhood(work: Work, n: int) -> str:
    """Everybody's own, in turns."""
    there = work.rules.municipality.neighbourhoods
    return there[n % len(there)].code


def _changes(table: Table, one: Resident) -> bulk.Values:
    own = {
        "id": one.signer.person_id,
        "person_id": one.signer.person_id,
        "identity_tag": one.identity_tag,
        "tag": one.identity_tag,
        "token_hash": token_hash(one.token),
    }
    changes = {name: value for name, value in own.items() if name in table.c}
    if table is _person:
        changes["neighbourhood_code"] = one.signer.neighbourhood_code
    return changes
