"""A SQLite database as a file: copied while it is written to, looked through, and asked whether it is in use."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine

#: Seconds that a copy waits for whoever has the file to himself.
PATIENCE = 10.0


def copy_out(source: Path, target: Path) -> None:
    """Write what ``source`` is at one moment to ``target``, which is new; writers go on meanwhile.

    By VACUUM INTO, which leaves behind what was deleted and not yet written over: that may be personal data.

    Raises:
        sqlite3.Error: when the source cannot be read to the end, or the disk is full.
    """
    # For its owner alone from the first byte; VACUUM INTO takes an empty file.
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(_opened(source, "rw", timeout=PATIENCE)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    settle(target)


def change(file: Path, statement: str) -> None:
    """Run a statement on a file that nobody else has open; one from before its table was made stays as it is."""
    with closing(_opened(file, "rw", timeout=0)) as connection:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise


def settle(file: Path) -> None:
    """Come back when ``file`` and its name are on disk."""
    for one in (file, file.parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def faults(file: Path) -> list[str]:
    """What SQLite finds wrong with a file that nobody writes to."""
    try:
        with closing(_opened(file, "ro")) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        return [str(error)]
    return [line for line in said if line != "ok"] + [
        f"{table}: row {row} points at a row of {parent} that is not there"
        for table, row, parent, _ in loose
    ]


@contextmanager
def looking_into(file: Path) -> Iterator[Connection]:
    """A connection to a file that nobody writes to, and that this leaves as it is."""
    engine = create_engine("sqlite://", creator=lambda: _opened(file, "ro"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def in_use(file: Path) -> bool:
    """Whether a process has the database open; one that is damaged beyond opening counts as not."""
    try:
        with closing(_opened(file, "rw", timeout=0)) as connection:
            # In WAL whoever has the file open holds a shared lock on it, also between transactions.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    except sqlite3.DatabaseError:
        return False
    return False


def gather(file: Path) -> None:
    """Put all that belongs to a database in the one file; raises sqlite3.Error when somebody else has it open."""
    with closing(_opened(file, "rw", timeout=0)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def beside(file: Path) -> tuple[Path, Path]:
    """Where SQLite keeps what it has not yet put in the file itself."""
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")


def _opened(file: Path, mode: str, *, timeout: float = PATIENCE) -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
    )
