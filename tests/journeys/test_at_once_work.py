"""What officials do at the same moment with what is carried out, with real threads on a real PostgreSQL."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from tests.journeys.test_at_once import at_once, kinds, problems
from tests.journeys.test_at_once_offices import asking
from tests.support.carried import DIG, PLANT, done, planned
from tests.support.world import World
from wijkstem.adapters.files import key_of
from wijkstem.commands.carried_out import EndWithPlan, FinishCarryingOut, StopCarryingOut
from wijkstem.commands.media import AnnounceFiles, File
from wijkstem.commands.work_parts import AddWorkPart, AddWorkPhoto, UpdateWorkPart
from wijkstem.domain.carrying_out import PHOTOS_MOST, EndForm, PartForm
from wijkstem.events.carrying_out import (
    CarryingOutFinished,
    CarryingOutStopped,
    WorkPartAdded,
    WorkPartUpdated,
    WorkPhotoAdded,
)
from wijkstem.kit.clock import local_date
from wijkstem.kit.ids import new_id
from wijkstem.tables.carrying_out import CarryingOut, WorkPart, WorkPartVersion, WorkPhoto
from wijkstem.tables.media import LooseFile
from wijkstem.words import CarryingOutState, Role

END = EndForm("Alle bomen staan er.", 12_000, 11_500)


def photo(world: World, part: UUID) -> Callable[[], object]:
    """An official whose photo is written, and who shows it now."""
    photo_id, files, who = new_id(), world.services.files, world.official
    assert files is not None
    keys = [key_of("testdorp", photo_id, size, "webp") for size in (b"large", b"small")]
    world.execute(AnnounceFiles(keys), who)
    for key in keys:
        files.put(key, b"a photo")
    large, small = (File(key, 10, 10) for key in keys)
    return asking(world, AddWorkPhoto(part, photo_id, large, small, "Een boom"), who)


def settled(world: World) -> UUID:
    """Both parts were done; what is left is to say so."""
    plan, first, second = planned(world)
    day = local_date(world.clock.now())
    for part, form in ((first, DIG), (second, PLANT)):
        world.execute(UpdateWorkPart(part, 1, done(day, part=form)), world.official)
    return plan


def test_part_that_two_officials_tell_of_keeps_the_first(postgres_world: World) -> None:
    world = postgres_world
    _, part, _ = planned(world)
    officials = [world.person(f"official {n}", Role.OFFICIAL) for n in range(6)]
    day = local_date(world.clock.now())
    jobs = [
        asking(world, UpdateWorkPart(part, 1, done(day, f"Nieuws {n}.")), one)
        for n, one in enumerate(officials)
    ]
    assert kinds(at_once(jobs)) == {"done": 1, "changed_meanwhile": 5}
    [told] = world.events(WorkPartUpdated)
    [row] = world.rows(WorkPart, id=part)
    said = {one["revision"]: one["news"] for one in world.rows(WorkPartVersion, part_id=part)}
    [author] = [n for n, one in enumerate(officials) if one.person_id == told.official_id]
    assert (row["revision"], set(said), said[2]) == (2, {1, 2}, f"Nieuws {author}.")
    assert problems(world) == []


def test_no_more_photos_than_a_part_may_have(postgres_world: World) -> None:
    world = postgres_world
    _, part, _ = planned(world)
    ended = kinds(at_once([photo(world, part) for _ in range(PHOTOS_MOST + 3)]))
    assert ended == {"done": PHOTOS_MOST, "too_many_photos": 3}
    shown = world.rows(WorkPhoto, part_id=part)
    assert {row["id"] for row in shown} == {one.photo_id for one in world.events(WorkPhotoAdded)}
    # The files of the three that came too late are still known, and go by themselves.
    assert len(world.rows(LooseFile)) == 2 * 3
    assert problems(world) == []


def test_end_and_photos_at_once_both_hold(postgres_world: World) -> None:
    """A photo of what was done may come after the end: nobody waits for the other in vain, and each is counted once."""
    world = postgres_world
    plan = settled(world)
    [part, *_] = [row["id"] for row in world.rows(WorkPart)]
    [work] = world.rows(CarryingOut, initiative_id=plan)
    finish = FinishCarryingOut(plan, work["revision"], END)
    ends = [asking(world, finish, world.official) for _ in range(3)]
    ended = kinds(at_once([*ends, *(photo(world, part) for _ in range(3))]))
    assert ended == {"done": 4, "changed_meanwhile": 2}
    assert len(world.events(CarryingOutFinished)) == 1
    assert len(world.events(WorkPhotoAdded)) == len(world.rows(WorkPhoto)) == 3
    [work] = world.rows(CarryingOut, initiative_id=plan)
    assert work["state"] is CarryingOutState.DONE
    assert problems(world) == []


def test_what_ends_in_three_ways_at_once_ends_once(postgres_world: World) -> None:
    world = postgres_world
    plan = settled(world)
    [work] = world.rows(CarryingOut, initiative_id=plan)
    jobs = [
        asking(world, FinishCarryingOut(plan, work["revision"], END), world.official),
        asking(world, StopCarryingOut(plan, work["revision"], "Het geld is op."), world.official),
        lambda: world.execute(EndWithPlan(plan)),
    ]
    at_once(jobs)
    finished, stopped = world.events(CarryingOutFinished), world.events(CarryingOutStopped)
    [work] = world.rows(CarryingOut, initiative_id=plan)
    assert len([*finished, *stopped]) == 1
    assert work["state"] is (CarryingOutState.DONE if finished else CarryingOutState.STOPPED)
    assert problems(world) == []


def test_part_that_comes_while_it_ends_is_in_time_or_refused(postgres_world: World) -> None:
    """Nothing is done of which a part still has to be."""
    world = postgres_world
    plan = settled(world)
    [work] = world.rows(CarryingOut, initiative_id=plan)
    later = PartForm("Wij zetten er een bank bij.", date(2026, 12, 1) + timedelta(days=30))
    jobs = [asking(world, AddWorkPart(plan, later, new_id()), world.official)]
    jobs.append(asking(world, FinishCarryingOut(plan, work["revision"], END), world.official))
    at_once(jobs)
    added, finished = world.events(WorkPartAdded), world.events(CarryingOutFinished)
    assert len([*added, *finished]) == 1
    assert problems(world) == []
