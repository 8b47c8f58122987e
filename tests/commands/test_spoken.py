"""Spoken plans and films beside a draft: whatever ends halfway, no file stays that nothing points at."""

from functools import partial
from uuid import UUID, uuid4

import pytest

from tests.commands.test_media import kept
from tests.journeys.test_at_once import at_once
from tests.support.world import HERE, World
from wijkstem.adapters.files import key_of
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.drafts import SaveDraft, ThrowAwayDraft
from wijkstem.commands.films import AddFilm, TellFilm
from wijkstem.commands.media import AnnounceFiles
from wijkstem.commands.spoken import AddRecording, RemoveRecording, SendRecording, TypeOut
from wijkstem.domain.people import Actor
from wijkstem.errors import Conflict, NotAllowed, NotFound
from wijkstem.events.drafts import PlanTypedOut
from wijkstem.tables.drafts import Draft
from wijkstem.tables.media import Film, SpokenPlan
from wijkstem.tables.moderation import Case
from workers.tidying import tidy

KIND = "burgerinitiatief"


def file(world: World, who: Actor, content: bytes, ending: str) -> tuple[UUID, str]:
    """A file on disk that is announced, and of nothing yet."""
    owner, files = uuid4(), world.services.files
    assert files is not None
    key = key_of(HERE, owner, content, ending)
    world.execute(AnnounceFiles([key]), who)
    files.put(key, content)
    return owner, key


def draft_of(world: World, who: Actor) -> UUID:
    draft = uuid4()
    world.execute(SaveDraft(draft, KIND, 0, "p", {}), who)
    return draft


def spoken(world: World, who: Actor, content: bytes = b"voice") -> tuple[UUID, UUID]:
    """The draft and its recording, at the municipality."""
    draft = draft_of(world, who)
    recording, key = file(world, who, content, "m4a")
    world.execute(AddRecording(draft, recording, key, 12), who)
    world.execute(SendRecording(draft, recording), who)
    return draft, recording


def filmed(world: World, who: Actor, content: bytes = b"film") -> UUID:
    draft = draft_of(world, who)
    film, key = file(world, who, content, "mp4")
    world.execute(AddFilm(draft, film, key, 16, 9, 3), who)
    return draft


def typed(recording: UUID, title: str = "Een bankje erbij") -> TypeOut:
    return TypeOut(recording, 1, True, {"title": title})


def test_asked_twice_is_asked_once(world: World) -> None:
    anna = world.person("anna")
    draft, recording = spoken(world, anna)
    world.execute(SendRecording(draft, recording), anna)
    assert [row["target_id"] for row in world.rows(Case)] == [recording]
    with pytest.raises(NotFound):
        world.execute(SendRecording(draft, uuid4()), anna)


def test_what_waits_for_the_municipality_is_not_thrown_away(world: World) -> None:
    anna = world.person("anna")
    draft, recording = spoken(world, anna)
    world.execute(SaveDraft(draft, KIND, 0, "q", {"title": "Een begin"}), anna)
    world.pass_days(120)
    tidy(world.services, HERE)
    assert len(world.rows(Draft)) == 1
    world.execute(TypeOut(recording, 2, True, {"title": "Een bankje"}), world.official)
    [event] = world.events(PlanTypedOut)
    assert (event.waited, event.late, event.understood) == (120, True, True)
    world.pass_days(91)
    tidy(world.services, HERE)
    assert (world.rows(Draft), world.rows(SpokenPlan), kept(world)) == ([], [], set())


def test_of_many_officials_one_types_it_out(world: World) -> None:
    _, recording = spoken(world, world.person("anna"))
    official = world.official
    told = at_once([lambda: world.execute(typed(recording), official) for _ in range(8)])
    assert sum(one is None for one in told) == 1
    assert all(isinstance(one, Conflict) for one in told if one is not None)
    assert len(world.events(PlanTypedOut)) == 1


def test_taken_back_while_it_is_typed_out(world: World) -> None:
    anna = world.person("anna")
    draft, recording = spoken(world, anna)
    official = world.official
    at_once(
        [
            lambda: world.execute(RemoveRecording(draft), anna),
            lambda: world.execute(typed(recording), official),
        ]
    )
    assert world.rows(SpokenPlan) == []
    assert all(row["closed_at"] is not None for row in world.rows(Case))


def test_one_draft_has_one_film_and_one_recording_however_many_are_sent(world: World) -> None:
    anna, draft = world.person("anna"), draft_of(world, world.person("anna"))
    films = [file(world, anna, bytes([n]), "mp4") for n in range(6)]
    voices = [file(world, anna, bytes([n]), "m4a") for n in range(6)]
    at_once(
        [
            *(
                partial(world.execute, AddFilm(draft, one, key, 16, 9, 3), anna)
                for one, key in films
            ),
            *(
                partial(world.execute, AddRecording(draft, one, key, 3), anna)
                for one, key in voices
            ),
        ]
    )
    assert (len(world.rows(Film)), len(world.rows(SpokenPlan))) == (1, 1)
    tidy(world.services, HERE)
    assert len(kept(world)) == 2


def test_gone_with_the_draft_and_with_the_person(world: World) -> None:
    anna = world.person("anna")
    draft, _ = spoken(world, anna)
    film = filmed(world, anna)
    world.execute(ThrowAwayDraft(draft), anna)
    world.execute(ThrowAwayDraft(film), anna)
    assert (world.rows(SpokenPlan), world.rows(Film)) == ([], [])
    spoken(world, anna, b"again")
    world.execute(TellFilm(filmed(world, anna, b"again"), "Wat er te zien is"), anna)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    assert (world.rows(SpokenPlan), world.rows(Film)) == ([], [])
    assert [row["closed_as"] for row in world.rows(Case)] == ["overtaken", "overtaken"]
    tidy(world.services, HERE)
    assert kept(world) == set()


def test_not_by_a_resident(world: World) -> None:
    anna = world.person("anna")
    _, recording = spoken(world, anna)
    with pytest.raises(NotAllowed):
        world.execute(typed(recording), anna)
