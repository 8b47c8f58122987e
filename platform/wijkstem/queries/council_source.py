"""How the last looks at the councils' own systems went: for the clerk's desk, and for who looks after the engine."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.council_source import CouncilSourceState
from wijkstem.words.council_source import SourceFault

_state = table_of(CouncilSourceState)


@dataclass(frozen=True)
class SourceLook:
    """The last look; with failures, why they were."""

    municipality_id: str
    next_at: datetime
    tried_at: datetime | None
    succeeded_at: datetime | None
    changed_at: datetime | None
    failures: int
    fault: SourceFault | None
    detail: str | None


_columns = [_state.c[name] for name in SourceLook.__dataclass_fields__]


def source_look(connection: Connection, municipality_id: str) -> SourceLook | None:
    """None: nobody has looked yet."""
    found = select(*_columns).where(_state.c.municipality_id == municipality_id)
    row = connection.execute(found).first()
    return SourceLook(**row._mapping) if row else None


def failing_sources(connection: Connection) -> list[SourceLook]:
    """Over all municipalities: those whose last look failed."""
    found = select(*_columns).where(_state.c.failures > 0).order_by(_state.c.municipality_id)
    return [SourceLook(**row._mapping) for row in connection.execute(found)]


def municipalities_with_sources(
    connection: Connection, slugs: Collection[str], now: datetime
) -> list[str]:
    """Of ``slugs``, which have a source by the settings, those where it is time to look."""
    if not slugs:
        return []
    resting = select(_state.c.municipality_id).where(_state.c.next_at > now)
    rest = set(connection.execute(resting).scalars())
    return [slug for slug in slugs if slug not in rest]
