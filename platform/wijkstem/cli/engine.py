"""`wijkstem log`, `projections`, `consumers`, `deliveries` and `status`: is everything what the log says?"""

import math
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from wijkstem.cli.common import Municipality, finish, municipalities, services
from wijkstem.commands.deliveries import HoldDeliveries, ReleaseDeliveries, RetryParked
from wijkstem.commands.engine import PassOverEvent, RetryConsumer
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import BadConfiguration
from wijkstem.eventlog import log, positions
from wijkstem.eventlog.consumer import Consumer
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.projections.check import Difference, differences, of_this_version
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.rebuild import renew
from wijkstem.queries.engine import heads, refusals
from wijkstem.queries.standing import ConsumerState, engine_state
from workers.consumers import Consumers, workshop

log_app = typer.Typer(no_args_is_help=True, help="The event log.")
projections_app = typer.Typer(
    no_args_is_help=True, help="The read tables that follow from the log."
)
consumers_app = typer.Typer(no_args_is_help=True, help="What follows the log.")
deliveries_app = typer.Typer(no_args_is_help=True, help="What goes out.")

#: Differences beyond these are counted and not shown.
MOST_SHOWN = 10


@log_app.callback()
def _log() -> None:
    """The event log."""


@log_app.command("verify")
def verify(municipality: Municipality = "") -> None:
    """Prove that positions have no gaps and that every event can be read."""
    found = 0
    for slug in municipalities(municipality):
        with services().reading(slug) as connection:
            for problem in log.problems(connection, slug):
                found += 1
                typer.echo(problem)
            typer.echo(f"{slug}: {log.head(connection, slug)} events")
    finish(found, "The log is whole.")


@projections_app.command("check")
def check(municipality: Municipality = "") -> None:
    """Rebuild every projection beside the live one and report each difference."""
    found = 0
    for slug in municipalities(municipality):
        for projection in PROJECTIONS:
            with services().reading(slug) as connection:
                if not of_this_version(connection, projection, slug):
                    found += 1
                    typer.echo(f"{slug}: {projection.name}: still of another version")
                    continue
                scratch = services().settings.scratch_dir
                for difference in differences(connection, projection, slug, scratch):
                    found += 1
                    if found <= MOST_SHOWN:
                        typer.echo(_told(difference))
    if found > MOST_SHOWN:
        typer.echo(f"… and {found - MOST_SHOWN} more")
    finish(found, "Every projection is what the log says.")


def _told(found: Difference) -> str:
    where = f"{found.municipality_id}: {found.consumer}: {found.table}"
    return f"{where}\n  live:    {found.live}\n  rebuilt: {found.rebuilt}"


@projections_app.command("rebuild")
def rebuild(name: str, municipality: Municipality = "") -> None:
    """Fold the whole log anew beside a projection and put that in its place; pages go on meanwhile."""
    projection = _projection(name)
    for slug in municipalities(municipality):
        where = workshop(services(), slug)
        done = renew(projection, slug, where, anew=True, patience=math.inf)
        if not done.in_place:
            raise BadConfiguration(f"{slug}: {name}: a worker rebuilds it, or an event stops it")
        typer.echo(f"{slug}: {name}: {done.folded} events folded")


def _projection(name: str) -> Consumer[Connection]:
    found = next((one for one in PROJECTIONS if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in PROJECTIONS)
        raise BadConfiguration(f"no projection {name}; there are: {known}")
    return found


@consumers_app.command("retry")
def retry(name: str, municipality: Annotated[str, typer.Option("--municipality", "-m")]) -> None:
    """Let a consumer that an event has stopped try that event again now."""
    consumers = Consumers(services())
    if name not in consumers.names:
        raise BadConfiguration(f"no consumer {name}; there are: {', '.join(consumers.names)}")
    execute(services(), municipality, RetryConsumer(name), SYSTEM)
    folded = consumers.follow(name, municipality)
    with services().reading(municipality) as connection:
        at = positions.standing(connection, name, municipality)
    if at and at.failures:
        typer.echo(f"{folded} events folded; still stopped: {at.error}")
        raise typer.Exit(1)
    typer.echo(f"{folded} events folded; it goes on")


@consumers_app.command("pass-over")
def pass_over(
    name: str,
    municipality: Annotated[str, typer.Option("--municipality", "-m")],
    reason: Annotated[str, typer.Option(help="why; it is kept")],
    by: Annotated[str, typer.Option(help="who decides this; it is kept")],
) -> None:
    """Let a consumer skip the event it stands still on. This is recorded."""
    position = execute(services(), municipality, PassOverEvent(name, reason, by), SYSTEM)
    typer.echo(f"{name} skips event {position} of {municipality}.")


@deliveries_app.callback()
def _deliveries() -> None:
    """What goes out."""


@deliveries_app.command("retry")
def retry_deliveries(municipality: Municipality = "") -> None:
    """Try every parked delivery again."""
    for slug in municipalities(municipality):
        typer.echo(f"{slug}: {execute(services(), slug, RetryParked(), SYSTEM)} deliveries")


@deliveries_app.command("hold")
def hold_deliveries(municipality: Municipality = "") -> None:
    """Let nothing go out until it is released: after a restore, before the workers start."""
    for slug in municipalities(municipality):
        waiting = execute(services(), slug, HoldDeliveries(), SYSTEM)
        typer.echo(f"{slug}: on hold, {waiting} deliveries wait")


@deliveries_app.command("release")
def release_deliveries(municipality: Municipality = "") -> None:
    """Let go out what is held."""
    for slug in municipalities(municipality):
        released = execute(services(), slug, ReleaseDeliveries(), SYSTEM)
        typer.echo(f"{slug}: released, {released} deliveries go out")


def status() -> None:
    """Where every consumer is; what stands still, since when and why; what was refused, and what waits to go out."""
    with services().reading_everywhere() as connection:
        found = engine_state(connection, consumers=Consumers(services()).names)
        refused = refusals(connection)
        events = heads(connection)
    for slug, count in events.items():
        here = [one for one in found.consumers if one.municipality_id == slug]
        behind = [one for one in here if one.behind or one.failures]
        typer.echo(f"{slug}: {count} events" + ("" if behind else ", all followed"))
        for one in behind:
            typer.echo(f"{slug}: {one.name}: {one.behind} behind{_why(one)}")
    for under_way in found.rebuilding:
        said = f"rebuilt to version {under_way.version}, {under_way.position} events folded"
        typer.echo(f"{under_way.municipality_id}: {under_way.consumer}: being {said}")
    for (slug, consumer, code), count in refused.items():
        typer.echo(f"{slug}: {consumer}: refused {count} times by a rule: {code}")
    for (slug, state), count in found.deliveries.items():
        typer.echo(f"{slug}: deliveries {state}: {count}")
    for slug in sorted(found.on_hold):
        typer.echo(f"{slug}: deliveries on hold until: wijkstem deliveries release")
    stopped = sum(bool(one.failures) for one in found.consumers)
    parked = sum(count for (_, state), count in found.deliveries.items() if state == "parked")
    finish(stopped + parked + len(found.on_hold), "Nothing stands still.")


def _why(one: ConsumerState) -> str:
    if not one.failures:
        return ""
    return (
        f", stands still since {_told_time(one.since)} on event {one.position} ({one.event_type}),"
        f" {one.failures} attempts, next {_told_time(one.retry_at)}: {one.error}"
    )


def _told_time(at: datetime | None) -> str:
    return f"{at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M:%S}" if at else "now"
