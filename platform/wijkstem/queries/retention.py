"""What is kept how long, how much of it goes now or soon, and how much went."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select

from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.rules.schema import Kept, Municipality
from wijkstem.tables.accounts import Person
from wijkstem.tables.retention import RETAINED, RetentionRun, over, unwarned
from wijkstem.words import Keeping

_person = table_of(Person)
_run = table_of(RetentionRun)

#: How far the report looks ahead, and back.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Kind:
    """A line of the report."""

    what: Keeping
    #: None: the software's own, as long as it is good for.
    rule: Kept | None
    #: Whether the municipality may say how long.
    has_rule: bool
    now: int
    soon: int
    #: How many went in the last thirty days.
    gone: int


def report(
    connection: Connection, municipality_id: str, municipality: Municipality, now: datetime
) -> list[Kind]:
    """What goes now and within thirty days, and what went."""
    gone = _gone(connection, municipality_id, local_date(now - SOON))
    return [
        Kind(
            what,
            municipality.kept(one.rule),
            one.rule is not None,
            _count(connection, municipality_id, what, municipality, now),
            _count(connection, municipality_id, what, municipality, now + SOON),
            gone.get(what, 0),
        )
        for what, one in RETAINED.items()
    ]


def _gone(connection: Connection, here: str, since: date) -> dict[Keeping, int]:
    found = connection.execute(
        select(_run.c.what, func.sum(_run.c.gone))
        .where(_run.c.municipality_id == here, _run.c.day >= since)
        .group_by(_run.c.what)
    )
    return {Keeping(row[0]): int(row[1]) for row in found}


def _count(
    connection: Connection, here: str, what: Keeping, municipality: Municipality, now: datetime
) -> int:
    kept = municipality.kept(RETAINED[what].rule)
    condition = over(what, kept.lasts if kept else None, now, municipality.warned)
    if condition is None:
        return 0
    table = RETAINED[what].table
    counted = select(func.count()).select_from(table)
    return int(
        connection.execute(counted.where(table.c.municipality_id == here, condition)).scalar_one()
    )


def unused_accounts(
    connection: Connection,
    municipality_id: str,
    municipality: Municipality,
    now: datetime,
    *,
    most: int = 100,
) -> list[UUID]:
    """Accounts that nobody used for long enough, so many at a time."""
    kept = municipality.accounts_kept
    condition = over(Keeping.ACCOUNT, kept.lasts if kept else None, now, municipality.warned)
    if condition is None:
        return []
    return _accounts(connection, municipality_id, condition, most)


def unwarned_accounts(
    connection: Connection,
    municipality_id: str,
    municipality: Municipality,
    now: datetime,
    *,
    most: int = 100,
) -> list[UUID]:
    """Accounts that go soon, of people who were not told so yet; so many at a time."""
    kept, ahead = municipality.accounts_kept, municipality.warned
    if kept is None or ahead is None:
        return []
    soon = unwarned(now, kept.lasts, ahead)
    return _accounts(connection, municipality_id, soon, most)


def _accounts(
    connection: Connection, here: str, condition: ColumnElement[bool], most: int
) -> list[UUID]:
    found = (
        select(_person.c.id)
        .where(_person.c.municipality_id == here, condition)
        .order_by(_person.c.id)
        .limit(most)
    )
    return list(connection.scalars(found))
