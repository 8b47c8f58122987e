"""`wijkstem archive`: for the archivist. Who reads a record says who they are, and that is written down first."""

import json
from typing import Annotated

import typer

from wijkstem.cli.common import Municipality, finish, municipalities, services
from wijkstem.errors import NotFound

app = typer.Typer(no_args_is_help=True, help="What the archive law keeps for good.")


@app.command("list")
def listed(municipality: Municipality = "") -> None:
    """Which plans are there; no names."""
    parts = services()
    for slug in municipalities(municipality):
        for number, at in parts.archive.plans(slug):
            typer.echo(f"{slug}: {number}, since {at.date().isoformat()}")


@app.command("show")
def show(
    number: Annotated[str, typer.Argument(help="of the plan, such as 2026-0042")],
    municipality: Annotated[str, typer.Option("--municipality", "-m")],
    by: Annotated[str, typer.Option("--by", help="who reads it; written down")],
) -> None:
    """A record with the statements of support."""
    parts, slug = services(), municipalities(municipality)[0]
    found = parts.archive.read(slug, number, by, parts.clock.now())
    if found is None:
        raise NotFound("not_archived", "Dit plan staat niet in het archief.")
    typer.echo(json.dumps(found.content, ensure_ascii=False, indent=2))


@app.command("readings")
def readings(municipality: Municipality = "") -> None:
    """Who read what."""
    parts = services()
    for slug in municipalities(municipality):
        for at, reader, number in parts.archive.readings(slug):
            typer.echo(f"{slug}: {at.isoformat(timespec='seconds')} {number} {reader}")


@app.command("verify")
def verify(municipality: Municipality = "") -> None:
    """Whether no record was changed or taken away. Leaves with 1 otherwise."""
    parts = services()
    found = [one for slug in municipalities(municipality) for one in parts.archive.problems(slug)]
    for problem in found:
        typer.echo(problem)
    finish(len(found), "the archive is whole")
