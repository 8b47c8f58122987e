"""Building a projection again from the beginning: empty its tables, put it back to 0, and let it follow."""

from sqlalchemy import Connection

from wijkstem.eventlog import positions
from wijkstem.eventlog.consumer import Consumer


def reset(connection: Connection, consumer: Consumer[Connection], municipality_id: str) -> bool:
    """Empty a projection for one municipality; False when a worker has it just now.

    Raises:
        ValueError: for a consumer that may not be rewound.
    """
    if not consumer.rewindable:
        raise ValueError(f"{consumer.name} is a reaction: what it did cannot be done again")
    positions.begin(connection, consumer.name, municipality_id)
    if positions.hold(connection, consumer.name, municipality_id) is None:
        return False
    positions.forget(connection, consumer.tables, municipality_id)
    positions.rewind(connection, consumer.name, municipality_id)
    return True
