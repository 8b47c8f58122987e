"""Append and read. The update of the partition's head is the lock: positions are gapless and visible in order.

The last thing a transaction does before it commits is `append`: it takes the head row (and with it the right
to be next in this municipality), writes its events under the positions it got, and commits. A reader can
therefore never see position 8 before 7: whoever has 8 waited until 7 was committed or rolled back.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from wijkstem.eventlog.codec import decode, encode
from wijkstem.events.base import Event, Recorded
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import LoggedEvent, LogPartition

_log = table_of(LoggedEvent)
_partition = table_of(LogPartition)


#: Built once: building a statement costs more than running it.
_TAKE = (
    update(_partition)
    .where(_partition.c.municipality_id == bindparam("here"))
    .values(head=_partition.c.head + bindparam("count"))
    .returning(_partition.c.head)
)
_WRITE = insert(_log)
_HEAD = select(_partition.c.head).where(_partition.c.municipality_id == bindparam("here"))
_READ = (
    select(_log)
    .where(_log.c.municipality_id == bindparam("here"), _log.c.position > bindparam("after"))
    .order_by(_log.c.position)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, when, and why; not in the log yet."""

    event: Event
    at: datetime
    #: The request or message behind it.
    correlation_id: UUID
    #: The event that it answers to.
    causation_id: UUID | None = None


def append(connection: Connection, municipality_id: str, entries: Sequence[Entry]) -> int:
    """Add ``entries`` to a municipality's log and give the position of the last one."""
    taken = connection.execute(_TAKE, {"here": municipality_id, "count": len(entries)})
    head: int = taken.scalar_one()
    rows = [
        {
            "municipality_id": municipality_id,
            "position": position,
            "event_id": new_id(),
            "type": entry.event.type,
            "payload": encode(entry.event),
            "occurred_at": entry.at,
            "correlation_id": entry.correlation_id,
            "causation_id": entry.causation_id,
        }
        for position, entry in enumerate(entries, start=head - len(entries) + 1)
    ]
    connection.execute(_WRITE, rows)
    return head


def open_partition(connection: Connection, municipality_id: str) -> None:
    """Start a municipality's log where there is none, and hold it until the transaction ends."""
    insert_new(connection, _partition, {"municipality_id": municipality_id, "head": 0})
    held = select(_partition.c.head).where(_partition.c.municipality_id == municipality_id)
    connection.execute(held.with_for_update())


def head(connection: Connection, municipality_id: str) -> int:
    """The position of the last event; 0 for an empty log."""
    return connection.execute(_HEAD, {"here": municipality_id}).scalar_one_or_none() or 0


def event_id(connection: Connection, municipality_id: str, position: int) -> UUID | None:
    """Which event stands at ``position``; None for none."""
    found = select(_log.c.event_id).where(
        _log.c.municipality_id == municipality_id, _log.c.position == position
    )
    return connection.execute(found).scalar_one_or_none()


def trace(
    connection: Connection, municipality_id: str, position: int
) -> tuple[str | None, str | None]:
    """The ids of an event and of the request that led to it, for the logs; also of one that cannot be read."""
    found = select(_log.c.event_id, _log.c.correlation_id).where(
        _log.c.municipality_id == municipality_id, _log.c.position == position
    )
    row = connection.execute(found).first()
    return (str(row.event_id), str(row.correlation_id)) if row else (None, None)


def read(
    connection: Connection,
    municipality_id: str,
    *,
    after: int,
    limit: int,
    until: int | None = None,
    skip: frozenset[int] = frozenset(),
) -> list[Recorded]:
    """At most ``limit`` events behind position ``after``, in order, today's versions, without those in ``skip``.

    Raises:
        Undecodable: for the first event that cannot be read, when it is the first of the batch; a batch
            ends before it otherwise, so that what can be read is read.
    """
    found = _READ
    if until is not None:
        found = found.where(_log.c.position <= until)
    if skip:
        found = found.where(_log.c.position.not_in(skip))
    events: list[Recorded] = []
    for row in connection.execute(found, {"here": municipality_id, "after": after, "most": limit}):
        try:
            events.append(_recorded(row))
        except Exception as error:
            if events:
                break
            raise Undecodable(row.position, row.type) from error
    return events


def at(
    connection: Connection, municipality_id: str, positions: Collection[int]
) -> dict[int, Recorded]:
    """The events at these positions, today's versions."""
    found = select(_log).where(
        _log.c.municipality_id == municipality_id, _log.c.position.in_(positions)
    )
    return {row.position: _recorded(row) for row in connection.execute(found)}


class Undecodable(Exception):
    """An event in the log that today's code cannot read."""

    def __init__(self, position: int, type_: str) -> None:
        super().__init__(f"event {position} ({type_}) cannot be read")
        self.position = position


def _recorded(row: Row[*tuple[Any, ...]]) -> Recorded:
    return Recorded(
        municipality_id=row.municipality_id,
        position=row.position,
        event_id=row.event_id,
        occurred_at=row.occurred_at,
        correlation_id=row.correlation_id,
        causation_id=row.causation_id,
        event=decode(row.type, row.payload),
    )


def problems(connection: Connection, municipality_id: str, *, batch: int = 5000) -> Iterator[str]:
    """What is wrong with a municipality's log: gaps, a head that disagrees, events that cannot be read."""
    expected = 1
    while True:
        found = (
            select(_log.c.position, _log.c.type, _log.c.payload)
            .where(_log.c.municipality_id == municipality_id, _log.c.position >= expected)
            .order_by(_log.c.position)
            .limit(batch)
        )
        rows = connection.execute(found).all()
        for position, type_, payload in rows:
            if position != expected:
                yield f"{municipality_id}: positions {expected} to {position - 1} are missing"
            try:
                decode(type_, payload)
            except Exception as error:  # noqa: BLE001 - whatever keeps it from being read is what we report
                yield f"{municipality_id}: event {position} ({type_}) cannot be read: {error}"
            expected = position + 1
        if len(rows) < batch:
            break
    at = head(connection, municipality_id)
    if at != expected - 1:
        yield f"{municipality_id}: the head says {at}, the last event is {expected - 1}"
