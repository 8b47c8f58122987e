"""What the clock asks about means: which are still open although their time is over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.means import Means, running
from wijkstem.words.means import MeansState

_means = table_of(Means)


def municipalities_with_means_to_close(connection: Connection, now: datetime) -> list[str]:
    """Where the time of a means is over, and nobody closed it yet."""
    found = select(_means.c.municipality_id).where(running(_means), _means.c.closes_at <= now)
    return list(connection.execute(found.distinct()).scalars())


def means_to_close(connection: Connection, municipality_id: str, now: datetime) -> list[UUID]:
    """Those of a municipality, in the order in which they should have closed."""
    found = select(_means.c.id).where(
        _means.c.municipality_id == municipality_id,
        _means.c.state == MeansState.ANNOUNCED,
        _means.c.closes_at <= now,
    )
    return list(connection.execute(found.order_by(_means.c.closes_at, _means.c.id)).scalars())
