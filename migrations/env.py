"""Alembic's way in: the tables of the write side and of the projections, on either engine."""

import os
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, String
from sqlalchemy.types import TypeDecorator

from wijkstem import tables
from wijkstem.kit.db import make_engine
from wijkstem.kit.rows import metadata
from wijkstem.projections import consumers

#: Importing a module is what puts its tables into the metadata: all of them, so that none is forgotten here.
TABLES = (
    consumers,
    *(import_module(f"{tables.__name__}.{found.name}") for found in iter_modules(tables.__path__)),
)

#: Made for one engine only, by a migration: what SQLite and PostgreSQL search with.
SEARCH = (
    "findable_initiative_fts",
    "ix_findable_initiative_words",
    "findable_dossier_fts",
    "ix_findable_dossier_words",
)

#: A migration that cannot get its lock gives up at once, instead of making every request wait behind it.
LOCK_TIMEOUT = "3s"
STATEMENT_TIMEOUT = "15min"


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own types as the plain ones they are in the database: a migration outlives them."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    plain = item.impl_instance
    if isinstance(plain, String):
        return f"sa.String(length={plain.length})" if plain.length else "sa.Text()"
    return f"sa.{plain!r}"


def _ours(_item: Any, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:
    return not (name or "").startswith(SEARCH)


def migrate(connection: Connection) -> None:
    """Run on a connection that was opened elsewhere."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        connection.exec_driver_sql(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        render_as_batch=True,
        render_item=_plain_type,
        include_object=_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Use the caller's connection where there is one, else the database of the environment."""
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    maker = make_engine(os.environ["WIJKSTEM_DATABASE_URL"])
    with maker.connect() as connection:
        migrate(connection)
    maker.dispose()


main()
