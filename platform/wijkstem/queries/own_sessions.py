"""Where somebody is logged in, as they see it at /mijn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import LoginSession

_session = table_of(LoginSession)


@dataclass(frozen=True)
class OwnSession:
    """One device on which somebody is logged in."""

    id: UUID
    device: str
    strong: bool
    started_at: datetime
    seen_at: datetime | None
    #: Whether it is the one that asks.
    this_one: bool


def own_sessions(
    connection: Connection,
    municipality_id: str,
    person_id: UUID,
    token_hash: str,
    now: datetime,
) -> list[OwnSession]:
    """The sessions of a person that are not over: the one that asks first, then the newest."""
    found = (
        select(
            _session.c.id,
            _session.c.device,
            _session.c.strong,
            _session.c.started_at,
            _session.c.seen_at,
            _session.c.token_hash,
        )
        .where(
            _session.c.municipality_id == municipality_id,
            _session.c.person_id == person_id,
            _session.c.expires_at > now,
        )
        .order_by(_session.c.started_at.desc(), _session.c.id)
    )
    rows = [
        OwnSession(*row[:5], this_one=row.token_hash == token_hash)
        for row in connection.execute(found)
    ]
    return sorted(rows, key=lambda one: not one.this_one)
