"""Seeing in PostgreSQL that a connection waits for a lock."""

import time

from sqlalchemy import text

from tests.eventlog.consumers import unguarded
from tests.support.world import World

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def wait_until_somebody_waits(world: World, many: int = 1) -> None:
    """Until so many connections to this database wait for a lock."""
    for _ in range(500):
        with unguarded(world) as connection:
            if connection.execute(_WAITING).scalar_one() >= many:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for a lock")
