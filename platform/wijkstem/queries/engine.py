"""How the engine stands: how far behind each consumer is, and what still has to go out."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, func, select, table
from sqlalchemy.exc import DBAPIError

from wijkstem.kit.identity import identity
from wijkstem.kit.rows import table_of
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.settings import ROOT
from wijkstem.tables.engine import ConsumerPosition, Delivery, DeliveryGate, LogPartition, Refusal

#: The consumers that fill read tables; the reactions are known to `bootstrap`.
PROJECTION_NAMES = tuple(consumer.name for consumer in PROJECTIONS)

_partition = table_of(LogPartition)
_position = table_of(ConsumerPosition)
_delivery = table_of(Delivery)
_gate = table_of(DeliveryGate)
_refusal = table_of(Refusal)
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


def lags(connection: Connection, consumers: Collection[str]) -> list[Lag]:
    """Every consumer in every municipality; one that never began is behind by the whole log."""
    heads = connection.execute(
        select(_partition.c.municipality_id, _partition.c.head).order_by(
            _partition.c.municipality_id
        )
    ).all()
    at = {
        (row.municipality_id, row.consumer): (row.position, row.failures, row.error)
        for row in connection.execute(select(_position))
    }
    found = []
    for municipality_id, head in heads:
        for consumer in consumers:
            position, failures, error = at.get((municipality_id, consumer), (0, 0, None))
            found.append(Lag(municipality_id, consumer, head - position, failures, error))
    return found


def deliveries(connection: Connection) -> dict[tuple[str, str], int]:
    """How many deliveries there are, by municipality and state."""
    counted = (
        select(_delivery.c.municipality_id, _delivery.c.state, func.count())
        .group_by(_delivery.c.municipality_id, _delivery.c.state)
        .order_by(_delivery.c.municipality_id, _delivery.c.state)
    )
    return {
        (municipality_id, state.value): count
        for municipality_id, state, count in connection.execute(counted)
    }


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
