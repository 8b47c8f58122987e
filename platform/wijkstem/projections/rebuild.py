"""Building a projection again: beside the live one, which pages go on reading, and put in its place in one transaction.

A projection whose fold changed has a higher `Consumer.version` than its rows have. Nobody folds on then: workers of
the old release until they are replaced, workers of the new one not before the rows are of its version. What a killed
worker did stays in its scratch file and is taken up again.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import Connection, insert

from wijkstem.errors import BadConfiguration
from wijkstem.eventlog import positions, rebuilds
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.follow import Desk
from wijkstem.kit.db import is_outage
from wijkstem.projections.scratch import BATCH, Scratch, remove

logger = structlog.get_logger(__name__)

#: Seconds after which a worker does something else in between: what is left is called again.
PATIENCE = 10.0
#: Seconds before another look at a projection that a worker just has in hands.
HELD_PAUSE = 0.05


@dataclass(frozen=True)
class Renewed:
    """What became of a rebuild, or of a part of it."""

    folded: int = 0
    in_place: bool = False


@dataclass(frozen=True)
class Workshop:
    """Where a projection of one municipality is rebuilt."""

    desk: Desk[Connection]
    #: One moment of the live database, without waiting for writers.
    reading: Callable[[], AbstractContextManager[Connection]]
    #: Where scratch files stand; they outlive whoever is killed.
    folder: Path
    #: Which database this is: two on one machine do not meet in a file.
    database: str

    def file(self, consumer: Consumer[Connection], municipality_id: str) -> Path:
        """The scratch file of a projection's version."""
        folder = self.folder / f"wijkstem-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            raise BadConfiguration(f"{folder} belongs to somebody else: set WIJKSTEM_SCRATCH_DIR")
        here = hashlib.sha256(self.database.encode()).hexdigest()[:12]
        return folder / f"{here}-{municipality_id}-{consumer.name}-{consumer.version}.db"


def reset(connection: Connection, consumer: Consumer[Connection], municipality_id: str) -> bool:
    """Empty a projection for one municipality; False when a worker has it just now.

    Raises:
        ValueError: for a consumer that may not be rewound.
    """
    _require_rewindable(consumer)
    positions.begin(connection, consumer.name, municipality_id)
    if positions.hold(connection, consumer.name, municipality_id) is None:
        return False
    positions.forget(connection, consumer.tables, municipality_id)
    positions.renew(connection, consumer.name, municipality_id, 0, consumer.version)
    return True


def _require_rewindable(consumer: Consumer[Connection]) -> None:
    if not consumer.rewindable:
        raise ValueError(f"{consumer.name} is a reaction: what it did cannot be done again")


def renew(
    consumer: Consumer[Connection],
    municipality_id: str,
    workshop: Workshop,
    *,
    anew: bool = False,
    patience: float = PATIENCE,
) -> Renewed:
    """Rebuild a projection whose rows are of an older version, for as long as ``patience`` lasts.

    With ``anew`` also one whose rows are of this version. Nothing is done where somebody else does it.

    Raises:
        ValueError: for a consumer that may not be rewound.
    """
    _require_rewindable(consumer)
    with workshop.reading() as live:
        at = positions.standing(live, consumer.name, municipality_id)
    if not anew and (at is None or at.version >= consumer.version or at.rests(workshop.desk.now())):
        return Renewed()
    with _alone(workshop.file(consumer, municipality_id)) as file:
        if file is None or not _claim(consumer, municipality_id, workshop):
            return Renewed()
        _remove_older(file, consumer.version)
        return _Rebuild(consumer, municipality_id, workshop, file, anew).run(patience)


def _claim(consumer: Consumer[Connection], municipality_id: str, workshop: Workshop) -> bool:
    desk = workshop.desk
    with desk.open() as work:
        connection = desk.connection(work)
        positions.begin(connection, consumer.name, municipality_id, consumer.version)
        return rebuilds.claim(
            connection, consumer.name, municipality_id, consumer.version, desk.now()
        )


