"""Whether anything was committed to an SQLite file since one looked before, known in a few microseconds.

In WAL mode each commit changes the header of the index that all connections share in memory, of whichever process
they are. `PRAGMA data_version` compares that header with the one its own connection saw last, and gives another
number when it differs. It reads no table, waits for nobody and holds nothing afterwards, so it may be asked on the
event loop.
"""

import sqlite3
from urllib.parse import quote

from sqlalchemy import Engine


class Changes:
    """Of the database behind ``engine``, seen by a connection of its own that never writes."""

    def __init__(self, engine: Engine) -> None:
        self._file = (engine.url.database or "") if engine.dialect.name == "sqlite" else ""
        self._connection: sqlite3.Connection | None = None
        self._times_opened = 0

    def mark(self) -> tuple[int, int] | None:
        """Equal to an earlier mark only if nobody committed in between; None where that cannot be told."""
        if not self._file:
            return None
        try:
            if self._connection is None:
                self._connection = _opened(self._file)
                self._times_opened += 1
            found = self._connection.execute("PRAGMA data_version").fetchall()
        except sqlite3.Error:
            self.close()
            return None
        # What one connection counts says nothing about the count of another.
        return self._times_opened, int(found[0][0])

    def close(self) -> None:
        """Let go of the file; the next mark opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _opened(file: str) -> sqlite3.Connection:
    # "rw" and not "rwc": a file that is away must not come back empty.
    return sqlite3.connect(
        f"file:{quote(file)}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=0,
        check_same_thread=False,
    )
