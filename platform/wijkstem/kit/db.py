"""The database, made the same for both engines: connections, times in UTC, and upserts."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    String,
    Table,
    bindparam,
    cast,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import (
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    InvalidatePoolError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from wijkstem.kit.scope import EVERY_MUNICIPALITY

#: How long a statement waits for a lock before it fails, in milliseconds.
LOCK_TIMEOUT_MS = 10_000
#: How long a transaction may do nothing before PostgreSQL ends it: a process that stands still with the head of
#: a log in its hands would stop a municipality until somebody finds it.
IDLE_TIMEOUT_MS = 10_000

#: How long after its last use a connection is taken to live; later it is asked first.
TRUSTED_SECONDS: Final = 1.0


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC on both engines; SQLite would hand it back without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """An engine for ``url`` with the settings that "accepted means on disk" asks for.

    Its errors name the statement and not the values: those end in logs, and can be what somebody typed.
    """
    if url.startswith("sqlite"):
        engine = create_engine(
            url,
            connect_args={"check_same_thread": False},
            pool_size=pool_size,
            hide_parameters=True,
        )
        event.listen(engine, "do_connect", _make_private)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_size=pool_size, max_overflow=2, hide_parameters=True)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_look_whether_it_lives, engine.dialect))
    return engine


def _note_use(_raw: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _look_whether_it_lives(
    dialect: Dialect, raw: Any, record: ConnectionPoolEntry, _proxy: Any
) -> None:
    # Instead of SQLAlchemy's own question at every turn. What breaks within this time fails in its first statement: that
    # is an error like any other, and all who come later get new connections.
    rested = time.monotonic() - record.info.get("used", 0.0)
    if rested < TRUSTED_SECONDS and not raw.closed:
        return
    try:
        dialect.do_ping(raw)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _make_private(_dialect: Any, _record: Any, arguments: list[Any], _options: Any) -> None:
    # It holds personal data. What SQLite keeps beside a file gets the rights of the file.
    file = str(arguments[0]) if arguments else ""
    if not file or file.startswith((":memory:", "file:")):
        return
    if not Path(file).exists() and Path(file).parent.is_dir():
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    # The driver's own transactions begin late; with this it leaves beginning to us.
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # What is deleted is overwritten: who was erased stands on no page of the file any more.
        "secure_delete=ON",
        f"busy_timeout={LOCK_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def forget_at_a_crash(engine: Engine) -> None:
    """Accepted means no longer on disk: for a SQLite file that is thrown away unless all goes well."""
    event.listen(engine, "connect", _without_waiting)


def _without_waiting(raw: Any, _record: Any) -> None:
    raw.execute("PRAGMA synchronous=OFF")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write takes the write lock at once: one that reads first and writes later
    # fails in the middle when another writer came between, whatever the busy time-out.
    reads = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _prepare_postgresql(raw: Any, _record: Any) -> None:
    with raw.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
        cursor.execute(f"SET idle_in_transaction_session_timeout = {IDLE_TIMEOUT_MS}")
        cursor.execute("SET timezone = 'UTC'")
    raw.commit()


#: What PostgreSQL says of itself and not of a statement: connection, transaction, resources, locks, operators, system.
_PG_OUTAGES = ("08", "25P03", "40", "53", "55P03", "57", "58")
#: The same of SQLite: another has the file, the disk is full or broken.
_SQLITE_OUTAGES = tuple(
    f"SQLITE_{name}" for name in ("BUSY", "CANTOPEN", "FULL", "IOERR", "LOCKED", "READONLY")
)


def is_outage(error: BaseException) -> bool:
    """Whether the database was away, full or busy: what was asked may be right, and can be asked again."""
    if isinstance(error, PoolTimeout | DisconnectionError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return str(name).startswith(_SQLITE_OUTAGES)
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return error.connection_invalidated or str(state).startswith(_PG_OUTAGES)
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def database_time(engine: Engine) -> datetime | None:
    """What the database's own clock says; None while it cannot be asked."""
    try:
        with reading(engine, municipality=EVERY_MUNICIPALITY) as connection:
            said: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    except SQLAlchemyError:
        return None
    return said.astimezone(UTC)


