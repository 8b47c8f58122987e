"""Databases for tests, made by the migrations and copied for each test, on both engines."""

import secrets
import shutil
from pathlib import Path

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


class PostgresDatabases:
    """Clones of one migrated database."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._template = f"template_{secrets.token_hex(4)}"
        upgrade(server.create_database(self._template))

    def new(self, *, like: str = "") -> tuple[str, str]:
        """The name and the URL of a new database; drop it with `drop`. A copy of ``like``, which nobody has open."""
        name = f"test_{secrets.token_hex(4)}"
        return name, self._server.clone_database(like or self._template, name)

    def drop(self, name: str) -> None:
        self._server.drop_database(name)
