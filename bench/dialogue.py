"""What comes of a dialogue: seconds and megabytes in a process of its own, planted groups found, and what a flood can do.

How far found groups are the planted ones is said as the adjusted Rand index (Hubert and Arabie 1985): 1 is all, 0 is
chance; here in percent. A flood is people who were told what to vote: copies of one ballot, or each a little different.
"""

import resource
import time
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.driving import around, get
from bench.measure import Result, Said, compare
from bench.rulebooks import bench_rules
from bench.running import SQLITE, Servers, installation
from bench.scale import FULL, QUICK, Scale
from tests.opinion.planted import Planted, flooded, planted
from tests.opinion.test_finding import SMALLEST, agreement, groups_of
from wijkstem.opinion.apart import Columns, found_apart
from wijkstem.opinion.finding import ANSWERED

#: People and statements; everybody answers half of them.
SIZES = {QUICK: (300, 20), FULL: (10_000, 200)}
#: Which part of everybody was told what to vote.
SHARES = {QUICK: (0.2,), FULL: (0.02, 0.05, 0.1, 0.2, 0.3, 0.4)}
GROUPS = 3
MOST_SECONDS, MOST_MEGABYTES, FOUND = 60, 500, 90
#: Who asks for pages meanwhile, seconds until the process has begun, and what must be left: it takes one core of two.
VISITORS, STARTS, AS_QUICK = 8, 1.0, 0.5


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """What it costs and finds once, for that knows no database; what it takes from visitors on either engine."""
    people, statements = SIZES[scale]
    it = planted(people, statements, GROUPS, seed=2026)
    yield _beside(servers, engine, scale, it)
    if engine != SQLITE:
        return
    seconds, megabytes = _apart(it)
    size = f"{people} people, {statements} statements, {len(it.what)} answers"
    yield _result("dialogue.seconds", seconds, "s", MOST_SECONDS, seconds <= MOST_SECONDS, size)
    within = megabytes <= MOST_MEGABYTES
    yield _result("dialogue.memory", megabytes, "MB", MOST_MEGABYTES, within, "of that process")
    found = agreement(it, honest=GROUPS)
    yield _result(
        "dialogue.ari", 100 * found, "%", FOUND, 100 * found >= FOUND, f"{GROUPS} planted groups"
    )
    for share in SHARES[scale]:
        for varied in (0.0, 0.1):
            yield _flood(share, varied)


def _apart(it: Planted) -> tuple[float, float]:
    columns = Columns(
        it.statements,
        array("I", it.who.tolist()),
        array("H", it.which.tolist()),
        array("b", it.what.tolist()),
    )
    begin = time.perf_counter()
    found_apart(columns, smallest=SMALLEST, answered=ANSWERED)
    seconds = time.perf_counter() - begin
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _beside(servers: Servers, engine: str, scale: Scale, it: Planted) -> Result:
    """Pages a second of a list while a dialogue is worked out, beside the same while nothing is."""
    rules, path = bench_rules(servers.folder / f"rules-dialogue-{engine}"), get("/meedoen?pagina=1")
    with installation(servers, engine, f"dialogue_{engine}", rules, webs=scale.webs) as here:
        here.town.fold()
        with here.serving() as port, ThreadPoolExecutor(1) as pool:

            def rate() -> float:
                answers = around(port, [path], connections=VISITORS, seconds=scale.seconds)
                return answers.only(200).rate(200)

            def beside() -> float:
                working = pool.submit(_apart, it)
                time.sleep(STARTS)
                found = rate()
                working.result()
                return found

            return compare(
                f"dialogue.beside.{engine}",
                "pages/s while it is worked out",
                Said(beside),
                "the same while nothing is",
                Said(rate),
                repetitions=min(3, scale.repetitions),
                at_least=AS_QUICK,
            )


def _flood(share: float, varied: float) -> Result:
    """How well the honest groups are still found, and which part of what they share is still said."""
    before = planted(1000, 60, GROUPS, seed=3)
    after = flooded(before, share, seed=1, varied=varied)
    was = {(one.statement, one.agrees) for one in groups_of(before).shared}
    made = groups_of(after)
    kept = len(was & {(one.statement, one.agrees) for one in made.shared})
    kind = "varied" if varied else "copies"
    note = f"{len(made.groups)} groups; {kept} of {len(was)} shared statements stay; {made.copies} copies told"
    return Result(
        f"dialogue.flood.{kind}.{round(100 * share)}%", 100 * agreement(after, honest=GROUPS), "%",
        "all honest people found", 100.0, 0.0, note=note,
    )  # fmt: skip


def _result(name: str, value: float, unit: str, most: float, reached: bool, note: str) -> Result:
    return Result(name, value, unit, "what is wanted", most, 0.0, f"{most}", reached, note)
