"""Which database this is: one that was restored from a backup is another one, and says so by itself.

PostgreSQL: a restored dump has other object identifiers, point-in-time recovery (and a failover) begins another
timeline, another cluster has another identifier. What cannot be seen from inside is a disk that was put back as
it was. A SQLite file cannot tell that it is a copy; there the backup itself is made on hold (`cli/backup.py`).
"""

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    String,
    cast,
    column,
    func,
    literal,
    select,
)

#: The table whose place in the database is part of the identity.
_ANCHOR = "delivery_gate"

#: A SQLite file is the one that it is.
_SQLITE: ColumnElement[str] = literal("sqlite")


def _postgresql() -> ColumnElement[str]:
    """By functions that every role may call."""
    cluster = func.pg_control_system().table_valued(column("system_identifier"))
    # Not by `pg_control_checkpoint()`, which tells the new timeline only after the next checkpoint.
    timeline = func.substr(func.pg_walfile_name(func.pg_current_wal_lsn()), 1, 8)
    anchor = func.to_regclass(_ANCHOR)
    database = func.split_part(func.pg_relation_filepath(anchor), "/", -2)
    table = cast(cast(anchor, BigInteger), String)
    number = select(cast(cluster.c.system_identifier, String)).scalar_subquery()
    return func.concat_ws(".", number, timeline, database, table)


_POSTGRESQL = _postgresql()


def identity(connection: Connection) -> ColumnElement[str]:
    """The identity of the database behind ``connection``, to be compared within a statement."""
    return _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
