"""A projection whose fold changed is rebuilt beside the live one, while people write and workers of both releases run."""

import fcntl
import math
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from tests.eventlog.consumers import PUBLISHED, Poison, record, unguarded
from tests.projections.test_projections import rows
from tests.support.processes import wait_until
from tests.support.world import HERE, World
from wijkstem.commands.engine import PassOverEvent
from wijkstem.eventlog import log, positions, rebuilds
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.follow import follow
from wijkstem.eventlog.rebuilds import Rebuild
from wijkstem.events.base import Recorded
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.projections.check import differences, of_this_version
from wijkstem.projections.consumers import PROJECTIONS, VERSIONS
from wijkstem.projections.rebuild import Renewed, Workshop, renew
from wijkstem.projections.scratch import BATCH
from wijkstem.queries.standing import engine_state
from wijkstem.queries.sweep import municipalities_behind
from wijkstem.settings import ROOT
from wijkstem.tables.initiatives import NumberSeries
from workers import consumers
from workers.consumers import Consumers

_counts = table_of(NumberSeries)

#: Enough for some batches.
MANY = 3 * BATCH


def worth(
    version: int, before: Callable[[Sequence[Recorded]], None] = lambda _events: None
) -> Consumer[Connection]:
    """A projection in which an event is worth as much as the number of its version."""

    def fold(connection: Connection, events: Sequence[Recorded]) -> None:
        before(events)
        here = events[0].municipality_id
        row = {"municipality_id": here, "year": 0, "last": version * len(events)}
        upsert(connection, _counts, [row], add=["last"])

    return Consumer("worth", fold, (_counts,), version=version)


def shop(world: World, folder: Path) -> Workshop:
    services = world.services
    return Workshop(
        services.projection_desk(HERE),
        lambda: services.reading(HERE),
        folder,
        services.settings.database_url,
    )


def run(world: World, consumer: Consumer[Connection]) -> int:
    return follow(consumer, HERE, world.services.projection_desk(HERE))


def seen(world: World) -> tuple[int, int, int]:
    """Version, position and count at one moment."""
    with world.services.reading(HERE) as connection:
        at = positions.standing(connection, "worth", HERE)
        found = select(_counts.c.last).where(_counts.c.municipality_id == HERE, _counts.c.year == 0)
        count = connection.execute(found).scalar() or 0
    return (0, 0, count) if at is None else (at.version, at.position, count)


def head(world: World) -> int:
    with world.services.reading(HERE) as connection:
        return log.head(connection, HERE)


def repeat(work: Callable[[], object], stop: threading.Event) -> threading.Thread:
    def go() -> None:
        while not stop.is_set():
            work()

    started = threading.Thread(target=go)
    started.start()
    return started


def test_a_higher_version_is_rebuilt_under_traffic_and_no_half_figure_is_seen(
    world: World, tmp_path: Path
) -> None:
    record(world, MANY)
    run(world, worth(1))
    stop, half = threading.Event(), list[tuple[int, int, int]]()

    def look() -> None:
        version, position, count = seen(world)
        if count != version * position:
            half.append((version, position, count))

    def new_worker() -> None:
        run(world, worth(2)) or renew(worth(2), HERE, shop(world, tmp_path), patience=0.05)

    threads = [
        repeat(lambda: record(world, 3), stop),
        repeat(lambda: run(world, worth(1)), stop),
        repeat(new_worker, stop),
        repeat(new_worker, stop),
        repeat(look, stop),
    ]
    try:
        wait_until(lambda: seen(world)[0] == 2, "the rebuild")
        until = head(world) + 30
        wait_until(lambda: seen(world)[1] >= until, "following on")
    finally:
        stop.set()
        for one in threads:
            one.join()
    while run(world, worth(2)):
        pass
    assert half == []
    assert seen(world) == (2, head(world), 2 * head(world))
    with world.services.reading_everywhere() as connection:
        assert rebuilds.under_way(connection) == []
    assert list(tmp_path.glob("wijkstem-*/*.db*")) == []


SLOWLY = """
import sys, time
from pathlib import Path
sys.path[:0] = [{root!r}, {platform!r}]
from tests.projections.test_rebuild import renew, shop, worth, HERE
from tests.support.rulebook import rule_book
from tests.support.world import make_world
world = make_world({url!r}, rule_book(Path({folder!r}) / "rules"))
renew(worth(2, lambda _events: time.sleep(0.3)), HERE, shop(world, Path({folder!r})))
"""


