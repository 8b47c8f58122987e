"""A new key for the tags: nobody becomes a stranger, nobody signs twice, and the old key can go in the end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr, ValidationError

from tests.commands.test_initiatives import refusal
from tests.support.web import with_settings
from tests.support.world import TAG_KEY, World, settings_for
from wijkstem.commands.accounts import ErasePerson, Identity, LogIn
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.commands.tag_keys import RetireTagKey
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.errors import BadConfiguration
from wijkstem.events.accounts import PersonRegistered
from wijkstem.queries.tag_keys import KeyUse, tag_key_use
from wijkstem.tables.accounts import Person, WayIn
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.words import Role

NEW_KEY = "another-key-for-tests-that-opens-nothing-either"
ANNA = Identity("bsn:123456782", "Anna", neighbourhood_code="WK990100")


def knowing(world: World, current: str, *others: str) -> World:
    """The same database, served by a process with these keys."""
    keys = {"1": SecretStr(TAG_KEY), "2": SecretStr(NEW_KEY)}
    return with_settings(
        world,
        tag_key_id=current,
        tag_key=keys[current],
        other_tag_keys={name: keys[name] for name in others},
    )


def before(world: World) -> World:
    return knowing(world, "1")


def known_everywhere(world: World) -> World:
    """The first step: every process knows the new key, none uses it yet."""
    return knowing(world, "1", "2")


def rotated(world: World) -> World:
    """The second step."""
    return knowing(world, "2", "1")


def come_in(world: World, identity: Identity = ANNA) -> Actor:
    return Actor(world.execute(LogIn(identity)).person_id, frozenset({Role.RESIDENT}))


def test_person_moves_to_the_new_key_at_the_next_login(world: World) -> None:
    first = come_in(before(world))
    [old] = world.rows(Person)
    assert [row["key_id"] for row in world.rows(WayIn)] == ["1"]
    second = come_in(rotated(world))
    [new] = world.rows(Person)
    assert second.person_id == first.person_id
    assert (old["tag_key"], new["tag_key"]) == ("1", "2")
    assert new["identity_tag"] != old["identity_tag"]
    assert sorted(row["key_id"] for row in world.rows(WayIn)) == ["1", "2"]
    assert len(world.events(PersonRegistered)) == 1
    come_in(rotated(world))
    assert len(world.rows(WayIn)) == 2


def test_processes_before_and_after_the_change_see_one_person(world: World) -> None:
    """While one process after the other is started again."""
    people = {
        come_in(side(world)).person_id
        for side in (known_everywhere, rotated, known_everywhere, rotated)
    }
    assert len(people) == 1
    assert len(world.rows(Person)) == 1


def test_two_processes_register_one_person_once(postgres_world: World) -> None:
    """At the same moment, each under another key: the tags' own key decides."""
    sides = [known_everywhere(postgres_world), rotated(postgres_world)]
    for number in range(10):
        identity = replace(ANNA, subject=f"bsn:{number}")
        with ThreadPoolExecutor(2) as pool:
            came = {one.person_id for one in pool.map(lambda s, i=identity: come_in(s, i), sides)}
        assert len(came) == 1
    assert len(postgres_world.rows(Person)) == 10
    assert len(postgres_world.events(PersonRegistered)) == 10


@pytest.mark.parametrize("side", [known_everywhere, rotated])
def test_nobody_signs_again_under_the_new_key(world: World, side: Callable[[World], World]) -> None:
    plan = before(world).open()
    before(world).execute(Sign(plan), come_in(before(world)))
    later = side(world)
    anna = come_in(later)
    assert refusal(later, Sign(plan), anna) == "signed_already"
    later.execute(WithdrawSignature(plan), anna)
    later.execute(Sign(plan), anna)
    assert len(world.rows(Signature)) == 1


def test_who_was_erased_and_came_back_under_the_new_key_does_not_sign_again(world: World) -> None:
    plan = before(world).open()
    anna = come_in(before(world))
    before(world).execute(Sign(plan), anna)
    assert anna.person_id is not None
    before(world).execute(ErasePerson(anna.person_id), anna)
    later = rotated(world)
    back = come_in(later)
    assert back.person_id != anna.person_id
    assert refusal(later, Sign(plan), back) == "signed_already"
    assert len(world.rows(Signature)) == 1


