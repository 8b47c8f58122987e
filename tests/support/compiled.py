"""Statements are compiled once for all the databases of a run, as a platform does for its one database.

A test has a database of its own, and so an engine of its own; by itself each would compile every statement anew, which
is a quarter of what a test costs. Databases of a kind are all made by the same server from the same migrations.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

_COMPILED: LRUCache[Any, Any] = LRUCache(5000)


def share_statements() -> None:
    """From now on every engine of a kind takes what another one compiled."""
    for kind in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        kind.__eq__ = _same_kind  # type: ignore[method-assign]
        kind.__hash__ = _kind  # type: ignore[method-assign, assignment]
        kind.engine_created = classmethod(_shared)  # type: ignore[method-assign, assignment]


def _same_kind(one: object, other: object) -> bool:
    return type(one) is type(other)


def _kind(one: object) -> int:
    return hash(type(one))


def _shared(_kind: object, engine: Engine) -> None:
    engine.update_execution_options(compiled_cache=_COMPILED)
