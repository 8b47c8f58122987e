"""`wijkstem backup` and `wijkstem restore`: the embedded engine's database in one file, checked both ways."""

import shutil
import sqlite3
from pathlib import Path
from typing import Annotated

import typer
from alembic.util import CommandError
from sqlalchemy import Connection, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from wijkstem.bootstrap import bootstrap
from wijkstem.cli import archive_backup, media_backup
from wijkstem.cli.in_place import in_place, put_aside
from wijkstem.commands.deliveries import HoldDeliveries
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import BadConfiguration
from wijkstem.eventlog import log
from wijkstem.kit import sqlite_files
from wijkstem.kit.migrations import upgrade
from wijkstem.kit.rows import table_of
from wijkstem.services import Services
from wijkstem.settings import Settings, load_settings
from wijkstem.tables.engine import LogPartition
from workers.consumers import Consumers

_partition = table_of(LogPartition)

#: Lines about what is wrong with a file; more help nobody.
MOST_SHOWN = 10


def backup(file: Path) -> None:
    """Write the database to FILE, its photos to FILE.media and its archive to FILE.archive while the platform runs.

    What was written is checked.
    """
    settings = load_settings()
    live = _database(settings)
    if not live.is_file():
        raise BadConfiguration(f"there is no database {live}")
    if file.is_dir() or (file.exists() and file.samefile(live)):
        raise BadConfiguration(f"{file} cannot be written: choose a new file")

    def written(copy: Path) -> None:
        try:
            sqlite_files.copy_out(live, copy)
        except sqlite3.Error as error:
            raise BadConfiguration(f"{live} cannot be copied: {error}") from error
        # However the file is put back: what was sent since it was made must not go out again by itself.
        sqlite_files.change(copy, "UPDATE delivery_gate SET database = NULL")
        typer.echo(f"{file.name}: {_checked(copy, file.name)}")

    in_place(file, written)
    media_backup.back_up(file, settings.media_folder)
    archive_backup.back_up(file, settings)


def restore(
    file: Path,
    replace: Annotated[
        bool, typer.Option("--replace", help="put the database that is there aside")
    ] = False,
) -> None:
    """Make FILE the database, with FILE.media its photos and FILE.archive its archive: checked and upgraded.

    Every message is on hold until it is released.
    """
    settings = load_settings()
    live = _database(settings)
    _may_restore(file, live, replace=replace)

    def prepared(copy: Path) -> None:
        shutil.copyfile(file, copy)
        copy.chmod(0o600)
        found = _checked(copy, file.name)
        held = _made_ready(settings, copy)
        archive_backup.looked_over(file, settings)
        _may_restore(file, live, replace=replace)
        typer.echo(f"{file.name}: {found}; on hold, {held} messages wait")
        put_aside(live)

    in_place(live, prepared)
    media_backup.put_back(file, live, settings.media_folder)
    archive_backup.put_back(file, live, settings)
    typer.echo("Restored. What is on hold goes out after: wijkstem deliveries release")


def _database(settings: Settings) -> Path:
    name = make_url(settings.database_url).database
    if not settings.embedded or not name:
        raise BadConfiguration(
            "backup and restore are for SQLite; docs/operate.md says how it goes on PostgreSQL"
        )
    return Path(name)


def _may_restore(file: Path, live: Path, *, replace: bool) -> None:
    if not file.is_file():
        raise BadConfiguration(f"there is no file {file}")
    wal, _ = sqlite_files.beside(file)
    if wal.exists():
        raise BadConfiguration(
            f"{file} is a database in use and no backup: {wal.name} is beside it"
        )
    if not live.exists():
        return
    if not replace:
        raise BadConfiguration(f"{live} exists; with --replace it is put aside")
    if file.samefile(live):
        raise BadConfiguration(f"{file} is the database itself")
    if sqlite_files.in_use(live):
        raise BadConfiguration(f"{live} is in use; stop the platform first")


def _checked(copy: Path, name: str) -> str:
    """What is in a copy; raises BadConfiguration for one that is not whole."""
    wrong = sqlite_files.faults(copy)
    if not wrong:
        try:
            with sqlite_files.looking_into(copy) as connection:
                heads = _heads(connection)
                wrong = [problem for slug in heads for problem in log.problems(connection, slug)]
        except SQLAlchemyError as error:
            wrong = [str(error).splitlines()[0]]
    if wrong:
        raise BadConfiguration(f"{name} is not whole:\n" + "\n".join(wrong[:MOST_SHOWN]))
    return f"{sum(heads.values())} events of {len(heads)} municipalities, checked"


def _heads(connection: Connection) -> dict[str, int]:
    found = select(_partition.c.municipality_id, _partition.c.head)
    return {row.municipality_id: row.head for row in connection.execute(found)}


def _made_ready(settings: Settings, copy: Path) -> int:
    """Bring the schema up to date and hold what must go out; how much that is."""
    url = f"sqlite:///{copy}"
    try:
        upgrade(url)
    except CommandError as error:
        raise BadConfiguration(f"the file comes from a newer version: {error}") from error
    services = bootstrap(settings.model_copy(update={"database_url": url, "redis_url": ""}))
    try:
        held = sum(_held(services, slug) for slug in services.rules.slugs)
    finally:
        services.engine.dispose()
    sqlite_files.gather(copy)
    return held


def _held(services: Services, slug: str) -> int:
    """Let the consumers catch up first, so that it can be seen what the log still has to tell people."""
    with services.reading(slug) as connection:
        if not log.head(connection, slug):
            return 0
    consumers = Consumers(services)
    while sum(consumers.follow(name, slug) for name in consumers.names):
        pass
    held: int = execute(services, slug, HoldDeliveries(), SYSTEM)
    return held
