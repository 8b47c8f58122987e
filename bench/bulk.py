"""Writes many rows at once, in the driver's own quickest way, with the values that the tables' types make of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, select, update

from wijkstem.eventlog.codec import encode
from wijkstem.events.base import Event
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import LoggedEvent, LogPartition

Values = dict[str, Any]


def write(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    common: Mapping[str, Any] | None = None,
) -> None:
    """Add ``rows``, which all have the same columns; the others are ``common``, or the table's own default."""
    if not rows:
        return
    own = list(rows[0])
    shared = [column for column in table.columns if column.name not in rows[0]]
    fixed = [_made(connection, one)(_common(one, common or {})) for one in shared]
    makers = [(name, _made(connection, table.c[name])) for name in own]
    made = [[make(row[name]) for name, make in makers] + fixed for row in rows]
    _insert(connection, table.name, [*own, *(column.name for column in shared)], made)


def _insert(connection: Connection, table: str, names: list[str], rows: list[list[Any]]) -> None:
    cursor = connection.connection.cursor()
    columns = ", ".join(names)
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - our own names
    cursor.close()


def _common(column: Column[Any], common: Mapping[str, Any]) -> Any:
    if column.name in common:
        return common[column.name]
    default: Any = column.default
    return default.arg if default is not None else None


def _made(connection: Connection, column: Column[Any]) -> Callable[[Any], Any]:
    dialect = connection.dialect
    return column.type.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)


def append(connection: Connection, where: str, events: Iterable[Event], at: datetime) -> None:
    """What `eventlog.log.append` does, for very many events."""
    append_encoded(connection, where, [(event.type, encode(event)) for event in events], at)


def append_encoded(
    connection: Connection, where: str, events: Sequence[tuple[str, str]], at: datetime
) -> None:
    """The same for events whose texts were made already: of each its type and its payload."""
    log, partition = table_of(LoggedEvent), table_of(LogPartition)
    here = partition.c.municipality_id == where
    held = select(partition.c.head).where(here).with_for_update()
    head: int = connection.execute(held).scalar_one()
    rows = [
        {"position": position, "event_id": new_id(), "type": type_, "payload": payload}
        for position, (type_, payload) in enumerate(events, head + 1)
    ]
    common = {"municipality_id": where, "occurred_at": at, "correlation_id": new_id()}
    write(connection, log, rows, common=common)
    connection.execute(update(partition).where(here).values(head=head + len(events)))
