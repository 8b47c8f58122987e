"""Writes many rows at once, in the driver's own quickest way, with the values that the tables' types make of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update

from wijkstem.eventlog.codec import encode
from wijkstem.events.base import Event
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import LoggedEvent, LogPartition

Values = dict[str, Any]


def write(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Add ``rows``, which all have the same columns; those that they lack get the table's own default."""
    if not rows:
        return
    defaults = _defaults(table, rows[0])
    rows = [defaults | row for row in rows] if defaults else rows
    names = list(rows[0])
    makers = [_maker(connection, table, name) for name in names]
    made = [[make(row[name]) for name, make in zip(names, makers, strict=True)] for row in rows]
    cursor = connection.connection.cursor()
    columns = ", ".join(names)
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            for values in made:
                copy.write_row(values)
    else:
        marks = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", made)  # noqa: S608 - our own names
    cursor.close()


def _defaults(table: Table, row: Values) -> Values:
    missing = (column for column in table.columns if column.name not in row)
    return {one.name: one.default.arg if one.default else None for one in missing}  # type: ignore[attr-defined]  # plain values, as SQLModel makes them


def _maker(connection: Connection, table: Table, name: str) -> Callable[[Any], Any]:
    dialect = connection.dialect
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)


def append(connection: Connection, where: str, events: Sequence[Event], at: datetime) -> None:
    """What `eventlog.log.append` does, for very many events."""
    log, partition = table_of(LoggedEvent), table_of(LogPartition)
    here = partition.c.municipality_id == where
    held = select(partition.c.head).where(here).with_for_update()
    head: int = connection.execute(held).scalar_one()
    correlation = new_id()
    rows = [
        {
            "municipality_id": where,
            "position": position,
            "event_id": new_id(),
            "type": event.type,
            "payload": encode(event),
            "occurred_at": at,
            "correlation_id": correlation,
            "causation_id": None,
        }
        for position, event in enumerate(events, head + 1)
    ]
    write(connection, log, rows)
    connection.execute(update(partition).where(here).values(head=head + len(events)))
