"""`wijkstem roll`: a list of voters that is too large for a browser."""

from pathlib import Path
from typing import Annotated

import typer

from wijkstem.adapters.oidc.said import subject_of_number
from wijkstem.cli.common import services
from wijkstem.commands.handlers import execute
from wijkstem.commands.rolls import AlreadyOnRoll, ImportRoll
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.roll_files import Asked, BadList, print_file, read_list
from wijkstem.queries.rounds import areas, round_by_number
from wijkstem.web.language import sentence

app = typer.Typer(no_args_is_help=True, help="Lists of voters and their codes.")


@app.callback()
def _group() -> None:
    """Lists of voters and their codes."""


@app.command("import")
def import_command(
    file: Path,
    letters: Annotated[Path, typer.Argument(help="the file for the letters; must not exist yet")],
    municipality: Annotated[
        str, typer.Option("--municipality", "-m", help="slug, such as enschede")
    ],
    number: Annotated[str, typer.Option("--round", "-r", help="such as 2026-1")],
    again: Annotated[
        bool, typer.Option(help="the letters' file got lost: other codes for the same list")
    ] = False,
) -> None:
    """Put a list of voters on the roll of a round, and write the file for their letters, once."""
    parts = services()
    with parts.reading(municipality) as connection:
        it = round_by_number(connection, municipality, number)
        known = {
            name.casefold(): area.id
            for area in areas(connection, municipality, it.id)
            for name in (area.name, str(area.seq))
        }
    with letters.open(
        "xb"
    ) as out:  # before any code is made: a code that cannot be written is lost
        letters.chmod(0o600)
        try:
            asked = Asked(known, it.rules.voters, subject_of_number)
            found = read_list(file.read_bytes(), asked)
            command = ImportRoll(it.id, found.voters, found.digest, again=again)
            codes = execute(parts, municipality, command, SYSTEM)
        except BadList as bad:
            for one in bad.problems:
                typer.echo(f"{file.name}:{one.line}: {sentence(one.error, 'en')}", err=True)
            letters.unlink()
            raise
        except AlreadyOnRoll as doubles:
            for place in doubles.places:
                typer.echo(f"{file.name}:{found.lines[place]}: already on the roll", err=True)
            letters.unlink()
            raise
        except Exception:
            letters.unlink()
            raise
        out.write(print_file(found, codes))
    typer.echo(
        f"{len(codes)} voters on the roll; {letters} has their codes and nobody else has them"
    )
