"""A projection folded beside the live one, in a SQLite file of its own that knows how far it is.

The file can be left and taken up again: it is only continued when the event that it ended with still stands at
that place in the log, so a file of another database, or of one that was restored, is begun anew.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Uuid,
    delete,
    insert,
    select,
)

from wijkstem.eventlog import log, positions
from wijkstem.eventlog.consumer import Consumer
from wijkstem.events.base import Recorded
from wijkstem.kit.db import make_engine
from wijkstem.kit.rows import metadata

#: Events in one transaction of a scratch file.
BATCH = 2000

_mark = Table(
    "mark",
    MetaData(),
    Column("position", Integer, primary_key=True),
    #: The last event that was folded.
    Column("at", Integer, nullable=False),
    Column("event_id", Uuid, nullable=False),
    #: How many events up to `position` were passed over.
    Column("passed_over", Integer, nullable=False),
)


class Scratch:
    """A projection of one municipality in a file."""

    def __init__(self, file: Path, consumer: Consumer[Connection], municipality_id: str) -> None:
        self._file = file
        self._consumer = consumer
        self._municipality_id = municipality_id
        self._engine = make_engine(f"sqlite:///{file}")
        metadata.create_all(self._engine, tables=list(consumer.tables))
        _mark.create(self._engine, checkfirst=True)
        with self._engine.connect() as connection:
            self.position: int = connection.execute(select(_mark.c.position)).scalar() or 0

    @classmethod
    def continued(
        cls, file: Path, live: Connection, consumer: Consumer[Connection], municipality_id: str
    ) -> Self:
        """The file as somebody left it, when it still goes with the log; else a new one."""
        found = cls(file, consumer, municipality_id)
        if found.position and not found._fits(live):
            found.throw_away()
            found = cls(file, consumer, municipality_id)
        return found

    def _fits(self, live: Connection) -> bool:
        with self._engine.connect() as connection:
            mark = connection.execute(select(_mark)).one()
        here = log.event_id(live, self._municipality_id, mark.at)
        same_event: bool = here == mark.event_id
        return same_event and mark.passed_over == self._passed(live, mark.position)

    def _passed(self, live: Connection, until: int) -> int:
        skipped = positions.passed_over(live, self._consumer.name, self._municipality_id)
        return sum(position <= until for position in skipped)

    def next(self, live: Connection, limit: int) -> list[Recorded]:
        """The next events of the log, without those that were passed over."""
        skip = positions.passed_over(live, self._consumer.name, self._municipality_id)
        return log.read(live, self._municipality_id, after=self.position, limit=limit, skip=skip)

    def fold(self, live: Connection, events: Sequence[Recorded]) -> None:
        """Fold ``events``, which come next, and remember how far this is."""
        last = events[-1]
        skip = positions.passed_over(live, self._consumer.name, self._municipality_id)
        reached = positions.past(last.position, skip)
        mark = {"position": reached, "at": last.position, "event_id": last.event_id}
        mark["passed_over"] = sum(position <= reached for position in skip)
        with self._engine.connect() as connection, connection.begin():
            self._consumer.fold(connection, events)
            connection.execute(delete(_mark))
            connection.execute(insert(_mark).values(mark))
        self.position = reached

    def rows(self, table: Table) -> Iterator[list[dict[str, Any]]]:
        """A table of the projection, in parts."""
        with self._engine.connect() as connection:
            found = connection.execution_options(yield_per=BATCH).execute(select(table))
            for part in found.partitions():
                yield [dict(row._mapping) for row in part]

    def close(self) -> None:
        self._engine.dispose()

    def throw_away(self) -> None:
        """Leave nothing of it."""
        self.close()
        remove(self._file)


def remove(file: Path) -> None:
    """Delete a scratch file that nobody has in hands, with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
