"""Which event, and which request before it, something answers to: what log lines of workers name."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import LoggedEvent

_event = table_of(LoggedEvent)
_PREFIX = "event:"


@dataclass(frozen=True)
class Trace:
    """An event and the request that led to it."""

    event_id: UUID
    correlation_id: UUID


def traces_of(
    connection: Connection, municipality_id: str, causes: Collection[str]
) -> dict[str, Trace]:
    """By cause, as a delivery names it; one that is no event's is left out."""
    positions = [int(one.removeprefix(_PREFIX)) for one in causes if one.startswith(_PREFIX)]
    found = select(_event.c.position, _event.c.event_id, _event.c.correlation_id).where(
        _event.c.municipality_id == municipality_id, _event.c.position.in_(positions)
    )
    return {
        f"{_PREFIX}{row.position}": Trace(row.event_id, row.correlation_id)
        for row in connection.execute(found)
    }