@contextmanager
def reading(engine: Engine, **options: Any) -> Iterator[Connection]:
    """A connection whose statements all see one moment, and that never waits for a writer."""
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
        options["postgresql_readonly"] = True
    with (
        engine.connect().execution_options(reads_only=True, **options) as connection,
        connection.begin(),
    ):
        yield connection


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    add: Sequence[str] = (),
    replace: Sequence[str] = (),
) -> None:
    """Insert ``rows``; where the primary key exists, add to the ``add`` columns and overwrite the ``replace`` ones.

    With neither, an existing row is left as it is.
    """
    if not rows:
        return
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement: Any = insert(table)
    changes = {name: table.c[name] + statement.excluded[name] for name in add}
    changes |= {name: statement.excluded[name] for name in replace}
    keys = [column.name for column in table.primary_key]
    if changes:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changes)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, list(rows))


class Coded(TypeDecorator[Any]):
    """A `StrEnum` kept as its text, without a database type that every new word would have to migrate."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else self.words(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        del dialect
        return None if value is None else self.words(value)


def take_turns(connection: Connection, *about: str) -> None:
    """Until this transaction ends, nobody else goes on who asks for the same. SQLite's writers take turns anyway."""
    if connection.dialect.name == "postgresql":
        number = func.hashtextextended(" ".join(about), 0)
        connection.execute(select(func.pg_advisory_xact_lock(number)))


def share_turns(connection: Connection, *about: str) -> None:
    """Go on beside others who share, but never beside somebody who `take_turns` about the same."""
    if connection.dialect.name == "postgresql":
        number = func.hashtextextended(" ".join(about), 0)
        connection.execute(select(func.pg_advisory_xact_lock_shared(number)))


def forget_what_was_there(engine: Engine, table: Table) -> None:
    """Have the database let go of what it still holds of rows that were deleted: their old places, and the order in them."""
    if engine.dialect.name == "postgresql":
        everywhere = engine.connect().execution_options(
            isolation_level="AUTOCOMMIT", municipality=EVERY_MUNICIPALITY
        )
        with everywhere as connection:
            # Who wants the table waits behind this: for a second or two, and otherwise it is for the next time.
            connection.exec_driver_sql("SET lock_timeout = 2000")
            try:
                # FULL: after a plain one, the bytes of the old rows are still in the file.
                connection.exec_driver_sql(f"VACUUM FULL {table.name}")
            finally:
                connection.exec_driver_sql(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        # Writers wait while this waits for readers: not for long.
        cursor.execute("PRAGMA busy_timeout=200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT_MS}")
        cursor.close()
    finally:
        raw.close()


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert ``row`` unless its key exists; whether it was new. The constraint decides, not a look before."""
    statement = _inserting_new(table, connection.dialect.name, tuple(row))
    return connection.execute(statement, dict(row)).first() is not None


@cache
def _inserting_new(table: Table, dialect: str, columns: tuple[str, ...]) -> Any:
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    statement = insert(table).values({name: bindparam(name) for name in columns})
    return statement.on_conflict_do_nothing().returning(next(iter(table.primary_key)))


def insert_rows_new(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert ``rows``, leaving those that a unique constraint says are there."""
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    if rows:
        connection.execute(insert(table).on_conflict_do_nothing(), [dict(row) for row in rows])


def random_text(connection: Connection) -> ColumnElement[str]:
    """An expression that gives another random text of 32 hexadecimal digits for each row."""
    if connection.dialect.name == "postgresql":
        return func.replace(cast(func.gen_random_uuid(), String), "-", "")
    return func.lower(func.hex(func.randomblob(16)))
