"""Events through a projection, beside a loop that only reads and decodes the same events."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from bench.measure import Result, Timed, compare
from bench.rulebooks import bench_rules
from bench.running import Installation, Servers, installation
from bench.scale import Scale
from bench.seed import Town
from tests.support.world import HERE
from wijkstem.eventlog import log
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.follow import follow
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.rebuild import reset

BATCH = 500
#: Initiatives that are signed in turns, so many signatures at a time: a batch is about a dozen of them.
INITIATIVES = 50
TURN = 40


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """Each projection folds the whole log, and one worker all of them."""
    rules = bench_rules(servers.folder / f"rules-consumers-{engine}")
    with installation(servers, engine, f"consumers_{engine}", rules) as it:
        _fill(it.town, scale.events)
        for several in (*((one,) for one in PROJECTIONS), PROJECTIONS):
            yield _fold(it, several, scale)


def _fill(town: Town, events: int) -> None:
    town.settle_in(TURN)
    initiatives = town.file(INITIATIVES)
    for n in range(events // TURN):
        town.sign(initiatives[n % INITIATIVES], TURN)


def _fold(it: Installation, several: tuple[Consumer[Connection], ...], scale: Scale) -> Result:
    services = it.town.world.services
    desk = services.projection_desk(HERE)

    def empty() -> None:
        for projection in several:
            with services.connection(HERE) as connection:
                reset(connection, projection, HERE)

    def fold(_: Any) -> int:
        total = 0
        for projection in several:
            while done := follow(projection, HERE, desk):
                total += done
        return total

    def decode(_: Any) -> int:
        at = 0
        with services.reading(HERE) as connection:
            while events := log.read(connection, HERE, after=at, limit=BATCH):
                at = events[-1].position
        return at

    name = several[0].name if len(several) == 1 else "all"
    return compare(
        f"fold.{name}.{it.engine}",
        "events/s",
        Timed(fold, empty),
        "a loop that reads and decodes the same events",
        Timed(decode),
        repetitions=scale.repetitions,
        at_least=0.25,
    )
