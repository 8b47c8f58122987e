"""The field of the storm: the processes and servers of one platform, what was done to them, and who gets up again."""

import random
import time
from dataclasses import dataclass, field
from typing import Self

import psycopg
from psycopg import sql

from tests.support.clocks import wrong_clock
from tests.support.processes import Process
from tests.support.servers import PostgresServer, RedisServer

#: The most seconds that a process's clock is wrong.
WRONG_BY = 240.0
#: Whom a strike hurts that is meant for no process in particular.
EVERYBODY, NOBODY = "everybody", "nobody"


@dataclass
class Strike:
    """Something that was broken, by the machine's own clock, and who may not have ended what they did by that."""

    what: str
    whom: str
    began: float = field(default_factory=time.time)
    ended: float = float("inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ended = time.time()

    def hurt(self, name: str, since: float, until: float) -> bool:
        """Whether it was felt by the process ``name`` between two moments."""
        return self.whom in {name, EVERYBODY} and self.began <= until and self.ended >= since


@dataclass
class Servers:
    """PostgreSQL with the database that is stormed, and Redis."""

    postgres: PostgresServer
    database: str
    redis: RedisServer

    def admin(self, statement: str) -> list[tuple[object, ...]]:
        """A statement from outside the database, with its name for ``{}`` and ``%s``."""
        named = sql.SQL(statement).format(sql.Identifier(self.database))
        where = f"host={self.postgres.folder} user=postgres dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            done = connection.execute(named, [self.database] if "%s" in statement else None)
            return done.fetchall() if done.description else []


@dataclass
class Field:
    """Everything that can be hit."""

    processes: list[Process]
    chance: random.Random
    clocks_differ: bool = True
    #: Seconds that a clock can be fast or slow.
    wrong_by: float = WRONG_BY
    strikes: list[Strike] = field(default_factory=list)
    #: Processes that ended without anybody's doing.
    fell: list[str] = field(default_factory=list)
    _began: dict[str, float] = field(default_factory=dict)

    def start(self, process: Process) -> None:
        """Start a process, every second time with a clock of its own."""
        wrong, seconds = (
            self.chance.random() < 0.5,
            self.chance.uniform(-self.wrong_by, self.wrong_by),
        )
        self._began[process.name] = time.time()
        process.start(**(wrong_clock(seconds) if wrong and self.clocks_differ else {}))

    def strike(self, what: str, whom: str = NOBODY) -> Strike:
        """Write down what is done now."""
        made = Strike(what, whom)
        self.strikes.append(made)
        return made

    def revive(self) -> None:
        """What systemd does; one that fell while nothing hurt it is a mistake of ours."""
        for process in self.processes:
            code = process.fell
            if code is None:
                continue
            since = self._began[process.name]
            if not any(s.hurt(process.name, since, time.time()) for s in self.strikes):
                self.fell.append(f"{process.name} ended by itself with {code}")
            process.stop()
            self.start(process)

    def close(self) -> None:
        for process in self.processes:
            process.close()
