"""`wijkstem …`: what an operator does at a terminal; says what it found in plain words, fails with 1."""

from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from wijkstem import __version__
from wijkstem.cli.commands import Commands
from wijkstem.errors import Invalid, WijkstemError
from wijkstem.kit.db import is_outage
from wijkstem.kit.logs import configure_logs
from wijkstem.web.language import sentence

app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"wijkstem {__version__}")
        raise typer.Exit


@app.callback()
def _wijkstem(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="which release this is"),
    ] = False,
) -> None:
    """Participation and citizens' initiatives: what an operator does at a terminal."""


def main() -> None:
    """The command ``wijkstem``: what it found on standard output, the log on standard error."""
    configure_logs()
    try:
        app()
    except WijkstemError as error:
        typer.echo(_in_english(error), err=True)
        raise SystemExit(1) from error
    except SQLAlchemyError as error:
        if (said := _told(error)) is None:
            raise
        typer.echo(said, err=True)
        raise SystemExit(1) from error


def _in_english(error: WijkstemError) -> str:
    """A terminal speaks English, also where a rule that residents read in Dutch says no."""
    if isinstance(error, Invalid):
        return "; ".join(f"{name}: {sentence(one, 'en')}" for name, one in error.fields.items())
    return sentence(error, "en")


def _told(error: SQLAlchemyError) -> str | None:
    """What the database has against it, where an operator can do something about that; None for our own mistakes."""
    if is_outage(error):
        first = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        return f"The database is away, busy or full: {first}"
    # Only here: it knows the whole platform.
    from wijkstem.cli.common import services
    from wijkstem.queries.engine import migrated

    with services().reading_everywhere() as connection:
        if not migrated(connection):
            return "The database has not the schema of this release yet: wijkstem db upgrade"
    return None
