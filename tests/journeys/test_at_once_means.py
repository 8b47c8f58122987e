"""Means at the same moment, with real threads on a real PostgreSQL: above all, nobody comes in behind the close."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_cases import officials
from tests.journeys.test_at_once_offices import asking
from tests.support.means import FORM, announced, dossier, made, made_up_room, row_of
from tests.support.world import HERE, World
from wijkstem.commands import taking_part
from wijkstem.commands.announcing import AnnounceMeans, CloseMeans
from wijkstem.commands.means import ChangeMeans, MakeMeans
from wijkstem.commands.taking_part import take_part
from wijkstem.domain.people import Actor
from wijkstem.events.means import MeansAnnounced, MeansChanged, MeansClosed
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.means import Means, MeansVersion
from wijkstem.words.means import MeansKind, MeansState

_means = table_of(Means)


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    with made_up_room(MeansKind.DISCUSSION):
        yield


def test_numbers_of_means_are_handed_out_once(postgres_world: World) -> None:
    world = postgres_world
    form = replace(FORM, dossier_id=dossier(world))
    people = officials(world, 8)
    ended = at_once([asking(world, MakeMeans(form), who) for who in people])
    assert kinds(ended) == {"done": 8}
    assert {row["number"] for row in world.rows(Means)} == {f"2026-{n:04}" for n in range(1, 9)}


def test_means_that_many_announce_is_announced_once(postgres_world: World) -> None:
    world = postgres_world
    means_id = made(world)
    people = officials(world, 6)
    ended = at_once([asking(world, AnnounceMeans(means_id, 1), who) for who in people])
    assert kinds(ended) == {"done": 6}
    assert len(world.events(MeansAnnounced)) == len(world.rows(DossierEntry)) == 1
    assert len(world.rows(MeansVersion)) == 1


def test_means_that_two_change_is_changed_by_one(postgres_world: World) -> None:
    world = postgres_world
    means_id = made(world)
    form = replace(FORM, dossier_id=row_of(world, means_id)["dossier_id"], title="Anders")
    asked = ChangeMeans(means_id, 1, form)
    ended = at_once([asking(world, asked, who) for who in officials(world, 5)])
    assert kinds(ended) == {"done": 1, "changed_meanwhile": 4}


def coming_in(world: World, means_id: UUID, who: Actor) -> Callable[[], object]:
    """Somebody who takes part, thinks for a moment, and leaves a line in the log."""
    dossier_id = row_of(world, means_id)["dossier_id"]

    def come() -> object:
        with world.services.unit_of_work(HERE) as uow:
            work = world.services.work(uow, who)
            taking = take_part(means_id, work, kind=MeansKind.DISCUSSION)
            time.sleep(0.05)
            # Stands for what people do in a room: any event about the means.
            mark = MeansChanged(
                means_id=means_id,
                dossier_id=dossier_id,
                revision=taking.means.revision,
                announced=True,
                closes_on=None,
                changed_on=work.today,
                official_id=None,
            )
            work.record(mark)
            return taking.person_id

    return come


def races(world: World) -> list[bool]:
    """Of five closes that people race against: whether each came behind everybody who was let in."""
    people = [world.person(f"resident-{n}") for n in range(8)]
    found = []
    for _ in range(5):
        means_id = announced(world)
        close = asking(world, CloseMeans(means_id, "Genoeg."), world.official)
        entering = [coming_in(world, means_id, who) for who in people]
        ended = at_once([*entering[:4], close, *entering[4:]])
        assert set(kinds(ended)) <= {"done", "closed"}
        assert row_of(world, means_id)["state"] is MeansState.CLOSED
        came = [one for one in world.recorded() if getattr(one.event, "means_id", 0) == means_id]
        found.append(isinstance(came[-1].event, MeansClosed))
    return found


def test_nobody_comes_in_behind_the_close(postgres_world: World) -> None:
    """Whoever was let in stands in the log before the close, however they raced: the close waits for them."""
    assert races(postgres_world) == [True] * 5


def test_without_the_lock_somebody_does(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlocked(means_id: UUID, work: Work) -> Any:
        found = select(_means).where(_means.c.municipality_id == HERE, _means.c.id == means_id)
        return work.connection.execute(found).one()

    monkeypatch.setattr(taking_part, "_held", unlocked)
    assert not all(races(postgres_world))
