"""What a consumer does when the log grows under its hands: nothing is left lying, and no commit gets a pass of its own."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from tests.eventlog.consumers import record
from tests.support.world import HERE, World
from wijkstem.eventlog import positions
from wijkstem.events.base import Recorded
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.listing import LISTING
from workers import consumers
from workers.consumers import Consumers


def listening(world: World, monkeypatch: pytest.MonkeyPatch, *, grows: int) -> list[int]:
    """The batches of the list; while it folds each of the first ``grows``, somebody commits one event more."""
    batches: list[int] = []

    def fold(connection: Connection, events: Sequence[Recorded]) -> None:
        LISTING.fold(connection, events)
        batches.append(len(events))

    real = Consumers._fold

    def folded(self: Consumers, consumer: object, municipality_id: str) -> int:
        done: int = real(self, replace(LISTING, fold=fold), municipality_id)
        if done and len(batches) <= grows:
            record(world, 1)
        return done

    monkeypatch.setattr(Consumers, "_fold", folded)
    return batches


def test_what_came_meanwhile_is_left_to_a_call(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = listening(sqlite_world, monkeypatch, grows=5)
    record(sqlite_world, 3)
    following = Consumers(sqlite_world.services)
    sqlite_world.wake.rung.clear()
    first = following.follow("listing", HERE)
    # Once by who committed, whom nobody may have heard, and once by us.
    assert (len(batches), sqlite_world.wake.rung) == (1, [HERE, HERE])
    assert first == batches[0]
    assert "listing" in following.behind(HERE)
    for _ in range(5):
        following.follow("listing", HERE)
    assert batches[1:] == [1] * 5
    assert "listing" not in following.behind(HERE)


def test_a_full_batch_goes_on_at_once(sqlite_world: World) -> None:
    record(sqlite_world, LISTING.batch + 1)
    following = Consumers(sqlite_world.services)
    following.follow("listing", HERE)
    assert "listing" not in following.behind(HERE)


def test_who_finds_the_position_held_tries_once_more_and_leaves(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    following, asked = Consumers(world.services), []
    following.follow("listing", HERE)  # from now on it has a position
    record(world, 1)
    monkeypatch.setattr(positions, "hold", lambda *_: asked.append(1))
    world.wake.rung.clear()
    assert following.follow("listing", HERE) == 0
    assert (len(asked), world.wake.rung) == (2, [])


def test_everybody_is_behind_who_never_began(world: World) -> None:
    record(world, 1)
    following = Consumers(world.services)
    assert following.behind(HERE) == list(following.names)
    for name in following.names:
        following.follow(name, HERE)
    assert following.behind(HERE) == []
    assert {one.name for one in PROJECTIONS} <= set(following.names)
    assert consumers.MOST_BATCHES > 1
