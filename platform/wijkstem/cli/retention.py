"""`wijkstem retention`: what is kept how long, what goes when, and what went."""

import typer

from wijkstem.cli.common import Municipality, municipalities, services
from wijkstem.queries.retention import SOON, Kind, report

app = typer.Typer(invoke_without_command=True, help="What is kept how long, and what went.")


@app.callback()
def retention(municipality: Municipality = "") -> None:
    """Say of everything that does not last how long it is kept, how much goes now or soon, and how much went."""
    parts = services()
    for slug in municipalities(municipality):
        rules = parts.rules.of(slug).municipality
        with parts.reading(slug) as connection:
            kinds = report(connection, slug, rules, parts.clock.now())
        for kind in kinds:
            typer.echo(
                f"{slug}: {kind.what.value}: kept {_rule(kind)}; {kind.now} over now,"
                f" {kind.soon} within {SOON.days} days, {kind.gone} went in the last {SOON.days} days"
            )


def _rule(kind: Kind) -> str:
    if kind.rule is not None:
        where = "assumed" if kind.rule.assumed else kind.rule.source
        return f"{kind.rule.days} days ({where})"
    return "for good: no rule" if kind.has_rule else "as long as it is good for"
