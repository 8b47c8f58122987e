"""What the commands of the terminal share."""

from functools import cache
from typing import Annotated

import typer

from wijkstem.bootstrap import bootstrap
from wijkstem.services import Services
from wijkstem.settings import load_settings

Municipality = Annotated[
    str,
    typer.Option("--municipality", "-m", help="slug, such as enschede; all of them if left out"),
]


@cache
def services() -> Services:
    """The platform that the environment describes."""
    return bootstrap(load_settings())


def municipalities(chosen: str) -> tuple[str, ...]:
    """The chosen municipality, or all; raises NotFound for one that is not here."""
    rules = services().rules
    return (rules.of(chosen).municipality.slug,) if chosen else rules.slugs


def finish(problems: int, fine: str) -> None:
    """Say that all is well, or leave with 1."""
    if problems:
        raise typer.Exit(1)
    typer.echo(fine)
