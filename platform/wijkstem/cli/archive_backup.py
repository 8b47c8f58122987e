"""The archive beside a backup: FILE.archive holds every plan that the database in FILE counts on finding there."""

import shutil
import sqlite3
from pathlib import Path
from uuid import UUID

import typer
from sqlalchemy import make_url, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from wijkstem.adapters.archive import Holding, holding, url_of
from wijkstem.cli.in_place import in_place, put_aside
from wijkstem.errors import BadConfiguration
from wijkstem.kit import sqlite_files
from wijkstem.kit.rows import table_of
from wijkstem.settings import Settings
from wijkstem.tables.archiving import PutAway

_away = table_of(PutAway)

#: Where it is no file of ours.
ELSEWHERE = "The archive is a database of its own (WIJKSTEM_ARCHIVE_URL) and is not in it"


def beside(file: Path) -> Path:
    """The archive that belongs to a backup."""
    return file.with_name(f"{file.name}.archive")


def back_up(file: Path, settings: Settings) -> None:
    """Write the archive beside ``file``, after it: so it has every plan that the database in ``file`` counts on.

    Raises:
        BadConfiguration: when it is not whole, or plans that were put away are not in it.
    """
    live = _file(settings)
    if live is None:
        typer.echo(ELSEWHERE)
        return
    away = _counted_on(file)
    if not live.is_file():
        if away:
            raise BadConfiguration(f"{live} is missing, and {len(away)} plans stand in it")
        return

    def written(copy: Path) -> None:
        try:
            sqlite_files.copy_out(live, copy)
        except sqlite3.Error as error:
            raise BadConfiguration(f"{live} cannot be copied: {error}") from error
        plans = _checked(copy, live.name).plans
        if missing := away - plans:
            raise BadConfiguration(f"{live} does not hold {len(missing)} plans that were put away")
        typer.echo(f"{beside(file).name}: {len(plans)} plans, checked")

    in_place(beside(file), written)


def looked_over(file: Path, settings: Settings) -> None:
    """Before anything is put back: raises BadConfiguration for an archive that cannot be."""
    live = _file(settings)
    if live is not None and beside(file).is_file():
        _checked(beside(file), beside(file).name)
        if live.exists() and sqlite_files.in_use(live):
            raise BadConfiguration(f"{live} is in use; stop the platform first")


def put_back(file: Path, restored: Path, settings: Settings) -> None:
    """Bring the archive of a backup to where the platform keeps it; one there that has it all stays as it is."""
    live, source = _file(settings), beside(file)
    if live is None:
        typer.echo(ELSEWHERE)
    elif not source.is_file():
        _missed(source, live, _counted_on(restored))
    elif live.is_file() and _holding(live).begins_with(_holding(source)):
        typer.echo(f"{live.name} has all that is in {source.name}, and stays")
    else:
        if live.exists():
            put_aside(live)
        in_place(live, lambda copy: _copied(source, copy))
        typer.echo(f"{live.name}: {len(_holding(live).plans)} plans")


def _file(settings: Settings) -> Path | None:
    url = make_url(url_of(settings.archive_url.get_secret_value(), settings.database_url))
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None


def _counted_on(database: Path) -> frozenset[UUID]:
    """The plans that a database takes to be in the archive."""
    with sqlite_files.looking_into(database) as connection:
        try:
            return frozenset(connection.scalars(select(_away.c.initiative_id)))
        except OperationalError:  # from before there was an archive
            return frozenset()


def _missed(source: Path, live: Path, away: frozenset[UUID]) -> None:
    there = _holding(live).plans if live.is_file() else frozenset[UUID]()
    if missing := away - there:
        typer.echo(
            f"{source.name} is missing: {len(missing)} plans are not in the archive any more"
        )


def _copied(source: Path, copy: Path) -> None:
    shutil.copyfile(source, copy)
    copy.chmod(0o600)


def _holding(file: Path) -> Holding:
    with sqlite_files.looking_into(file) as connection:
        return holding(connection)


def _checked(file: Path, name: str) -> Holding:
    try:
        wrong = sqlite_files.faults(file)
        found = Holding({}, wrong) if wrong else _holding(file)
    except SQLAlchemyError as error:
        found = Holding({}, [str(error).splitlines()[0]])
    if found.problems:
        raise BadConfiguration(f"{name} is not whole:\n" + "\n".join(found.problems))
    return found
