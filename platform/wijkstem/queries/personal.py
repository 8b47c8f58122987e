"""Everything that is held about somebody, as `tables/personal.py` declares it: to see, and to take along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, false, func, or_, select

from wijkstem.kit.rows import metadata, table_of
from wijkstem.tables.accounts import EmailCode, Person, WayIn
from wijkstem.tables.engine import LoggedEvent, PassedOver
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.on_behalf import PaperLine
from wijkstem.tables.personal import Erasing, Personal, personal
from wijkstem.words import Keeping, WayKind

#: What a value can be outside: in JSON, and on a page.
Value = str | int | bool | date | datetime | None
#: The name and version of the shape of what is downloaded; a change that breaks readers is a new version.
SHAPE = "wijkstem.personal-data.v1"

_person = table_of(Person)
_way = table_of(WayIn)
_code = table_of(EmailCode)
_log = table_of(LoggedEvent)
_passed = table_of(PassedOver)
_paper = table_of(PaperLine)


@dataclass(frozen=True)
class Held:
    """What one table holds about somebody."""

    table: str
    kept: Keeping
    erasing: Erasing
    rows: tuple[Mapping[str, Value], ...]
    #: How many there are; more than `rows` on a page, the same in what is downloaded.
    count: int
    #: Columns that are left out, each with the reason.
    left_out: Mapping[str, str]


def held(
    connection: Connection, municipality_id: str, person_id: UUID, *, most: int | None = None
) -> list[Held] | None:
    """Every table that knows something about somebody, at most ``most`` rows of each; None for nobody.

    The log is read from end to end for it, and only when everything is asked.
    """
    person = connection.execute(
        select(_person.c.email).where(
            _person.c.municipality_id == municipality_id, _person.c.id == person_id
        )
    ).first()
    if person is None:
        return None
    return [
        _held(
            connection, name, one, _theirs(name, one, municipality_id, person_id, person[0]), most
        )
        for name, one in personal().items()
        if most is None or name != _log.name
    ]


def _theirs(
    name: str, one: Personal, here: str, person_id: UUID, address: str | None
) -> ColumnElement[bool]:
    """Which rows of a table are about this person."""
    table = metadata.tables[name]
    ways = [table.c[column] == person_id for column in one.by]
    if one.through is not None:
        owner = metadata.tables[one.through.table]
        own = select(owner.c.id).where(
            owner.c.municipality_id == here, owner.c[one.through.owner] == person_id
        )
        ways.append(table.c[one.through.column].in_(own))
    if name == _code.name and address:
        ways.append(func.lower(_code.c.address) == address.casefold())
    if name == _log.name:
        ways.append(_log.c.payload.contains(str(person_id)))
    if name == _paper.name:
        # A list on paper that waits for a second look: whose a line is, only its tags tell.
        ways.append(_paper.c.tags.contains(_known_as(here, person_id)))
    if name == _passed.name:
        ways.append(_passed.c.decided_by == f"{here}/{person_id}")
    return (table.c.municipality_id == here) & or_(false(), *ways)


def _known_as(here: str, person_id: UUID) -> ScalarSelect[str]:
    found = select(_person.c.identity_tag).where(
        _person.c.municipality_id == here, _person.c.id == person_id
    )
    return found.scalar_subquery()


def _held(
    connection: Connection,
    name: str,
    one: Personal,
    condition: ColumnElement[bool],
    most: int | None,
) -> Held:
    table = metadata.tables[name]
    shown = [c for c in table.c if c.name not in {"municipality_id", *one.hidden}]
    found = select(*shown).where(condition).order_by(*table.primary_key).limit(most)
    rows = tuple(
        {key: _plain(value) for key, value in row.items()}
        for row in connection.execute(found).mappings()
    )
    count = len(rows) if most is None or len(rows) < most else _count(connection, table, condition)
    return Held(name, one.kept, one.erasing, rows, count, one.hidden)


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(table).where(condition)
    return int(connection.execute(counted).scalar_one())


def _plain(value: Any) -> Value:
    if isinstance(value, StrEnum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def in_json(found: list[Held], municipality_id: str, at: datetime) -> dict[str, Any]:
    """What is downloaded. Times are ISO 8601; a table without rows is there too, so that nothing seems left out."""
    return {
        "shape": SHAPE,
        "municipality": municipality_id,
        "made_at": at.isoformat(),
        "parts": [
            {
                "table": one.table,
                "kept": one.kept.value,
                "when_erased": one.erasing.value,
                "left_out": dict(one.left_out),
                "rows": [{name: _said(value) for name, value in row.items()} for row in one.rows],
            }
            for one in found
        ],
    }


def _said(value: Value) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, date) else value


def logs_in(connection: Connection, municipality_id: str, person_id: UUID) -> bool:
    """Whether it is known who this is, and not only which mailbox they read."""
    found = select(_way.c.tag).where(
        _way.c.municipality_id == municipality_id,
        _way.c.person_id == person_id,
        _way.c.kind == WayKind.LOGIN,
    )
    return connection.execute(found).first() is not None


@dataclass(frozen=True)
class OwnPlan:
    """A plan of somebody's own of which the words are there to be read."""

    number: str
    title: str
    slug: str


def own_public_plans(
    connection: Connection, municipality_id: str, person_id: UUID, *, most: int = 20
) -> list[OwnPlan]:
    """The plans whose words stay when their submitter is erased, unless that is asked."""
    plan = table_of(Initiative)
    found = (
        select(plan.c.number, plan.c.title, plan.c.slug)
        .where(
            plan.c.municipality_id == municipality_id,
            plan.c.submitter_id == person_id,
            or_(plan.c.public, plan.c.closed_on.is_(None)),
        )
        .order_by(plan.c.filed_on.desc(), plan.c.number.desc())
        .limit(most)
    )
    return [OwnPlan(*row) for row in connection.execute(found)]
