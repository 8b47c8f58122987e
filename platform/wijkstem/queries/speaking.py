"""Who speaks at a meeting: how many, who of them may be named, whether a visitor does, and the clerk's list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.council import AgendaItem
from wijkstem.tables.speaking import Speaker

_speaker = table_of(Speaker)
_person = table_of(Person)
_item = table_of(AgendaItem)


@dataclass(frozen=True)
class Listed:
    """Somebody on the list. Only the clerk sees everything of it."""

    person_id: UUID
    name: str
    #: Their place on the list; None: they wait for one.
    seat: int | None
    item: str | None
    topic: str
    on_behalf: str
    name_shown: bool
    signed_up_at: datetime


def speakers(connection: Connection, municipality_id: str, meeting_id: UUID) -> tuple[Listed, ...]:
    """Those with a place first, in the order of the list."""
    found = (
        select(
            _speaker.c.person_id,
            _person.c.display_name,
            _speaker.c.seat,
            _item.c.title,
            _speaker.c.topic,
            _speaker.c.on_behalf,
            _speaker.c.name_shown,
            _speaker.c.signed_up_at,
        )
        .join_from(
            _speaker,
            _person,
            (_speaker.c.municipality_id == _person.c.municipality_id)
            & (_speaker.c.person_id == _person.c.id),
        )
        .outerjoin(
            _item,
            (_item.c.municipality_id == _speaker.c.municipality_id)
            & (_item.c.id == _speaker.c.item_id),
        )
        .where(_speaker.c.municipality_id == municipality_id, _speaker.c.meeting_id == meeting_id)
        .order_by(_speaker.c.seat.is_(None), _speaker.c.seat, _speaker.c.turn)
    )
    return tuple(
        Listed(row[0], row[1], row[2], row[3], row[4], row[5] or "", row[6], row[7])
        for row in connection.execute(found)
    )
