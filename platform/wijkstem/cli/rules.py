"""`wijkstem rules`: the municipalities' rules files."""

from pathlib import Path
from typing import Annotated

import typer

from wijkstem.bootstrap import check_formulas
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT

app = typer.Typer(no_args_is_help=True, help="The municipalities' rules.")

#: Where the rules that come with the platform stand.
OURS = ROOT / "platform" / "wijkstem" / "rules" / "data"


@app.callback()
def _group() -> None:
    """The municipalities' rules."""


@app.command("check")
def check(folder: Annotated[Path, typer.Argument()] = OURS) -> None:
    """Read every rules file in a folder, and say what is wrong where."""
    rules = load(folder)
    check_formulas(rules)
    for one in rules:
        versions = ", ".join(f"{v.version} from {v.in_force}" for v in one.versions)
        typer.echo(f"{one.municipality.slug}: {versions}")