@pytest.mark.slow
def test_what_a_killed_worker_did_is_taken_up_again(world: World, tmp_path: Path) -> None:
    record(world, MANY)
    run(world, worth(1))
    url = world.services.settings.database_url
    script = SLOWLY.format(
        root=str(ROOT), platform=str(ROOT / "platform"), url=url, folder=str(tmp_path)
    )
    worker = subprocess.Popen([sys.executable, "-c", script])
    wait_until(lambda: _rebuilt(world) >= BATCH, "a part of the rebuild")
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    done = _rebuilt(world)
    assert done < head(world)
    assert seen(world) == (1, head(world), head(world))
    assert renew(worth(2), HERE, shop(world, tmp_path)) == Renewed()  # it may still be alive
    world.clock.at += rebuilds.LEASE
    folded: list[int] = []
    again = worth(2, lambda events: folded.append(len(events)))
    assert renew(again, HERE, shop(world, tmp_path)).in_place
    assert sum(folded) <= head(world) - done
    assert seen(world) == (2, head(world), 2 * head(world))


def _rebuilt(world: World) -> int:
    with world.services.reading(HERE) as connection:
        return rebuilds.position_of(connection, "worth", HERE, above=1) or 0


def test_half_a_rebuild_of_another_log_is_not_continued(
    sqlite_world: World, tmp_path: Path
) -> None:
    """A database that was restored goes another way from the same place on."""
    world = sqlite_world
    record(world, BATCH + 10)
    run(world, worth(1))
    assert renew(worth(2), HERE, shop(world, tmp_path), patience=0) == Renewed(BATCH)
    with unguarded(world) as connection:
        for change in (
            "DELETE FROM logged_event WHERE position > 5",
            "UPDATE logged_event SET event_id = lower(hex(randomblob(16)))",
            "UPDATE log_partition SET head = 5 WHERE head > 5",
            "UPDATE consumer_position SET position = 5",
        ):
            connection.execute(text(change))
    record(world, 1)
    assert renew(worth(2), HERE, shop(world, tmp_path)).in_place
    assert seen(world) == (2, 6, 12)


def test_event_that_the_new_fold_cannot_digest_is_told_and_can_be_passed_over(
    world: World, tmp_path: Path
) -> None:
    record(world, 5)
    run(world, worth(1))

    def choke(events: Sequence[Recorded]) -> None:
        if any(one.position == 3 for one in events):
            raise Poison("cannot digest 3")

    poisoned, workshop = worth(2, choke), shop(world, tmp_path)
    assert renew(poisoned, HERE, workshop) == Renewed()
    with world.services.reading(HERE) as connection:
        at = positions.standing(connection, "worth", HERE)
    assert at is not None
    assert (at.position, at.failures, at.version) == (6, 1, 1)
    assert at.error == "rebuild: event 3: Poison: cannot digest 3"
    assert renew(poisoned, HERE, workshop) == Renewed()  # rests
    passed = PassOverEvent("worth", "broken by an import", "Jan Jansen")
    assert world.execute(passed) == 3
    assert renew(poisoned, HERE, workshop).in_place
    # Passing over is an event itself; the one that was passed over counts no more.
    assert seen(world) == (2, 7, 2 * 6)
    with world.services.reading(HERE) as connection:
        assert list(differences(connection, poisoned, HERE)) == []


def test_rows_of_a_newer_version_are_left_alone(world: World, tmp_path: Path) -> None:
    record(world, 2)
    assert run(world, worth(2)) == 2 + PUBLISHED
    record(world, 2)
    assert run(world, worth(1)) == 0
    assert renew(worth(1), HERE, shop(world, tmp_path)) == Renewed()
    with world.services.reading(HERE) as connection:
        assert not of_this_version(connection, worth(1), HERE)
    assert seen(world) == (2, 3, 6)


def test_reaction_is_never_rebuilt(sqlite_world: World, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="reaction"):
        renew(Consumer("reacting", worth(1).fold), HERE, shop(sqlite_world, tmp_path), anew=True)


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda p: p.name)
def test_rebuilt_beside_is_what_it_was(
    busy: World, projection: Consumer[Connection], tmp_path: Path
) -> None:
    before = rows(busy, projection)
    assert all(before.values())
    workshop = shop(busy, tmp_path)
    assert renew(projection, HERE, workshop, anew=True, patience=math.inf).in_place
    assert rows(busy, projection) == before
    newer = replace(projection, version=projection.version + 1)
    assert renew(newer, HERE, workshop).in_place
    assert rows(busy, projection) == before


