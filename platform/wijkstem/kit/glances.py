"""Short questions that are asked all the time, on connections that stay open in between.

On PostgreSQL taking a connection from the pool for one statement and giving it back costs four times what the
statement costs: is it still there, set it up, set it back. On SQLite it costs nothing worth keeping.
"""

from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine

from wijkstem.kit.db import is_outage, reading

T = TypeVar("T")

#: So many are kept; what the pool may have beyond its size.
KEPT: Final = 2


class Glances:
    """Of one process; any thread may ask."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._keeps = engine.dialect.name == "postgresql"
        self._idle: deque[Connection] = deque()

    def ask(self, municipality_id: str, question: Callable[[Connection], T]) -> T:
        """The answer of ``question``, which is one statement."""
        if not self._keeps:
            with reading(self._engine, municipality=municipality_id) as connection:
                return question(connection)
        while (kept := self._taken()) is not None:
            try:
                return self._asked(kept, municipality_id, question)
            except Exception as error:
                # The server may have been away since it was last used; a new connection knows.
                if not is_outage(error):
                    raise
        opened = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._asked(opened, municipality_id, question)

    def close(self) -> None:
        """Give all of them back to the pool."""
        while (connection := self._taken()) is not None:
            connection.close()

    def _taken(self) -> Connection | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _asked(
        self, connection: Connection, municipality_id: str, question: Callable[[Connection], T]
    ) -> T:
        try:
            answer = question(connection.execution_options(municipality=municipality_id))
        except BaseException:
            connection.invalidate()
            connection.close()
            raise
        if len(self._idle) < KEPT:
            self._idle.append(connection)
        else:
            connection.close()
        return answer
