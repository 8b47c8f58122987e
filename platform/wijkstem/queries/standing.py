"""How the engine stands in one municipality: what the administrator's page tells, and no other page asks."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Table, and_, func, select

from wijkstem.kit.identity import identity
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import (
    ConsumerPosition,
    Delivery,
    DeliveryGate,
    LoggedEvent,
    LogPartition,
    PassedOver,
    Refusal,
)

T = TypeVar("T")

_partition = table_of(LogPartition)
_position = table_of(ConsumerPosition)
_event = table_of(LoggedEvent)
_passed = table_of(PassedOver)
_refusal = table_of(Refusal)
_delivery = table_of(Delivery)
_gate = table_of(DeliveryGate)


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
    #: Whether nothing goes out until a person has looked.
    on_hold: bool = False


def engine_state(
    connection: Connection, municipality_id: str, *, consumers: Collection[str], most: int = 50
) -> EngineState:
    """How the engine stands in a municipality; of what was passed over and refused the last ``most``."""
    return EngineState(
        consumers=_consumers(connection, municipality_id, consumers),
        passed=_last(connection, Passed, _passed, _passed.c.decided_at, municipality_id, most),
        refused=_last(connection, Refused, _refusal, _refusal.c.refused_at, municipality_id, most),
        deliveries=_by_state(connection, municipality_id),
        on_hold=not _open(connection, municipality_id),
    )


def _open(connection: Connection, municipality_id: str) -> bool:
    found = select(_gate.c.municipality_id).where(
        _gate.c.municipality_id == municipality_id, _gate.c.database == identity(connection)
    )
    return connection.execute(found).first() is not None


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
