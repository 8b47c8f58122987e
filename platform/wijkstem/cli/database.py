"""`wijkstem db`: the schema."""

import typer

from wijkstem.bootstrap import catch_up_search, publish_rules
from wijkstem.cli.common import services
from wijkstem.kit.migrations import upgrade

app = typer.Typer(no_args_is_help=True, help="The database's schema.")


@app.callback()
def _group() -> None:
    """The database's schema."""


@app.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the newest schema and publish new rules; does nothing the second time."""
    upgrade(services().settings.database_url)
    publish_rules(services())
    catch_up_search(services())
    typer.echo("The database is at the newest schema and every rule is published.")