def test_clock_and_relay_call_for_what_must_be_rebuilt(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world.submit()
    world.settle()
    names = tuple(Consumers(world.services).names)

    def behind() -> list[str]:
        with world.services.reading_everywhere() as connection:
            return municipalities_behind(connection, names, world.clock.at)

    assert (behind(), Consumers(world.services).behind(HERE)) == (["buurdorp"], [])
    newer = [replace(p, version=2) if p.name == "listing" else p for p in PROJECTIONS]
    monkeypatch.setattr(consumers, "PROJECTIONS", newer)
    monkeypatch.setitem(VERSIONS, "listing", 2)
    assert HERE in behind()
    working: Any = Consumers(
        replace(
            world.services,
            settings=world.services.settings.model_copy(update={"scratch_dir": tmp_path}),
        )
    )
    assert working.behind(HERE) == ["listing"]
    assert working.follow("listing", HERE) > 0
    assert (behind(), working.behind(HERE)) == (["buurdorp"], [])
    monkeypatch.setitem(VERSIONS, "listing", 1)  # the release before, still at work
    assert behind() == ["buurdorp"]


def test_status_shows_a_rebuild_under_way_and_the_event_that_stops_one(
    sqlite_world: World, tmp_path: Path
) -> None:
    world = sqlite_world
    record(world, BATCH + 10)
    run(world, worth(1))
    renew(worth(2), HERE, shop(world, tmp_path), patience=0)
    with world.services.reading_everywhere() as connection:
        [under_way] = rebuilds.under_way(connection)
    assert (under_way.consumer, under_way.version, under_way.position) == ("worth", 2, BATCH)

    def choke(events: Sequence[Recorded]) -> None:
        raise Poison(f"cannot digest {events[0].position}")

    renew(worth(2, choke), HERE, shop(world, tmp_path))
    with world.services.reading_everywhere() as connection:
        [state] = engine_state(connection, consumers=["worth"], municipality_id=HERE).consumers
    assert (state.behind, state.failures, state.position) == (0, 1, BATCH + 1)
    assert state.event_type == "person.registered.v1"


def test_what_was_begun_for_an_older_version_is_removed(
    sqlite_world: World, tmp_path: Path
) -> None:
    world, where = sqlite_world, shop(sqlite_world, tmp_path)
    record(world, MANY)
    run(world, worth(1))
    for version in (2, 3, 11):
        renew(worth(version), HERE, where, patience=0)
        [left] = tmp_path.glob("*/*.db")
        assert left == where.file(worth(version), HERE)
    another = replace(worth(1), name="worth-2")
    beside = where.file(another, HERE)
    beside.touch()

    # A worker of the older release has its file in hands.
    with where.file(worth(11), HERE).with_suffix(".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        renew(worth(12), HERE, where, patience=0)
    mine = {where.file(worth(version), HERE) for version in (11, 12)}
    assert set(tmp_path.glob("*/*.db")) == {*mine, beside}

    assert renew(worth(12), HERE, where).in_place
    assert list(tmp_path.glob("*/*.db*")) == [beside]


def test_a_rebuild_for_a_newer_version_begins_at_the_beginning(world: World) -> None:
    at = world.clock.at
    later = at + timedelta(hours=1)
    with world.services.connection(HERE) as connection:
        assert rebuilds.claim(connection, "worth", HERE, 2, at)
        rebuilds.reached(connection, "worth", HERE, 2, 500, at)
        # Taken up again it goes on; the next version has nothing of it.
        assert rebuilds.claim(connection, "worth", HERE, 2, later)
    assert under_way(world) == [Rebuild(HERE, "worth", 2, 500, at)]
    with world.services.connection(HERE) as connection:
        assert rebuilds.claim(connection, "worth", HERE, 3, later)
        assert not rebuilds.claim(connection, "worth", HERE, 2, later + timedelta(hours=1))
    assert under_way(world) == [Rebuild(HERE, "worth", 3, 0, later)]


def under_way(world: World) -> list[Rebuild]:
    with world.services.reading_everywhere() as connection:
        return rebuilds.under_way(connection)
