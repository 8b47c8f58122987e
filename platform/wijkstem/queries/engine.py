"""How the engine stands: how far behind each consumer is, and what still has to go out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Row, column, func, select, table
from sqlalchemy.exc import DBAPIError

from wijkstem.kit.identity import identity
from wijkstem.kit.rows import table_of
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.settings import ROOT
from wijkstem.tables.engine import (
    ConsumerPosition,
    Delivery,
    DeliveryGate,
    LogPartition,
    Refusal,
    unsent,
)
from wijkstem.tables.initiatives import RunningTerm, running

#: The consumers that fill read tables; the reactions are known to `bootstrap`.
PROJECTION_NAMES = tuple(consumer.name for consumer in PROJECTIONS)

_partition = table_of(LogPartition)
_position = table_of(ConsumerPosition)
_delivery = table_of(Delivery)
_gate = table_of(DeliveryGate)
_refusal = table_of(Refusal)
_term = table_of(RunningTerm)
_migrated = table("alembic_version", column("version_num"))


@dataclass(frozen=True)
class Lag:
    """How many events of a municipality a consumer still has to follow."""

    municipality_id: str
    consumer: str
    behind: int
    #: Times in a row that the next event failed, and how it failed last.
    failures: int
    error: str | None
    #: When the first of those times was.
    failing_since: datetime | None = None


def lags(connection: Connection, consumers: Collection[str]) -> list[Lag]:
    """Every consumer in every municipality; one that never began is behind by the whole log."""
    at = {(row.municipality_id, row.consumer): row for row in connection.execute(select(_position))}
    return [
        _lag(municipality_id, consumer, head, at.get((municipality_id, consumer)))
        for municipality_id, head in heads(connection).items()
        for consumer in consumers
    ]


def _lag(municipality_id: str, consumer: str, head: int, row: Row[*tuple[Any, ...]] | None) -> Lag:
    if row is None:
        return Lag(municipality_id, consumer, head, 0, None)
    since = row.failing_since if row.failures else None
    return Lag(municipality_id, consumer, head - row.position, row.failures, row.error, since)


def heads(connection: Connection) -> dict[str, int]:
    """How long each municipality's log is."""
    found = select(_partition.c.municipality_id, _partition.c.head)
    rows = connection.execute(found.order_by(_partition.c.municipality_id))
    return {row.municipality_id: row.head for row in rows}


@dataclass(frozen=True)
class Unsent:
    """Deliveries of one state that did not go out."""

    count: int
    #: When the first of them may be tried.
    due_at: datetime


def unsent_deliveries(connection: Connection) -> dict[tuple[str, str], Unsent]:
    """What did not go out yet, by municipality and state; does not look at what did, which grows for ever."""
    key = (_delivery.c.municipality_id, _delivery.c.state)
    counted = (
        select(*key, func.count().label("deliveries"), func.min(_delivery.c.due_at).label("due_at"))
        .where(unsent(_delivery))
        .group_by(*key)
        .order_by(*key)
    )
    return {
        (row.municipality_id, row.state.value): Unsent(row.deliveries, row.due_at)
        for row in connection.execute(counted)
    }


def unhandled_terms(connection: Connection, today: date) -> dict[str, date]:
    """Of each municipality the oldest term that is over and still runs: nobody was told of it."""
    # Not grouped: SQLite would walk through every term there ever was, in the order of the groups.
    found = (
        select(_term.c.municipality_id, _term.c.due_on)
        .where(running(_term), _term.c.due_on < today)
        .order_by(_term.c.due_on.desc())
    )
    return {row.municipality_id: row.due_on for row in connection.execute(found)}


def on_hold(connection: Connection) -> list[str]:
    """Where nothing goes out until a person has looked: put on hold, or restored since it was released."""
    open_here = select(_gate.c.municipality_id).where(_gate.c.database == identity(connection))
    found = (
        select(_partition.c.municipality_id)
        .where(_partition.c.municipality_id.not_in(open_here))
        .order_by(_partition.c.municipality_id)
    )
    return list(connection.execute(found).scalars())


def migrated(connection: Connection) -> bool:
    """Whether the database has the newest shape that this code knows, or one of a later release.

    A later release leaves in place what this one uses, so this one goes on while it is replaced.
    """
    try:
        found = connection.execute(select(_migrated.c.version_num)).scalars().all()
    except DBAPIError:
        return False
    return len(found) == 1 and found[0] not in older_migrations()


def refusals(connection: Connection) -> dict[tuple[str, str, str], int]:
    """How many follow-ups a rule refused, by municipality, consumer and reason."""
    key = (_refusal.c.municipality_id, _refusal.c.consumer, _refusal.c.code)
    counted = select(*key, func.count()).group_by(*key).order_by(*key)
    return {(where, who, code): count for where, who, code, count in connection.execute(counted)}


@cache
def older_migrations() -> frozenset[str]:
    """All of `migrations/` but the last."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    known = {one.revision for one in scripts.walk_revisions()}
    return frozenset(known - {scripts.get_current_head()})
