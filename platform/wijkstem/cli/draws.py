"""`wijkstem draw verify LIST OUTCOME`: check a published draw from its files alone; needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from wijkstem.domain.draws_verifying import verify_draw
from wijkstem.errors import BadConfiguration

app = typer.Typer(no_args_is_help=True, help="Draws by lot.")


@app.callback()
def _group() -> None:
    """Draws by lot."""


@app.command("verify")
def verify(
    listed: Annotated[Path, typer.Argument(help="kandidaten.jsonl")],
    outcome: Annotated[Path, typer.Argument(help="loting.json")],
    root: Annotated[str, typer.Option(help="the root that was published before the draw")] = "",
) -> None:
    """Draw a published draw again, and hold it against its list; fails with 1 when something is wrong."""
    checks = verify_draw(_text(listed), _text(outcome), root)
    for check in checks:
        typer.echo(f"{'right' if check.ok else 'WRONG'}  {check.what}")
        if check.wrong:
            typer.echo(f"       {check.wrong}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{file} cannot be read: {error}") from error
