"""What must hold of files after a storm: what is pointed at is there, what is there is known, and nothing too often."""

from collections import Counter

from tests.fire.ledger import Answer, Ledger
from tests.fire.town import Town
from tests.support.world import World
from wijkstem.adapters.files import is_whole
from wijkstem.domain.carrying_out import PHOTOS_MOST
from wijkstem.domain.media import MOST_PHOTOS
from wijkstem.events.carrying_out import WorkPhotoAdded
from wijkstem.events.drafts import PlanTypedOut
from wijkstem.tables.carrying_out import WorkPhoto
from wijkstem.tables.drafts import Draft
from wijkstem.tables.media import Film, LooseFile, Photo, SpokenPlan
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind


def files_are_whole(world: World, town: Town) -> None:
    """Every file that a row points at is there and whole; every other that is there, the clock will take away."""
    pictures = [*world.rows(Photo), *world.rows(WorkPhoto)]
    keys = [row[size] for row in pictures for size in ("large", "small")]
    keys += [row["key"] for row in (*world.rows(Film), *world.rows(SpokenPlan))]
    assert keys
    for key in keys:
        assert is_whole(key, town.shelf / key), key
    loose = {row["key"] for row in world.rows(LooseFile)}
    assert loose.isdisjoint(keys)
    there = {
        file.relative_to(town.shelf).as_posix()
        for file in town.shelf.rglob("*")
        if file.is_file() and file.suffix in {".webp", ".mp4", ".m4a"}
    }
    assert there <= {*keys, *loose}


def nothing_too_often(world: World, town: Town, ledger: Ledger) -> None:
    """No more photos than may be, one film each; what was accepted is there, and a plan is typed out once."""
    held = Counter(row["draft_id"] for row in world.rows(Photo))
    assert held
    assert max(held.values()) <= MOST_PHOTOS
    who = town.supporters[11].id
    accepted = ledger.answers["photo", who].count(Answer.ACCEPTED)
    assert min(accepted, MOST_PHOTOS) <= sum(held.values())
    [film] = world.rows(Film)
    assert film["transcript"]
    added = [one.photo_id for one in world.events(WorkPhotoAdded)]
    photos = world.rows(WorkPhoto)
    assert sorted(added) == sorted(row["id"] for row in photos)
    assert photos
    assert max(Counter(row["part_id"] for row in photos).values()) <= PHOTOS_MOST
    [spoken] = world.rows(SpokenPlan)
    [typed] = world.events(PlanTypedOut)
    assert (typed.draft_id, typed.understood) == (spoken["draft_id"], True)
    [draft] = world.rows(Draft, id=spoken["draft_id"])
    assert "Zet een bank in het park." in str(draft["answers"])
    [case] = world.rows(Case, kind=CaseKind.SPOKEN)
    assert case["closed_at"] is not None