def test_new_plan_is_signed_under_the_new_key(world: World) -> None:
    later = rotated(world)
    plan = later.open()
    anna = come_in(later)
    later.execute(Sign(plan), anna)
    assert [row["tag_key"] for row in world.rows(Initiative)] == ["2"]
    assert refusal(known_everywhere(world), Sign(plan), anna) == "signed_already"


def test_who_came_in_before_the_new_key_was_known_comes_in_again(world: World) -> None:
    anna = come_in(before(world))
    later = rotated(world)
    plan = later.open()
    assert refusal(later, Sign(plan), anna) == "log_in_again"
    assert world.rows(Signature) == []
    later.execute(Sign(plan), come_in(later))
    assert len(world.rows(Signature)) == 1


def test_key_that_was_taken_away_too_early_counts_nobody_twice(world: World) -> None:
    """It fails, and says which; it does not make a tag with something else."""
    plan = before(world).open()
    anna = come_in(rotated(world))
    with pytest.raises(BadConfiguration, match="'1' is in use"):
        knowing(world, "2").execute(Sign(plan), anna)


def test_key_is_retired_when_nothing_needs_it(world: World) -> None:
    plan = before(world).open(before(world).person("submitter"))
    later = rotated(world)
    anna = come_in(later)
    assert refusal(later, RetireTagKey("2"), SYSTEM) == "key_is_current"
    assert refusal(later, RetireTagKey("1"), SYSTEM) == "key_in_use"
    assert refusal(later, RetireTagKey("1"), anna) == "not_allowed"
    assert uses(later) == [KeyUse("1", 2, 1), KeyUse("2", 1, 0)]
    close(later, plan)
    assert later.execute(RetireTagKey("1")) == 3
    assert [row["key_id"] for row in world.rows(WayIn)] == ["2"]
    assert uses(later) == [KeyUse("1", 2, 0), KeyUse("2", 1, 0)]
    assert come_in(knowing(world, "2")).person_id == anna.person_id


def close(world: World, plan: UUID) -> None:
    submitter = next(row["submitter_id"] for row in world.rows(Initiative))
    world.execute(TakeStep(plan, 2, "withdraw"), Actor(submitter, frozenset({Role.RESIDENT})))


def uses(world: World) -> list[KeyUse]:
    with world.services.reading("testdorp") as connection:
        return tag_key_use(connection, "testdorp")


@pytest.mark.parametrize(
    "values",
    [
        {"tag_key_id": "a key"},
        {"tag_key_id": "2", "other_tag_keys": {"2": SecretStr(TAG_KEY)}},
        {"other_tag_keys": {"2": SecretStr("short")}},
    ],
)
def test_keys_that_do_not_fit_stop_the_boot(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings_for("sqlite://", **values)


def test_keys_are_shown_nowhere(world: World) -> None:
    assert NEW_KEY not in repr(rotated(world).services)
    assert NEW_KEY not in repr(rotated(world).services.tag_keys)


def test_facts_have_a_day_and_a_source(world: World) -> None:
    world.execute(LogIn(ANNA, "digid"))
    [row] = world.rows(Person)
    told = {name: row[name] for name in ("residence_source", "birth_date_source", "lives_here")}
    assert told == {"residence_source": "digid", "birth_date_source": "digid", "lives_here": True}
    first = row["residence_checked_on"]
    world.clock.at += timedelta(days=3)
    silent = replace(ANNA, neighbourhood_code=None, tells_residence=False, tells_birth=False)
    world.execute(LogIn(silent, "other"))
    [row] = world.rows(Person)
    assert (row["neighbourhood_code"], row["residence_source"]) == ("WK990100", "digid")
    assert row["residence_checked_on"] == first
    world.execute(LogIn(replace(ANNA, neighbourhood_code=None, lives_here=True), "digid"))
    [row] = world.rows(Person)
    assert (row["neighbourhood_code"], row["lives_here"]) == (None, True)
    assert (row["residence_checked_on"] - first).days == 3
