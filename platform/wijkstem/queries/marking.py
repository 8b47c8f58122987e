"""Where somebody who logs in votes, looked up without marking anything: the roll says it, or else their address."""

from uuid import UUID

from sqlalchemy import Connection, Select, select

from wijkstem.domain.rolls import person_tag
from wijkstem.kit.rows import table_of
from wijkstem.kit.tags import TagKeys
from wijkstem.tables.accounts import Person, WayIn
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import RoundArea, RoundAreaPlace
from wijkstem.words import WayKind

_entry = table_of(RollEntry)
_area = table_of(RoundArea)
_place = table_of(RoundAreaPlace)
_person = table_of(Person)
_way = table_of(WayIn)


def area_of_login(
    connection: Connection, municipality_id: str, round_id: UUID, person_id: UUID, keys: TagKeys
) -> int | None:
    """The number of their area; None where marking has to find out whether they may vote at all."""
    here = (municipality_id, round_id)
    tag = _tag_on_roll(connection, *here, person_id, keys)
    of_roll = _areas(*here).join(
        _entry,
        (_entry.c.municipality_id == _area.c.municipality_id) & (_entry.c.area_id == _area.c.id),
    )
    on_roll = connection.execute(of_roll.where(_entry.c.person_tag == tag)).scalar()
    if on_roll is not None:
        return on_roll
    of_address = _areas(*here).join(
        _place,
        (_place.c.municipality_id == _area.c.municipality_id) & (_place.c.area_id == _area.c.id),
    )
    lives = (_person.c.municipality_id == municipality_id) & (_person.c.id == person_id)
    at_home = of_address.join(_person, _person.c.neighbourhood_code == _place.c.code).where(lives)
    found: int | None = connection.execute(at_home).scalar()
    return found


def _areas(municipality_id: str, round_id: UUID) -> Select[int]:
    return select(_area.c.seq).where(
        _area.c.municipality_id == municipality_id, _area.c.round_id == round_id
    )


def _tag_on_roll(
    connection: Connection, municipality_id: str, round_id: UUID, person_id: UUID, keys: TagKeys
) -> str:
    """What this round would know them by; empty for an account without a tag under the roll's key."""
    of_roll = _entry.c.municipality_id == municipality_id, _entry.c.round_id == round_id
    used = connection.execute(select(_entry.c.tag_key).where(*of_roll).limit(1)).scalar()
    key_id: str = used or keys.current
    identity = connection.execute(
        select(_way.c.tag).where(
            _way.c.municipality_id == municipality_id,
            _way.c.person_id == person_id,
            _way.c.key_id == key_id,
            _way.c.kind == WayKind.LOGIN,
        )
    ).scalar()
    return person_tag(keys, key_id, municipality_id, round_id, identity) if identity else ""
