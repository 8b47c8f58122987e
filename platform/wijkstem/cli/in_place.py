"""A file that comes in place whole or not at all, and what was there before it."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import typer

from wijkstem.kit import sqlite_files


def in_place(target: Path, written: Callable[[Path], None]) -> None:
    """Have a file written beside ``target`` and move it there when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}-") as folder:
        copy = Path(folder) / target.name
        written(copy)
        sqlite_files.settle(copy)
        copy.replace(target)
    sqlite_files.settle(target)


def put_aside(live: Path) -> None:
    """Rename the database that was there; it is never thrown away by us."""
    at = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = live.with_name(f"{live.name}.replaced-{at}")
    for old, new in zip(
        (live, *sqlite_files.beside(live)), (aside, *sqlite_files.beside(aside)), strict=True
    ):
        if old.exists():
            old.rename(new)
            typer.echo(f"What was there is now {new.name}")
