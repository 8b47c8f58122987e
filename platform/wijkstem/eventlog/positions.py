"""Where each consumer is, and who holds it: one row a consumer and municipality, locked while it works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, insert, select, update

from wijkstem.eventlog import rebuilds
from wijkstem.kit.db import upsert
from wijkstem.kit.release import RELEASE
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import ConsumerPosition, PassedOver, Refusal

_positions = table_of(ConsumerPosition)
_passed = table_of(PassedOver)
_refusals = table_of(Refusal)

#: Pauses before the next attempt at an event that failed; the last one repeats.
PAUSES = tuple(timedelta(seconds=s) for s in (1, 5, 30, 120, 600, 3600))


@dataclass(frozen=True)
class Standing:
    """How far a consumer is, as it stands in the database."""

    position: int
    failures: int
    retry_at: datetime | None
    error: str | None
    #: When the first of these failures was.
    failing_since: datetime | None = None
    #: The release that failed last (`kit/release.py`).
    failed_by: int | None = None
    #: Of which `Consumer.version` its rows are.
    version: int = 1

    def rests(self, now: datetime) -> bool:
        """Whether it waits before it tries a failed event again; a newer release tries at once."""
        if self.retry_at is None or self.retry_at <= now:
            return False
        return (self.failed_by or 0) >= RELEASE

    def has_work(self, head: int, version: int, now: datetime) -> bool:
        """Whether a consumer of ``version`` has something to do here: to rebuild, or to follow."""
        if self.version > version or self.rests(now):
            return False
        return self.version < version or self.position < head


def _where(statement: Any, consumer: str, municipality_id: str) -> Any:
    return statement.where(
        _positions.c.municipality_id == municipality_id, _positions.c.consumer == consumer
    )


#: Built once, as these run for every batch of every consumer: building a statement costs more than running it.
_ONE = (_positions.c.municipality_id == bindparam("here")) & (
    _positions.c.consumer == bindparam("who")
)
_STANDING = select(_positions).where(_ONE)
_ALL = select(_positions).where(_positions.c.municipality_id == bindparam("here"))
_HOLD = _STANDING.with_for_update(skip_locked=True)
_ADVANCE = (
    update(_positions)
    .where(_ONE)
    .values(
        position=bindparam("reached"),
        failures=0,
        failing_since=None,
        retry_at=None,
        error=None,
        failed_by=None,
    )
)
_PASSED_OVER = select(_passed.c.position).where(
    _passed.c.municipality_id == bindparam("here"), _passed.c.consumer == bindparam("who")
)


def _standing(row: Row[*tuple[Any, ...]] | None) -> Standing | None:
    return None if row is None else _of(row)


def _of(row: Row[*tuple[Any, ...]]) -> Standing:
    since = row.failing_since if row.failures else None
    return Standing(
        row.position, row.failures, row.retry_at, row.error, since, row.failed_by, row.version
    )


def standing(connection: Connection, consumer: str, municipality_id: str) -> Standing | None:
    """Where a consumer is; None when it never began."""
    row = connection.execute(_STANDING, {"here": municipality_id, "who": consumer}).first()
    return _standing(row)


def all_standing(connection: Connection, municipality_id: str) -> dict[str, Standing]:
    """Where everybody is who ever began, by name."""
    return {row.consumer: _of(row) for row in connection.execute(_ALL, {"here": municipality_id})}


def begin(connection: Connection, consumer: str, municipality_id: str, version: int = 1) -> None:
    """Make the row of a consumer that never ran here; does nothing where it exists."""
    row = {
        "municipality_id": municipality_id,
        "consumer": consumer,
        "position": 0,
        "failures": 0,
        "version": version,
    }
    upsert(connection, _positions, [row])


def hold(connection: Connection, consumer: str, municipality_id: str) -> Standing | None:
    """Lock a consumer for this transaction; None when another worker has it.

    On SQLite every transaction that may write holds the whole database, so there is nothing to skip.
    """
    row = connection.execute(_HOLD, {"here": municipality_id, "who": consumer}).first()
    return _standing(row)


def advance(connection: Connection, consumer: str, municipality_id: str, position: int) -> None:
    """Store that everything up to ``position`` was done."""
    names = {"here": municipality_id, "who": consumer, "reached": position}
    connection.execute(_ADVANCE, names)


def fail(
    connection: Connection,
    consumer: str,
    municipality_id: str,
    before: Standing,
    error: str,
    now: datetime,
) -> None:
    """Store that the next event failed, and when it is tried again."""
    pause = PAUSES[min(before.failures, len(PAUSES) - 1)]
    values = {
        "failures": before.failures + 1,
        "failing_since": before.failing_since or now,
        "retry_at": now + pause,
        "error": error[:500],
        "failed_by": RELEASE,
    }
    connection.execute(_where(update(_positions), consumer, municipality_id).values(values))


def retry(connection: Connection, consumer: str, municipality_id: str) -> bool:
    """An operator's word: try again now. Whether the consumer stood still."""
    stopped = _where(update(_positions), consumer, municipality_id).where(_positions.c.failures > 0)
    again = stopped.values(retry_at=None).returning(_positions.c.consumer)
    return connection.execute(again).first() is not None


def rewind(connection: Connection, consumer: str, municipality_id: str) -> None:
    """Put a consumer back to the beginning."""
    advance(connection, consumer, municipality_id, 0)


def renew(
    connection: Connection, consumer: str, municipality_id: str, position: int, version: int
) -> None:
    """Store that the rows are of ``version``, and have everything up to ``position``."""
    advance(connection, consumer, municipality_id, position)
    connection.execute(
        _where(update(_positions), consumer, municipality_id).values(version=version)
    )


def past(position: int, skip: frozenset[int]) -> int:
    """Behind ``position`` and what was passed over right after it, so that nobody seems to be behind."""
    while position + 1 in skip:
        position += 1
    return position


def pass_over(
    connection: Connection,
    consumer: str,
    municipality_id: str,
    *,
    by: str,
    reason: str,
    now: datetime,
) -> int:
    """A person decides that a consumer skips the event it cannot digest; gives that event's position."""
    at = hold(connection, consumer, municipality_id)
    if at is None or not at.failures:
        raise LookupError(f"{consumer} is not stopped by an event in {municipality_id}")
    beside = rebuilds.position_of(connection, consumer, municipality_id, above=at.version)
    position = (at.position if beside is None else beside) + 1
    connection.execute(
        insert(_passed).values(
            municipality_id=municipality_id,
            consumer=consumer,
            position=position,
            reason=reason,
            decided_by=by,
            decided_at=now,
        )
    )
    advance(connection, consumer, municipality_id, position if beside is None else at.position)
    return position


def passed_over(connection: Connection, consumer: str, municipality_id: str) -> frozenset[int]:
    """The positions that a person told a consumer to skip; a rebuild skips them too."""
    names = {"here": municipality_id, "who": consumer}
    return frozenset(connection.execute(_PASSED_OVER, names).scalars())


def refused(
    connection: Connection,
    consumer: str,
    municipality_id: str,
    position: int,
    code: str,
    now: datetime,
) -> None:
    """Store that a rule refused the follow-up of an event."""
    row = {
        "municipality_id": municipality_id,
        "consumer": consumer,
        "position": position,
        "code": code,
        "refused_at": now,
    }
    upsert(connection, _refusals, [row])


def forget(connection: Connection, tables: tuple[Table, ...], municipality_id: str) -> None:
    """Empty a consumer's own tables for one municipality."""
    for table in reversed(tables):
        connection.execute(delete(table).where(table.c.municipality_id == municipality_id))
