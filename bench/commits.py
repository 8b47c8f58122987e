"""The least that a vote can cost: one update, two inserts, one commit, by the plain driver."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import psycopg
from sqlalchemy import make_url

TABLES = (
    "CREATE TABLE IF NOT EXISTS floor_count (id integer PRIMARY KEY, n integer)",
    "CREATE TABLE IF NOT EXISTS floor_vote (id integer PRIMARY KEY, who varchar(64))",
    "CREATE TABLE IF NOT EXISTS floor_event (id integer PRIMARY KEY, payload text)",
    "DELETE FROM floor_count",
    "DELETE FROM floor_vote",
    "DELETE FROM floor_event",
    "INSERT INTO floor_count VALUES (1, 0)",
)


class Commits:
    """So many threads, a connection each, all of them at it."""

    def __init__(self, url: str, threads: int) -> None:
        self._threads = threads
        self._numbers = count()
        self._lines = [_connect(url) for _ in range(threads)]
        # On SQLite whoever finds the file locked sleeps; in line before it they wait less, and this is a floor.
        self._turn = threading.Lock() if url.startswith("sqlite") else None
        self._mark = "%s" if self._turn is None else "?"
        for statement in TABLES:
            self._lines[0].execute(statement)

    def write(self, number: int) -> int:
        """Commit so many votes; gives how many they were."""
        share = [
            number // self._threads + (n < number % self._threads) for n in range(self._threads)
        ]
        with ThreadPoolExecutor(self._threads) as pool:
            return sum(pool.map(self._some, self._lines, share))

    def _some(self, line: Any, number: int) -> int:
        for _ in range(number):
            if self._turn is None:
                self._one(line)
            else:
                with self._turn:
                    self._one(line)
        return number

    def _one(self, line: Any) -> None:
        n, mark = next(self._numbers), self._mark
        line.execute("BEGIN" if self._turn is None else "BEGIN IMMEDIATE")
        line.execute("UPDATE floor_count SET n = n + 1 WHERE id = 1")
        line.execute(f"INSERT INTO floor_vote VALUES ({mark}, {mark})", (n, "a" * 64))  # noqa: S608 - our own words
        line.execute(f"INSERT INTO floor_event VALUES ({mark}, {mark})", (n, "{}" * 150))  # noqa: S608 - as above
        line.execute("COMMIT")

    def close(self) -> None:
        for line in self._lines:
            line.close()


def _connect(url: str) -> Any:
    if url.startswith("sqlite"):
        line = sqlite3.connect(
            make_url(url).database or "", isolation_level=None, check_same_thread=False
        )
        line.execute("PRAGMA journal_mode=WAL")
        line.execute("PRAGMA synchronous=FULL")
        return line
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
