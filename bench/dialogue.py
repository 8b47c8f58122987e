"""What comes of a dialogue: seconds and megabytes in a process of its own, planted groups found, and what a flood can do.

How far found groups are the planted ones is said as the adjusted Rand index (Hubert and Arabie 1985): 1 is all, 0 is
chance; here in percent. A flood is people who were told what to vote: copies of one ballot, or each a little different.
"""

import resource
import time
from array import array
from collections.abc import Iterator

from bench.measure import Result
from bench.running import SQLITE, Servers
from bench.scale import FULL, QUICK, Scale
from tests.opinion.planted import Planted, flooded, planted
from tests.opinion.test_finding import SMALLEST, agreement, groups_of
from wijkstem.opinion.apart import Columns, found_apart

#: People and statements; everybody answers half of them.
SIZES = {QUICK: (300, 20), FULL: (10_000, 200)}
#: Which part of everybody was told what to vote.
SHARES = {QUICK: (0.2,), FULL: (0.02, 0.05, 0.1, 0.2, 0.3, 0.4)}
GROUPS = 3
MOST_SECONDS, MOST_MEGABYTES, FOUND = 60, 500, 90


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """Once, for it knows no database."""
    del servers
    if engine != SQLITE:
        return
    people, statements = SIZES[scale]
    it = planted(people, statements, GROUPS, seed=2026)
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
    found_apart(columns, smallest=SMALLEST)
    seconds = time.perf_counter() - begin
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


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
