"""Files and rows: whatever ends halfway, no file stays that nothing points at, and none goes that something does."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from tests.support.world import World
from wijkstem.adapters.files import MemoryFiles, key_of
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.drafts import SaveDraft, ThrowAwayDraft
from wijkstem.commands.initiatives import SubmitInitiative, TakeStep
from wijkstem.commands.media import AddPhoto, AnnounceFiles, File, TakeLooseFiles
from wijkstem.domain.people import Actor
from wijkstem.errors import Conflict, NotAllowed, RuleBroken
from wijkstem.queries.sweep import municipalities_with_loose_files
from wijkstem.tables.accounts import LoginSession
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import LooseFile, Photo
from workers.tidying import tidy

KIND = "burgerinitiatief"
TEXTS = {"decision": "Plant tien bomen."}


def kept(world: World) -> set[str]:
    files = world.services.files
    assert isinstance(files, MemoryFiles)
    return set(files.kept)


def announced(world: World, who: Actor, content: bytes) -> tuple[UUID, File, File]:
    """Two files of a photo, on disk but of nothing yet."""
    photo, files = uuid4(), world.services.files
    assert files is not None
    keys = [key_of("testdorp", photo, content + size, "webp") for size in (b"large", b"small")]
    world.execute(AnnounceFiles(keys), who)
    for key in keys:
        files.put(key, content)
    large, small = (File(key, 10, 10) for key in keys)
    return photo, large, small


def with_photo(world: World, who: Actor, content: bytes = b"one") -> UUID:
    draft = uuid4()
    world.execute(SaveDraft(draft, KIND, 0, "p", {"title": "Meer bomen in de straat"}), who)
    world.execute(AddPhoto(draft, *announced(world, who, content), "Een boom"), who)
    return draft


def test_announced_and_never_used_goes_after_an_hour(world: World) -> None:
    anna = world.person("anna")
    announced(world, anna, b"one")
    used = with_photo(world, anna, b"two")
    assert tidy(world.services, "testdorp") == 0
    world.pass_days(1)
    with world.services.reading_everywhere() as connection:
        assert municipalities_with_loose_files(connection, world.clock.now()) == ["testdorp"]
    assert tidy(world.services, "buurdorp") == 0
    assert tidy(world.services, "testdorp") == 3, "the two files, and her session"
    assert world.rows(LoginSession) == []
    assert len(kept(world)) == 2
    assert [row["draft_id"] for row in world.rows(Photo)] == [used]


def test_files_that_went_meanwhile_are_not_pointed_at(world: World) -> None:
    anna, draft = world.person("anna"), uuid4()
    world.execute(SaveDraft(draft, KIND, 0, "p", {}), anna)
    photo = announced(world, anna, b"slow")
    world.pass_days(1)
    tidy(world.services, "testdorp")
    with pytest.raises(Conflict):
        world.execute(AddPhoto(draft, *photo, "Een boom"), anna)
    assert world.rows(Photo) == []


def test_thrown_away_with_the_draft(world: World) -> None:
    anna = world.person("anna")
    draft, other = with_photo(world, anna), with_photo(world, anna, b"other")
    world.execute(ThrowAwayDraft(draft), anna)
    assert tidy(world.services, "testdorp") == 2
    assert [row["draft_id"] for row in world.rows(Photo)] == [other]
    world.pass_days(91)
    assert tidy(world.services, "testdorp") == 4, (
        "the draft that nobody went on with, its files, and her session"
    )
    assert (kept(world), world.rows(LooseFile)) == (set(), [])
    assert (world.rows(Draft), world.rows(LoginSession)) == ([], [])


def filed(world: World, who: Actor, content: bytes) -> UUID:
    draft = with_photo(world, who, content)
    command = SubmitInitiative(
        KIND, "Meer bomen in de straat", "WK990100", TEXTS, draft, "other", 2
    )
    world.execute(command, who)
    return draft


@pytest.mark.parametrize(("texts", "left"), [(False, 1), (True, 0)])
def test_erased_as_the_words_of_the_plan(world: World, texts: bool, left: int) -> None:
    """Of a public plan photos stay as its words do, unless that is asked; what was not sent goes."""
    anna = world.person("anna")
    public, refused = filed(world, anna, b"public"), filed(world, anna, b"refused")
    with_photo(world, anna, b"draft")
    world.execute(TakeStep(public, 1, "admit"), world.official)
    world.execute(
        TakeStep(refused, 1, "refuse", "complaint", "Dit is eigenlijk een klacht."), world.official
    )
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id, texts=texts), anna)
    assert len(world.rows(Photo)) == left
    tidy(world.services, "testdorp")
    assert len(kept(world)) == 2 * left


def test_not_by_anybody(world: World) -> None:
    with pytest.raises(NotAllowed):
        world.execute(TakeLooseFiles(lambda key: None), world.official)


def test_number_of_photos_holds_at_once(world: World) -> None:
    anna, draft = world.person("anna"), uuid4()
    world.execute(SaveDraft(draft, KIND, 0, "p", {}), anna)
    photos = [announced(world, anna, bytes([n])) for n in range(8)]
    gate = threading.Barrier(len(photos))

    def add(photo: tuple[UUID, File, File]) -> str:
        gate.wait()
        try:
            world.execute(AddPhoto(draft, *photo, "Een boom"), anna)
        except RuleBroken as no:
            return no.code
        return "added"

    with ThreadPoolExecutor(len(photos)) as pool:
        told = sorted(pool.map(add, photos))
    assert told == ["added"] * 5 + ["too_many_photos"] * 3
    assert sorted(row["place"] for row in world.rows(Photo)) == [1, 2, 3, 4, 5]
    assert world.rows(Initiative) == []
