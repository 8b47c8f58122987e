"""Databases for tests, made by the migrations and copied for each test, on both engines."""

import secrets
import shutil
from pathlib import Path

import psycopg

from tests.support.servers import PostgresServer
from wijkstem.kit.migrations import upgrade

SQLITE = "sqlite"
POSTGRES = "postgres"
ENGINES = (SQLITE, POSTGRES)


class SqliteDatabases:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        upgrade(f"sqlite:///{self._template}")

    def new(self, folder: Path, *, like: str = "") -> str:
        """The URL of a new database; a copy of the one at the URL ``like``, which nobody has open."""
        file = folder / f"{secrets.token_hex(4)}.db"
        shutil.copyfile(like.removeprefix("sqlite:///") or self._template, file)
        return f"sqlite:///{file}"


#: Of everything that a test could have made otherwise: tables, columns, indexes, keys, triggers, settings.
_SHAPE = """
    SELECT md5(concat(
        (SELECT string_agg(concat(relname, relkind, relnatts), ',' ORDER BY relname) FROM pg_class
          WHERE relnamespace = 'public'::regnamespace),
        (SELECT string_agg(concat(conname, convalidated), ',' ORDER BY conname) FROM pg_constraint
          WHERE connamespace = 'public'::regnamespace),
        (SELECT string_agg(concat(tgname, tgenabled), ',' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal),
        (SELECT string_agg(proname::text, ',' ORDER BY proname) FROM pg_proc
          WHERE pronamespace = 'public'::regnamespace),
        (SELECT version_num FROM alembic_version),
        (SELECT count(*) FROM pg_db_role_setting JOIN pg_database ON oid = setdatabase
          WHERE datname = current_database())
    ))
"""
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_TABLES = """
    SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""


class PostgresDatabases:
    """Clones of one migrated database, and those that tests have done with: emptying one is much quicker than making one."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._template = f"template_{secrets.token_hex(4)}"
        upgrade(server.create_database(self._template))
        self._spare: list[str] = []
        with self._open(self._template) as connection:
            self._shape = self._asked(connection, _SHAPE)
            tables = [name for (name,) in connection.execute(_TABLES)]
        # Keys of one table to another need not hold halfway.
        deletes = "; ".join(f"DELETE FROM {name}" for name in tables)  # noqa: S608 - our own names
        self._emptying = f"SET LOCAL session_replication_role = replica; {deletes}"

    def new(self, *, like: str = "") -> tuple[str, str]:
        """The name and the URL of a new database; drop it with `drop`. A copy of ``like``, which nobody has open."""
        name = f"test_{secrets.token_hex(4)}"
        return name, self._server.clone_database(like or self._template, name)

    def drop(self, name: str) -> None:
        self._server.drop_database(name)

    def empty(self) -> tuple[str, str]:
        """The name and the URL of an empty database; give it back with `give_back`."""
        if not self._spare:
            return self.new()
        name = self._spare.pop()
        return name, self._server.url_for(name)

    def give_back(self, name: str) -> None:
        """Empty it for the next, unless somebody still has it open or its shape is another."""
        try:
            with self._open(name) as connection:
                alone = self._asked(connection, _OTHERS) == 0
                usable = alone and self._asked(connection, _SHAPE) == self._shape
                if usable:
                    connection.execute(self._emptying)
        except psycopg.Error:
            usable = False
        if usable:
            self._spare.append(name)
        else:
            self.drop(name)

    def _open(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._server.url_for(name).replace("+psycopg", "", 1))

    @staticmethod
    def _asked(connection: psycopg.Connection, question: str) -> object:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]
