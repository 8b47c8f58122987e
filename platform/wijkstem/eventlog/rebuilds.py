"""Which projections are being rebuilt beside the live ones, how far that is, and that somebody is at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, delete, or_, select, update

from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import ConsumerRebuild

_rebuild = table_of(ConsumerRebuild)

#: After this long without a word whoever rebuilt is taken for dead. Were it alive, both would do the same work;
#: which of them puts it in place, the lock on the consumer's position decides.
LEASE = timedelta(seconds=30)


@dataclass(frozen=True)
class Rebuild:
    """A rebuild under way."""

    municipality_id: str
    consumer: str
    version: int
    position: int
    started_at: datetime


def _where(statement: Any, consumer: str, municipality_id: str) -> Any:
    return statement.where(
        _rebuild.c.municipality_id == municipality_id, _rebuild.c.consumer == consumer
    )


def claim(
    connection: Connection, consumer: str, municipality_id: str, version: int, now: datetime
) -> bool:
    """Whether it is ours to do: nobody is at it, or only for an older version."""
    row = {
        "municipality_id": municipality_id,
        "consumer": consumer,
        "version": version,
        "position": 0,
        "started_at": now,
        "claimed_until": now + LEASE,
    }
    if insert_new(connection, _rebuild, row):
        return True
    free = _where(update(_rebuild), consumer, municipality_id).where(
        or_(
            _rebuild.c.version < version,
            (_rebuild.c.version == version) & (_rebuild.c.claimed_until <= now),
        )
    )
    older = _rebuild.c.version < version
    taken = free.values(
        version=version,
        claimed_until=now + LEASE,
        # One for a newer version begins at the beginning; one of the same goes on.
        position=case((older, 0), else_=_rebuild.c.position),
        started_at=case((older, now), else_=_rebuild.c.started_at),
    ).returning(_rebuild.c.version)
    return connection.execute(taken).first() is not None


def reached(
    connection: Connection,
    consumer: str,
    municipality_id: str,
    version: int,
    position: int,
    until: datetime,
) -> None:
    """Store how far it is, and until when nobody else need look."""
    ours = _where(update(_rebuild), consumer, municipality_id).where(_rebuild.c.version == version)
    connection.execute(ours.values(position=position, claimed_until=until))


def done(connection: Connection, consumer: str, municipality_id: str, version: int) -> None:
    """It is in place."""
    ours = _where(delete(_rebuild), consumer, municipality_id).where(_rebuild.c.version <= version)
    connection.execute(ours)


def position_of(
    connection: Connection, consumer: str, municipality_id: str, *, above: int
) -> int | None:
    """How far a rebuild to a version above that of the live rows is; None when there is none."""
    found = _where(select(_rebuild.c.position), consumer, municipality_id).where(
        _rebuild.c.version > above
    )
    position: int | None = connection.execute(found).scalar_one_or_none()
    return position


def under_way(connection: Connection) -> list[Rebuild]:
    """All of them, over all municipalities."""
    found = select(
        _rebuild.c.municipality_id,
        _rebuild.c.consumer,
        _rebuild.c.version,
        _rebuild.c.position,
        _rebuild.c.started_at,
    ).order_by(_rebuild.c.municipality_id, _rebuild.c.consumer)
    return [Rebuild(*row) for row in connection.execute(found)]
