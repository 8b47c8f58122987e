"""`wijkstem council`: meetings from the council's information system."""

from pathlib import Path
from typing import Annotated

import typer

from wijkstem.adapters.meeting_file import read_meeting
from wijkstem.cli.common import services
from wijkstem.commands.council_import import ImportMeeting
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM

app = typer.Typer(no_args_is_help=True, help="Council meetings.")


@app.callback()
def _group() -> None:
    """Council meetings."""


@app.command("import")
def import_command(
    file: Path,
    municipality: Annotated[
        str, typer.Option("--municipality", "-m", help="slug, such as enschede")
    ],
    foreign: Annotated[
        bool, typer.Option(help="take a meeting of another municipality, to try things out")
    ] = False,
) -> None:
    """Take in a meeting in the shape of mini-ORI, Notubiz or iBabs; the second time nothing doubles."""
    report = execute(
        services(), municipality, ImportMeeting(read_meeting(file), foreign=foreign), SYSTEM
    )
    said = "taken in" if report.changed else "nothing new"
    typer.echo(f"{file.name}: {report.items} agenda items, {report.documents} documents: {said}")
