"""`wijkstem figures`: files with figures that are too large for a browser, or that come every month."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from wijkstem.cli.common import services
from wijkstem.commands.bringing import bring_in, go_on, take
from wijkstem.commands.handlers import execute
from wijkstem.commands.sources import UndoFile
from wijkstem.domain.layouts import LAYOUTS
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.source_files import Asked
from wijkstem.kit.clock import local_date
from wijkstem.queries.source_files import FileFacts, source_file, source_files
from wijkstem.web.language import sentence
from wijkstem.words.sources import FileState, SourceKind

app = typer.Typer(no_args_is_help=True, help="Figures from surveys and registers.")

Here = Annotated[str, typer.Option("--municipality", "-m", help="slug, such as enschede")]


@app.callback()
def _group() -> None:
    """Figures from surveys and registers."""


def _run(municipality: str) -> Callable[[object], Any]:
    return partial(_execute, municipality)


def _execute(municipality: str, command: object) -> Any:
    return execute(services(), municipality, command, SYSTEM)


@app.command()
def read(
    file: Path,
    kind: Annotated[SourceKind, typer.Option("--kind", "-k")],
    municipality: Here,
    year: Annotated[int, typer.Option(help="of every row that names none")] = 0,
    take_it: Annotated[bool, typer.Option("--take", help="take it in when all is right")] = False,
    replace: Annotated[bool, typer.Option(help="let it count where other figures stood")] = False,
) -> None:
    """Read a file and say what is in it; nothing counts before it is taken in."""
    parts, run = services(), _run(municipality)
    defaults = {"jaar": str(year)} if year else {}
    today = local_date(parts.clock.now())
    asked = Asked(parts.rules.of(municipality), today, defaults)
    with file.open("rb") as opened:
        file_id = bring_in(run, opened, LAYOUTS[kind], asked)
    facts = _tell(municipality, file.name, file_id)
    if facts.faults:
        raise typer.Exit(1)
    if take_it:
        take(run, file_id, replace=replace)
        typer.echo("taken in: its figures count now")


def _tell(municipality: str, name: str, file_id: UUID) -> FileFacts:
    """What stands in a file, and what is wrong with it."""
    with services().reading(municipality) as connection:
        found = source_file(connection, municipality, file_id)
    facts = found.file
    for fault in found.faults:
        where = f"{name}:{fault.number}" + (f" {fault.heading}" if fault.heading else "")
        typer.echo(f"{where}: {sentence(fault.error, 'en')} [{fault.cell}]", err=True)
    if facts.faults > len(found.faults):
        typer.echo(f"and {facts.faults - len(found.faults)} more", err=True)
    typer.echo(
        f"{facts.id}: {facts.lines} lines, {facts.faults} wrong cells, {facts.others} differ from what"
        f" counts now, {facts.gaps} without a figure, {facts.skipped} of elsewhere"
    )
    if facts.ignored:
        typer.echo(f"columns that nothing was done with: {facts.ignored}")
    for note in sorted(facts.notes):
        typer.echo(f"look at: {note}")
    return facts


@app.command("take")
def take_command(
    file_id: UUID,
    municipality: Here,
    replace: Annotated[bool, typer.Option(help="let it count where other figures stood")] = False,
) -> None:
    """Take in a file that was read; also goes on with one that was stopped half way."""
    with services().reading(municipality) as connection:
        state = source_file(connection, municipality, file_id).file.state
    if state is FileState.TAKING:
        go_on(_run(municipality), file_id)
    else:
        take(_run(municipality), file_id, replace=replace)
    typer.echo("taken in: its figures count now")


@app.command()
def undo(file_id: UUID, municipality: Here) -> None:
    """Take a file back: what counted before counts again."""
    _execute(municipality, UndoFile(file_id))
    typer.echo("undone: its figures do not count any more")


@app.command("list")
def listing(municipality: Here) -> None:
    """The files of a municipality, the last one first."""
    with services().reading(municipality) as connection:
        found = source_files(connection, municipality, page=1)
    for one in found.rows:
        typer.echo(
            f"{one.id}  {one.kind:13}{one.state:9}{one.lines:8} lines  {one.begun_at:%Y-%m-%d}"
        )
