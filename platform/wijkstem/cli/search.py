"""`wijkstem search`: what initiatives are found by."""

import typer

from wijkstem.bootstrap import catch_up_search
from wijkstem.cli.common import services

app = typer.Typer(no_args_is_help=True, help="What initiatives are found by.")


@app.callback()
def _group() -> None:
    """What initiatives are found by."""


@app.command("rebuild")
def rebuild() -> None:
    """Make the words of every public initiative anew; the site goes on meanwhile."""
    batches = catch_up_search(services(), everything=True)
    typer.echo(f"The words of every public initiative were made anew, in {batches} batches.")
