"""Every indicator rebuilt from the log, and the overview read, with few submissions and with very many.

`LONG=1` takes a million events and half a million submissions; else it is a twenty-fifth of that.
"""

import os
import time
from collections.abc import Iterator
from typing import Any

from bench.measure import Result, Timed, compare
from bench.rulebooks import bench_rules
from bench.running import Installation, Servers, installation
from bench.scale import Scale
from tests.support.indicators import steering
from tests.support.world import HERE
from wijkstem.eventlog import log
from wijkstem.eventlog.follow import follow
from wijkstem.projections.indicators import INDICATORS
from wijkstem.projections.rebuild import reset
from wijkstem.queries.indicators import readings
from wijkstem.words import Breakdown

#: Events that are read at a time, as the projection does.
BATCH = INDICATORS.batch
LONGER = 25
#: Signatures at a time on each of so many plans, so that a batch is about many of them.
TURN, PLANS = 40, 50
FEW = 10
#: What the overview may cost more than in a town where hardly anything happened.
SLOWEST = 0.5


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """The fold beside its floor, then the overview."""
    longer = LONGER if os.environ.get("LONG") else 1
    rules = bench_rules(servers.folder / f"rules-indicators-{engine}")
    with installation(servers, engine, f"indicators_{engine}", rules) as it:
        _sign(it, scale.steered * longer)
        yield _rebuild(it, scale, longer)
    with installation(servers, engine, f"overview_{engine}", rules) as it:
        yield _overview(it, scale, scale.steered * longer // 2)


def _sign(it: Installation, events: int) -> None:
    it.town.settle_in(TURN)
    plans = it.town.file(PLANS)
    for n in range(events // TURN):
        it.town.sign(plans[n % PLANS], TURN)


def _rebuild(it: Installation, scale: Scale, longer: int) -> Result:
    services = it.town.world.services
    desk = services.projection_desk(HERE)

    def empty() -> None:
        with services.connection(HERE) as connection:
            reset(connection, INDICATORS, HERE)

    def fold(_: Any) -> int:
        total = 0
        while done := follow(INDICATORS, HERE, desk):
            total += done
        return total

    def decode(_: Any) -> int:
        at = 0
        with services.reading(HERE) as connection:
            while events := log.read(connection, HERE, after=at, limit=BATCH):
                at = events[-1].position
        return at

    return compare(
        f"indicators.rebuild.{it.engine}",
        "events/s",
        Timed(fold, empty),
        "a loop that reads and decodes the same events",
        Timed(decode),
        repetitions=1 if longer > 1 else min(3, scale.repetitions),
        at_least=0.25,
        note=lambda: f"{scale.steered * longer:,} events into every figure, people once a year",
    )


def _overview(it: Installation, scale: Scale, many: int) -> Result:
    """Every indicator by year, as the overview asks for it; a page that was seen before costs nothing of this."""
    services = it.town.world.services
    rules = steering(it.town.world)
    it.town.settle_in(TURN)

    def rate() -> float:
        began = time.perf_counter()
        for _ in range(scale.turn):
            with services.reading(HERE) as connection:
                readings(connection, HERE, rules=rules, by=Breakdown.YEAR)
        return scale.turn / (time.perf_counter() - began)

    rates = []
    for number in (FEW, many - FEW):
        it.town.file(number)
        it.town.fold()
        rate()
        rates.append(rate())
    few, much = rates
    return Result(
        f"indicators.overview.{it.engine}",
        much,
        "overviews/s",
        f"the same with {FEW} submissions",
        few,
        0.0,
        f"≥ {SLOWEST} ×",
        much >= SLOWEST * few,
        f"{many:,} submissions: {1000 / much:.0f} ms each, with {FEW} {1000 / few:.0f} ms",
    )
