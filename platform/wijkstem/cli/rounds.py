"""`wijkstem round verify EXPORT`: check a published budget round from its files alone; needs no database."""

import json
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from wijkstem.domain import verifying
from wijkstem.errors import BadConfiguration

app = typer.Typer(no_args_is_help=True, help="Budget rounds.")

#: The longest file of an export that is read: far more than a city's ballots.
LONGEST = 512 * 1024 * 1024

JsonOption = Annotated[bool, typer.Option("--json", help="every check, for other programs")]


@app.callback()
def _group() -> None:
    """Budget rounds."""


@app.command("verify")
def verify(
    export: Annotated[Path, typer.Argument(help="the zip of a result, or a folder with its files")],
    as_json: JsonOption = False,
) -> None:
    """Count a published round again, and hold every file against the board; fails with 1 when something is wrong."""
    checks = verifying.verify(_files(export))
    wrong = [check for check in checks if not check.ok]
    if as_json:
        said = [{"check": c.name, "what": c.what, "ok": c.ok, "wrong": c.wrong} for c in checks]
        typer.echo(json.dumps({"ok": not wrong, "checks": said}, indent=1, ensure_ascii=False))
    else:
        for check in checks:
            typer.echo(f"{'right' if check.ok else 'WRONG'}  {check.what}")
            if check.wrong:
                typer.echo(f"       {check.wrong}")
        done = (
            f"{len(checks)} checks, all right."
            if not wrong
            else f"{len(wrong)} of {len(checks)} checks failed."
        )
        typer.echo(done)
    if wrong:
        raise typer.Exit(1)


def _files(export: Path) -> dict[str, str]:
    try:
        if export.is_dir():
            return {one.name: one.read_bytes().decode() for one in sorted(export.iterdir())}
        with zipfile.ZipFile(export) as archive:
            infos = archive.infolist()
            if any(info.file_size > LONGEST for info in infos):
                raise BadConfiguration(f"{export}: a file in it is too long")
            if len({info.filename for info in infos}) < len(infos):
                raise BadConfiguration(f"{export}: a file stands in it twice")
            return {info.filename: archive.read(info).decode() for info in infos}
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{export} cannot be read: {error}") from error
