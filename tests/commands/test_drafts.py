"""Drafts that nobody goes on with, and those of people who go; on both engines."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.drafts import SaveDraft, ThrowAwayOldDrafts
from wijkstem.commands.initiatives import SubmitInitiative
from wijkstem.domain.people import ANYONE
from wijkstem.errors import Conflict, NotAllowed, RuleBroken
from wijkstem.queries.sweep import municipalities_with_old_drafts
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import Initiative
from workers.tidying import tidy

KIND = "burgerinitiatief"
#: Threads of a race.
MANY = 8


def test_old_ones_go_and_no_others(world: World) -> None:
    anna, old, new = world.person("anna"), uuid4(), uuid4()
    world.execute(SaveDraft(old, KIND, 0, "p", {"title": "Oud"}), anna)
    world.pass_days(60)
    world.execute(SaveDraft(new, KIND, 0, "p", {"title": "Nieuw"}), anna)
    assert tidy(world.services, "testdorp") == 1, "her session, and no draft"
    assert {row["id"] for row in world.rows(Draft)} == {old, new}
    world.pass_days(33)
    with world.services.reading_everywhere() as connection:
        today = world.clock.now().date()
        assert municipalities_with_old_drafts(connection, today) == ["testdorp"]
    assert tidy(world.services, "buurdorp") == 0
    assert tidy(world.services, "testdorp") == 1
    assert [row["id"] for row in world.rows(Draft)] == [new]
    assert tidy(world.services, "testdorp") == 0


def test_going_on_keeps_it_longer(world: World) -> None:
    anna, draft = world.person("anna"), uuid4()
    world.execute(SaveDraft(draft, KIND, 0, "p", {"title": "Oud"}), anna)
    world.pass_days(60)
    world.execute(SaveDraft(draft, KIND, 1, "q", {"title": "Nieuw"}), anna)
    world.pass_days(60)
    assert tidy(world.services, "testdorp") == 1, "her session, and no draft"
    assert [row["id"] for row in world.rows(Draft)] == [draft]


def test_erased_with_the_account(world: World) -> None:
    anna, bram = world.person("anna"), world.person("bram")
    for who in (anna, bram):
        world.execute(SaveDraft(uuid4(), KIND, 0, "p", {"title": "Van wie"}), who)
    world.execute(ErasePerson(anna.person_id), anna)  # type: ignore[arg-type]  # a person's actor has one
    assert [row["person_id"] for row in world.rows(Draft)] == [bram.person_id]


def test_not_by_anybody(world: World) -> None:
    with pytest.raises(NotAllowed):
        world.execute(SaveDraft(uuid4(), KIND, 0, "p", {}), ANYONE)
    with pytest.raises(NotAllowed):
        world.execute(ThrowAwayOldDrafts(), world.official)


def _at_once(world: World, commands: list[object], name: str) -> list[object]:
    """What each thread was told."""
    who, gate = world.person(name), threading.Barrier(len(commands))

    def one(command: object) -> object:
        gate.wait()
        try:
            return world.execute(command, who)
        except (Conflict, RuleBroken) as no:
            return no.code

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(one, commands))


def test_windows_that_save_one_draft_at_once_lose_nothing(world: World) -> None:
    draft = uuid4()
    commands: list[object] = [
        SaveDraft(draft, KIND, 0, f"p{n}", {"title": f"Titel {n}"}) for n in range(MANY)
    ]
    told = _at_once(world, commands, "anna")
    assert sorted(map(str, told)) == ["1", *["edited_meanwhile"] * (MANY - 1)]
    assert [row["revision"] for row in world.rows(Draft)] == [1]


def test_number_of_drafts_holds_at_once(world: World) -> None:
    anna = world.person("anna")
    for _ in range(18):
        world.execute(SaveDraft(uuid4(), KIND, 0, "p", {}), anna)
    told = _at_once(world, [SaveDraft(uuid4(), KIND, 0, "p", {}) for _ in range(MANY)], "anna")
    assert told.count("too_many_drafts") == MANY - 2
    assert len(world.rows(Draft)) == 20


def test_draft_that_is_sent_while_it_changes_is_sent_as_it_was_seen(world: World) -> None:
    anna, draft = world.person("anna"), uuid4()
    texts = {"decision": "Plant tien bomen."}
    world.execute(SaveDraft(draft, KIND, 0, "p", {"title": "Meer bomen in de straat"}), anna)
    send = SubmitInitiative(KIND, "Meer bomen in de straat", "WK990100", texts, draft, "other", 1)
    save = SaveDraft(draft, KIND, 1, "p", {"title": "Minder bomen in de straat"})
    sent, saved = _at_once(world, [send, save], "anna")
    filed = world.rows(Initiative)
    if filed:
        assert saved == "sent_meanwhile"
        assert [row["title"] for row in filed] == ["Meer bomen in de straat"]
        assert world.rows(Draft) == []
    else:
        assert (sent, saved) == ("draft_changed", 2)
        assert [row["revision"] for row in world.rows(Draft)] == [2]
