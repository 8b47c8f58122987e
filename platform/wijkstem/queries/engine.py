"""How the engine stands: how far behind each consumer is, and what still has to go out."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Row, Table, and_, column, func, select, table
from sqlalchemy.exc import DBAPIError

from wijkstem.kit.rows import table_of
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.settings import ROOT
from wijkstem.tables.engine import ConsumerPosition, Delivery, LogPartition, Refusal

T = TypeVar("T")

#: The consumers that fill read tables; the reactions are known to `bootstrap`.
PROJECTION_NAMES = tuple(consumer.name for consumer in PROJECTIONS)

_partition = table_of(LogPartition)
_position = table_of(ConsumerPosition)
_delivery = table_of(Delivery)
_event = table_of(LoggedEvent)
_passed = table_of(PassedOver)
_refusal = table_of(Refusal)
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


@dataclass(frozen=True)
class ConsumerState:
    """A consumer of one municipality, and the event that stops it."""

    name: str
    behind: int
    #: Times in a row that the next event failed; when above 0, the rest says on which event, and why.
    failures: int = 0
    retry_at: datetime | None = None
    error: str | None = None
    position: int = 0
    event_type: str = ""
    #: When that event happened: from then on everything is missing in what this consumer makes.
    since: datetime | None = None


@dataclass(frozen=True)
class Passed:
    """An event that a person let a consumer skip."""

    consumer: str
    position: int
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Refused:
    """A follow-up that a rule refused."""

    consumer: str
    position: int
    code: str
    refused_at: datetime


@dataclass(frozen=True)
class EngineState:
    """All that an operator must know of one municipality."""

    consumers: tuple[ConsumerState, ...]
    passed: tuple[Passed, ...]
    refused: tuple[Refused, ...]
    #: How many deliveries, by state.
    deliveries: dict[str, int]


def engine_state(
    connection: Connection, municipality_id: str, *, consumers: Collection[str], most: int = 50
) -> EngineState:
    """How the engine stands in a municipality; of what was passed over and refused the last ``most``."""
    return EngineState(
        consumers=_consumers(connection, municipality_id, consumers),
        passed=_last(connection, Passed, _passed, _passed.c.decided_at, municipality_id, most),
        refused=_last(connection, Refused, _refusal, _refusal.c.refused_at, municipality_id, most),
        deliveries=_by_state(connection, municipality_id),
    )


def _consumers(
    connection: Connection, municipality_id: str, consumers: Collection[str]
) -> tuple[ConsumerState, ...]:
    head = select(_partition.c.head).where(_partition.c.municipality_id == municipality_id)
    until: int = connection.execute(head).scalar_one_or_none() or 0
    its_next = and_(
        _event.c.municipality_id == _position.c.municipality_id,
        _event.c.position == _position.c.position + 1,
        _position.c.failures > 0,
    )
    found = (
        select(_position, _event.c.type, _event.c.occurred_at)
        .outerjoin_from(_position, _event, its_next)
        .where(_position.c.municipality_id == municipality_id)
    )
    at = {row.consumer: row for row in connection.execute(found)}
    return tuple(
        _state(name, until, at[name]) if name in at else ConsumerState(name, until)
        for name in consumers
    )


def _state(name: str, until: int, row: Row[*tuple[Any, ...]]) -> ConsumerState:
    behind = until - row.position
    if not row.failures:
        return ConsumerState(name, behind)
    return ConsumerState(
        name,
        behind,
        failures=row.failures,
        retry_at=row.retry_at,
        error=row.error,
        position=row.position + 1,
        event_type=row.type or "",
        since=row.occurred_at,
    )


def _last(
    connection: Connection,
    made: Callable[..., T],
    rows: Table,
    at: Column[Any],
    municipality_id: str,
    most: int,
) -> tuple[T, ...]:
    """The newest of ``rows`` first."""
    columns = [one for one in rows.c if one.name != "municipality_id"]
    found = (
        select(*columns)
        .where(rows.c.municipality_id == municipality_id)
        .order_by(at.desc(), rows.c.position.desc())
        .limit(most)
    )
    return tuple(made(**row._mapping) for row in connection.execute(found))


def _by_state(connection: Connection, municipality_id: str) -> dict[str, int]:
    counted = (
        select(_delivery.c.state, func.count())
        .where(_delivery.c.municipality_id == municipality_id)
        .group_by(_delivery.c.state)
    )
    return {state.value: count for state, count in connection.execute(counted)}


def migrated(connection: Connection) -> bool:
    """Whether the database has the newest shape that this code knows."""
    try:
        found = connection.execute(select(_migrated.c.version_num)).scalars().all()
    except DBAPIError:
        return False
    return found == [newest_migration()]


def refusals(connection: Connection) -> dict[tuple[str, str, str], int]:
    """How many follow-ups a rule refused, by municipality, consumer and reason."""
    key = (_refusal.c.municipality_id, _refusal.c.consumer, _refusal.c.code)
    counted = select(*key, func.count()).group_by(*key).order_by(*key)
    return {(where, who, code): count for where, who, code, count in connection.execute(counted)}


@cache
def newest_migration() -> str | None:
    """The last of `migrations/`."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()
