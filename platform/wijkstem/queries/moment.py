"""How far a municipality is: one word that differs whenever anything that a public page shows may differ.

Whatever visitors see without logging in changes together with an event, or when a projection folds one. So the
head of the log with the positions of the projections says of which moment a page is. The id of the event at the
head is in it as well: after a restore the log grows to the same position with other events.
"""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.tables.engine import ConsumerPosition, LoggedEvent, LogPartition

_partition = table_of(LogPartition)
_event = table_of(LoggedEvent)
_position = table_of(ConsumerPosition)

_NAMES: Final = tuple(consumer.name for consumer in PROJECTIONS)

#: One statement, so one moment also where it is asked outside a transaction; built once, because it is asked often.
_WHERE_ALL_IS = (
    select(_partition.c.head, _event.c.event_id, _position.c.consumer, _position.c.position)
    .select_from(_partition)
    .outerjoin(
        _event,
        (_event.c.municipality_id == _partition.c.municipality_id)
        & (_event.c.position == _partition.c.head),
    )
    .outerjoin(_position, _position.c.municipality_id == _partition.c.municipality_id)
    .where(_partition.c.municipality_id == bindparam("here"))
)


def moment(connection: Connection, municipality_id: str) -> str:
    """Where log and projections are; the same word means that nothing public has changed."""
    rows = connection.execute(_WHERE_ALL_IS, {"here": municipality_id}).all()
    if not rows:
        return "0"
    at = {row.consumer: row.position for row in rows}
    last = rows[0].event_id.hex if rows[0].event_id else ""
    return ".".join([str(rows[0].head), last, *(str(at.get(name, 0)) for name in _NAMES)])
