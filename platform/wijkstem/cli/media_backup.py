"""The photos, films, recordings and reports beside a backup: FILE.media holds what the database in FILE points at, and nothing else."""

import shutil
from contextlib import suppress
from pathlib import Path

import typer
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from wijkstem.adapters.files import FolderFiles, is_whole
from wijkstem.kit import sqlite_files
from wijkstem.kit.rows import table_of
from wijkstem.tables.carrying_out import WorkPhoto
from wijkstem.tables.media import Film, Photo, SpokenPlan
from wijkstem.tables.year_reports import YearReport

_photo = table_of(Photo)
_of_work = table_of(WorkPhoto)
_report = table_of(YearReport)
#: Where the names of files stand.
_NAMES = (
    select(_photo.c.large, _photo.c.small),
    select(_of_work.c.large, _of_work.c.small),
    select(table_of(Film).c.key),
    select(table_of(SpokenPlan).c.key),
    select(_report.c.pdf_key).where(_report.c.pdf_key.is_not(None)),
)


def beside(file: Path) -> Path:
    """The folder that belongs to a backup."""
    return file.with_name(f"{file.name}.media")


def back_up(file: Path, media: Path | None) -> None:
    """Write the files that ``file`` points at beside it; what was there of an earlier backup goes."""
    target = beside(file)
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _copy(_pointed_at(file), media, fresh)
    shutil.rmtree(target, ignore_errors=True)
    if fresh.exists():
        fresh.rename(target)


def put_back(file: Path, restored: Path, media: Path | None) -> None:
    """Bring the files of a backup to where the platform keeps them; what is there already stays."""
    keys = _pointed_at(restored)
    if keys and media is None:
        typer.echo(f"WIJKSTEM_MEDIA_DIR is not set: {len(keys)} media files were not put back")
    elif media is not None:
        _copy(keys, beside(file), media)


def _pointed_at(database: Path) -> list[str]:
    found: set[str] = set()
    with sqlite_files.looking_into(database) as connection:
        for names in _NAMES:
            with suppress(OperationalError):  # from before there were any
                found.update(key for row in connection.execute(names).all() for key in row)
    return sorted(found)


def _copy(keys: list[str], source: Path | None, target: Path) -> None:
    """Each file is looked at on the way: its name says what must be in it."""
    if not keys:
        return
    there, here = FolderFiles(source or target), FolderFiles(target)
    missing = []
    for key in keys:
        file = there.path(key)
        if file is None or not is_whole(key, file):
            missing.append(key)
        else:
            here.take(key, file)
    typer.echo(
        f"{target.name.removesuffix('.new')}: {len(keys) - len(missing)} media files, checked"
    )
    for key in missing:
        typer.echo(f"{key} is missing or damaged: this file is not in it")
