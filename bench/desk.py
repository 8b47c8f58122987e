"""The officials' queue with as many open cases as there are initiatives, beside the same page with a hundred."""

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

from starlette.testclient import TestClient

from bench.measure import Result, spread
from bench.running import Installation
from bench.scale import Scale
from tests.support.statements import statements
from tests.support.web import clients, log_in
from tests.support.world import HERE, World
from wijkstem.commands.moderation import step_cause
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Role

_case = table_of(Case)

FEW = 100
#: Pages in a repetition.
PAGES = 20
AT_MOST = 5.0


def measure(it: Installation, scale: Scale) -> Iterator[Result]:
    """In this process: what is looked at is the database and the template, and not the way there."""
    world, plans = it.town.world, it.town.initiatives
    few = min(FEW, len(plans) // 2)
    with clients() as client_for:
        desk = client_for(world)
        log_in(desk, world, "bench-official", Role.OFFICIAL)
        _open(world, plans[:few])
        before, asked_before = _times(desk, world, scale.repetitions)
        _open(world, plans[few:])
        after, asked_after = _times(desk, world, scale.repetitions)
    _take_away(world)
    ours, floor = statistics.median(after), statistics.median(before)
    yield Result(
        f"desk.{it.engine}",
        ours,
        "ms",
        f"the same page with {few:,} open cases",
        floor,
        spread(after),
        f"≤ {AT_MOST} ×",
        ours <= AT_MOST * floor,
        f"{len(plans):,} open cases; {asked_after} statements, and {asked_before} with {few:,}",
    )


def _open(world: World, plans: Sequence[Initiative]) -> None:
    """A case for each, due on any day of two months."""
    chance = random.Random(1)
    now = world.clock.now()
    rows = [
        {
            "municipality_id": HERE,
            "id": new_id(),
            "kind": CaseKind.STEP,
            "cause": step_cause(plan.id, plan.step_seq),
            "initiative_id": plan.id,
            "step_seq": plan.step_seq,
            "opened_at": now,
            "due_on": local_date(now) + timedelta(days=chance.randrange(-10, 50)),
        }
        for plan in plans
    ]
    with world.services.connection(HERE) as connection:
        connection.execute(_case.insert(), rows)


def _take_away(world: World) -> None:
    """The town as it was, for the parts that come after this."""
    with world.services.connection(HERE) as connection:
        connection.execute(_case.delete().where(_case.c.municipality_id == HERE))


def _times(desk: TestClient, world: World, repetitions: int) -> tuple[list[float], int]:
    """Milliseconds for a page, by repetition, and how many statements one takes."""
    _page(desk)
    with statements(world.services.engine) as asked:
        _page(desk)
    found = []
    for _ in range(repetitions):
        began = time.perf_counter()
        for _ in range(PAGES):
            _page(desk)
        found.append(1000 * (time.perf_counter() - began) / PAGES)
    return found, len(asked)


def _page(desk: TestClient) -> None:
    answer = desk.get("/moderatie")
    assert answer.status_code == 200, answer.text
