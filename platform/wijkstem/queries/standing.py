"""How the engine stands, in every municipality: what the operator's page tells, and no other page asks."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Column, Connection, Row, Select, Table, and_, func, select, tuple_

from wijkstem.eventlog import rebuilds
from wijkstem.eventlog.rebuilds import Rebuild
from wijkstem.kit.rows import table_of
from wijkstem.queries.engine import heads, on_hold, unsent_deliveries
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import (
    ConsumerPosition,
    ConsumerRebuild,
    LoggedEvent,
    PassedOver,
    Refusal,
)

T = TypeVar("T")

_position = table_of(ConsumerPosition)
_event = table_of(LoggedEvent)
_rebuild = table_of(ConsumerRebuild)
_passed = table_of(PassedOver)
_refusal = table_of(Refusal)
_person = table_of(Person)


@dataclass(frozen=True)
class ConsumerState:
    """A consumer in a municipality, and the event that stops it."""

    municipality_id: str
    name: str
    behind: int
    #: Times in a row that the next event failed; when above 0, the rest says on which event, and why.
    failures: int = 0
    #: When the first of those times was: from then on it stands still.
    since: datetime | None = None
    retry_at: datetime | None = None
    error: str | None = None
    position: int = 0
    event_type: str = ""
    #: When that event happened: from then on everything is missing in what this consumer makes.
    happened_at: datetime | None = None
    #: The request that led to the event, to find it in the logs.
    correlation_id: UUID | None = None


@dataclass(frozen=True)
class Passed:
    """An event that a person let a consumer skip."""

    municipality_id: str
    consumer: str
    position: int
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Refused:
    """A follow-up that a rule refused."""

    municipality_id: str
    consumer: str
    position: int
    code: str
    refused_at: datetime


@dataclass(frozen=True)
class EngineState:
    """All that an operator must know: of every municipality, or of one."""

    consumers: tuple[ConsumerState, ...]
    passed: tuple[Passed, ...]
    refused: tuple[Refused, ...]
    #: What is folded anew beside the rows that pages show.
    rebuilding: tuple[Rebuild, ...]
    #: How many deliveries did not go out, by municipality and state.
    deliveries: dict[tuple[str, str], int]
    #: Where nothing goes out until a person has looked.
    on_hold: frozenset[str]
    #: Names of who decided, by what `Passed` keeps of them; somebody who was erased has none.
    names: dict[str, str]


def engine_state(
    connection: Connection,
    *,
    consumers: Collection[str],
    municipality_id: str | None = None,
    most: int = 50,
) -> EngineState:
    """How the engine stands; of what was passed over and refused the last ``most``.

    The connection must be one over all municipalities: what is asked of one is a part of the same answer.
    """
    passed = _last(connection, Passed, _passed, _passed.c.decided_at, municipality_id, most)
    return EngineState(
        consumers=_consumers(connection, consumers, municipality_id),
        passed=passed,
        refused=_last(connection, Refused, _refusal, _refusal.c.refused_at, municipality_id, most),
        rebuilding=tuple(
            one
            for one in rebuilds.under_way(connection)
            if municipality_id in {None, one.municipality_id}
        ),
        deliveries={
            key: one.count
            for key, one in unsent_deliveries(connection).items()
            if municipality_id in {None, key[0]}
        },
        on_hold=frozenset(one for one in on_hold(connection) if municipality_id in {None, one}),
        names=_names(connection, {one.decided_by for one in passed}),
    )


def _consumers(
    connection: Connection, consumers: Collection[str], municipality_id: str | None
) -> tuple[ConsumerState, ...]:
    beside = and_(
        _rebuild.c.municipality_id == _position.c.municipality_id,
        _rebuild.c.consumer == _position.c.consumer,
        _rebuild.c.version > _position.c.version,
    )
    # What is rebuilt stands still on an event that its rows may have had for years.
    stops_on = func.coalesce(_rebuild.c.position, _position.c.position) + 1
    its_next = and_(
        _event.c.municipality_id == _position.c.municipality_id,
        _event.c.position == stops_on,
        _position.c.failures > 0,
    )
    found = (
        select(
            _position,
            stops_on.label("stops_on"),
            _event.c.type,
            _event.c.occurred_at,
            _event.c.correlation_id,
        )
        .outerjoin_from(_position, _rebuild, beside)
        .outerjoin(_event, its_next)
    )
    rows = connection.execute(_within(found, _position, municipality_id))
    at = {(row.municipality_id, row.consumer): row for row in rows}
    return tuple(
        _state(where, name, head, at.get((where, name)))
        for where, head in heads(connection).items()
        if municipality_id in {None, where}
        for name in consumers
    )


def _within(found: Select[Any], rows: Table, municipality_id: str | None) -> Select[Any]:
    if municipality_id is None:
        return found
    return found.where(rows.c.municipality_id == municipality_id)


def _state(where: str, name: str, head: int, row: Row[*tuple[Any, ...]] | None) -> ConsumerState:
    if row is None:
        return ConsumerState(where, name, head)
    behind = head - row.position
    if not row.failures:
        return ConsumerState(where, name, behind)
    return ConsumerState(
        where,
        name,
        behind,
        failures=row.failures,
        since=row.failing_since,
        retry_at=row.retry_at,
        error=row.error,
        position=row.stops_on,
        event_type=row.type or "",
        happened_at=row.occurred_at,
        correlation_id=row.correlation_id,
    )


def _last(
    connection: Connection,
    made: Callable[..., T],
    rows: Table,
    at: Column[Any],
    municipality_id: str | None,
    most: int,
) -> tuple[T, ...]:
    """The newest of ``rows`` first."""
    found = select(rows).order_by(at.desc(), rows.c.position.desc()).limit(most)
    found = _within(found, rows, municipality_id)
    return tuple(made(**row._mapping) for row in connection.execute(found))


def _names(connection: Connection, deciders: Collection[str]) -> dict[str, str]:
    """Who they are by now: ``<municipality>/<id>`` of an account, or a name that somebody typed at a terminal."""
    accounts = {text: key for text in deciders if (key := _account(text))}
    if not accounts:
        return {}
    found = select(_person.c.municipality_id, _person.c.id, _person.c.display_name).where(
        tuple_(_person.c.municipality_id, _person.c.id).in_(accounts.values())
    )
    names = {(row[0], row[1]): row[2] for row in connection.execute(found)}
    return {text: names[key] for text, key in accounts.items() if key in names}


def _account(decided_by: str) -> tuple[str, UUID] | None:
    where, _, who = decided_by.partition("/")
    try:
        return where, UUID(who)
    except ValueError:
        return None
