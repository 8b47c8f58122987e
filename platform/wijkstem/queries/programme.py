"""What the municipality will do in a neighbourhood, and everything that it said of one item."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.programme import ProgrammeItem, ProgrammeVersion
from wijkstem.words import ProgrammeState

_item = table_of(ProgrammeItem)
_version = table_of(ProgrammeVersion)
_initiative = table_of(Initiative)

#: More than a neighbourhood's programme ever has; what is older stands at its own address.
MOST = 100


@dataclass(frozen=True)
class Item:
    """An item as it stands now."""

    id: UUID
    neighbourhood_code: str
    title: str
    what: str
    first_year: int
    last_year: int
    state: ProgrammeState
    revision: int
    changed_on: date
    #: Of the plan that it came of.
    number: str | None
    slug: str | None
    plan: str | None


@dataclass(frozen=True)
class Version:
    """What it said from a day on."""

    revision: int
    title: str
    what: str
    first_year: int
    last_year: int
    state: ProgrammeState
    news: str
    said_on: date


@dataclass(frozen=True)
class ItemPage:
    """An item with every version of it, the newest first."""

    item: Item
    versions: tuple[Version, ...]


def _items(municipality_id: str) -> Select[Any]:
    columns = (name for name in Item.__dataclass_fields__ if name in _item.c)
    return (
        select(
            *(_item.c[name] for name in columns),
            _initiative.c.number,
            _initiative.c.slug,
            _initiative.c.title.label("plan"),
        )
        .join_from(
            _item,
            _initiative,
            (_item.c.municipality_id == _initiative.c.municipality_id)
            & (_item.c.initiative_id == _initiative.c.id)
            & _initiative.c.public,
            isouter=True,
        )
        .where(_item.c.municipality_id == municipality_id)
    )


def programme(connection: Connection, municipality_id: str, neighbourhood: str) -> tuple[Item, ...]:
    """The items of a neighbourhood, the newest years first."""
    found = (
        _items(municipality_id)
        .where(_item.c.neighbourhood_code == neighbourhood)
        .order_by(_item.c.last_year.desc(), _item.c.first_year.desc(), _item.c.title)
        .limit(MOST)
    )
    return tuple(Item(*row) for row in connection.execute(found))


def programme_item(connection: Connection, municipality_id: str, item_id: UUID) -> ItemPage:
    """One item. Raises NotFound for one that is not there."""
    row = connection.execute(_items(municipality_id).where(_item.c.id == item_id)).first()
    if row is None:
        raise NotFound("unknown_item", "Dit punt staat niet in een programma.")
    versions = (
        select(*(_version.c[name] for name in Version.__dataclass_fields__))
        .where(_version.c.municipality_id == municipality_id, _version.c.item_id == item_id)
        .order_by(_version.c.revision.desc())
    )
    return ItemPage(
        Item(*row), tuple(Version(*version) for version in connection.execute(versions))
    )