@contextmanager
def _alone(file: Path) -> Iterator[Path | None]:
    """The file for us alone on this machine, None when another process has it; the kernel knows who is killed."""
    with file.with_suffix(".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield file


def _remove_older(file: Path, version: int) -> None:
    """Delete what was begun for a version that nobody will finish any more: it may be as large as the read tables."""
    of_all = file.stem.removesuffix(str(version))
    for found in file.parent.glob(f"{of_all}*.db"):
        of = found.stem.removeprefix(of_all)
        if of.isdigit() and int(of) < version:
            with _alone(found) as left:
                if left is not None:
                    remove(left)


class _Rebuild:
    """One rebuild at work."""

    def __init__(
        self,
        consumer: Consumer[Connection],
        municipality_id: str,
        workshop: Workshop,
        file: Path,
        anew: bool,
    ) -> None:
        self._consumer = consumer
        self._municipality_id = municipality_id
        self._workshop = workshop
        self._desk = workshop.desk
        self._anew = anew
        with workshop.reading() as live:
            self._scratch = Scratch.continued(file, live, consumer, municipality_id)

    def run(self, patience: float) -> Renewed:
        """Fold, and put it in place when it is at the end of the log."""
        end, folded = time.monotonic() + patience, 0
        try:
            while True:
                done = self._step()
                folded += done
                if done < BATCH and self._put_in_place():
                    self._scratch.throw_away()
                    return Renewed(folded, in_place=True)
                if time.monotonic() >= end:
                    break
                if not done:
                    time.sleep(HELD_PAUSE)
        except _Stopped as stopped:
            self._stop(stopped)
        finally:
            self._scratch.close()
        self._tell(timedelta(0))
        return Renewed(folded)

    def _step(self) -> int:
        """Fold the next events; one by one where they fail together."""
        with self._workshop.reading() as live:
            done = self._fold_some(live)
        self._tell(rebuilds.LEASE)
        return done

    def _fold_some(self, live: Connection) -> int:
        try:
            return self._fold(live, BATCH)
        except Exception as error:
            if is_outage(error):
                raise
            return self._fold_singly(live)

    def _fold(self, live: Connection, limit: int) -> int:
        events = self._scratch.next(live, limit)
        if events:
            self._scratch.fold(live, events)
        return len(events)

    def _fold_singly(self, live: Connection) -> int:
        done = 0
        while done < BATCH:
            try:
                if not self._fold(live, 1):
                    break
            except Exception as error:
                if is_outage(error):
                    raise
                raise _Stopped(self._scratch.position + 1) from error
            done += 1
        return done

    def _put_in_place(self) -> bool:
        """Replace the live rows by ours, which have everything that is in the log; False when they cannot be had."""
        name, here = self._consumer.name, self._municipality_id
        with self._desk.open() as work:
            connection = self._desk.connection(work)
            at = positions.hold(connection, name, here)
            if at is None:
                return False
            if at.version < self._consumer.version or (
                self._anew and at.version == self._consumer.version
            ):
                if self._fold_some(connection) == BATCH:
                    return False  # others write faster than we can hold them: go on beside
                self._replace(connection)
                position = max(self._scratch.position, at.position)
                positions.renew(connection, name, here, position, self._consumer.version)
            rebuilds.done(connection, name, here, self._consumer.version)
        logger.info("projection rebuilt", consumer=name, municipality=here)
        return True

    def _replace(self, connection: Connection) -> None:
        positions.forget(connection, self._consumer.tables, self._municipality_id)
        for table in self._consumer.tables:
            for part in self._scratch.rows(table):
                connection.execute(insert(table), part)

    def _tell(self, lease: timedelta) -> None:
        """How far this is, for whoever looks, and that we are alive; or that anybody may go on."""
        with self._desk.open() as work:
            rebuilds.reached(
                self._desk.connection(work),
                self._consumer.name,
                self._municipality_id,
                self._consumer.version,
                self._scratch.position,
                self._desk.now() + lease,
            )

    def _stop(self, stopped: "_Stopped") -> None:
        cause = stopped.__cause__
        said = f"rebuild: event {stopped.position}: {type(cause).__name__}: {cause}"
        with self._desk.open() as work:
            connection = self._desk.connection(work)
            at = positions.hold(connection, self._consumer.name, self._municipality_id)
            if at is not None:
                fail = (self._consumer.name, self._municipality_id, at, said, self._desk.now())
                positions.fail(connection, *fail)
        logger.error(
            "rebuild stopped",
            consumer=self._consumer.name,
            municipality=self._municipality_id,
            error=type(cause).__name__,
        )


class _Stopped(Exception):
    """An event that the new fold cannot digest."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position
