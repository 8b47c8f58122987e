"""Following a plan: once for each person, only what is public, and gone with the account."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from tests.commands.test_initiatives import refusal
from tests.eventlog.consumers import unguarded
from tests.journeys.test_at_once import at_once, kinds
from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.following import Follow, Unfollow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.queries.following import followed
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.accounts import Person
from wijkstem.tables.messages import Following


def by_mail(actor: Actor) -> Actor:
    """The same person, come in with a code by e-mail."""
    return replace(actor, strong=False)


def followers(world: World, plan: UUID) -> set[UUID]:
    return {row["person_id"] for row in world.rows(Following, initiative_id=plan)}


def without_mail(world: World) -> World:
    """The same municipality, where a mailbox alone gives nothing."""
    here = world.services.rules.of("testdorp")
    strict = replace(here, municipality=here.municipality.model_copy(update={"email_code": None}))
    return replace(world, services=replace(world.services, rules=RuleBook({"testdorp": strict})))


def test_who_follows_follows_once_and_can_stop(world: World) -> None:
    plan, anna = world.open(), world.person("anna")

    assert [world.execute(Follow(plan), anna) for _ in range(2)] == [True, False]
    assert followers(world, plan) == {anna.person_id}
    assert [world.execute(Unfollow(plan), anna) for _ in range(2)] == [True, False]
    assert followers(world, plan) == set()


def test_following_leaves_nothing_in_the_log(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    before = len(world.recorded())
    world.execute(Follow(plan), anna)
    world.execute(Unfollow(plan), anna)

    assert len(world.recorded()) == before


def test_mailbox_follows_only_where_the_rules_allow_it(world: World) -> None:
    plan, anna = world.open(), by_mail(world.person("anna"))

    assert refusal(without_mail(world), Follow(plan), anna) == "stronger_login_needed"
    assert world.execute(Follow(plan), anna)


def test_nobody_follows_without_logging_in(world: World) -> None:
    plan = world.open()

    assert refusal(world, Follow(plan), ANYONE) == "login_needed"
    assert refusal(world, Unfollow(plan), ANYONE) == "login_needed"


def test_plan_that_is_not_public_cannot_be_followed_not_even_by_who_may_see_it(
    world: World,
) -> None:
    submitter = world.person("submitter")
    plan = world.submit(submitter).initiative_id

    for actor in (world.person("anna"), submitter, world.official):
        assert refusal(world, Follow(plan), actor) == "unknown_initiative"
    assert followers(world, plan) == set()


def test_plan_that_is_finished_has_no_new_followers_and_keeps_the_old(world: World) -> None:
    submitter, anna = world.person("submitter"), world.person("anna")
    plan = world.open(submitter)
    world.execute(Follow(plan), anna)
    world.execute(TakeStep(plan, 2, "withdraw"), submitter)

    assert refusal(world, Follow(plan), world.person("bram")) == "closed_already"
    assert followers(world, plan) == {anna.person_id}
    assert world.execute(Unfollow(plan), anna)


def test_follower_who_is_erased_follows_no_more(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    world.execute(Follow(plan), anna)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)

    assert followers(world, plan) == set()
    assert refusal(world, Follow(plan), anna) == "unknown_person"


def test_plan_that_is_followed_many_times_at_once_is_followed_once(postgres_world: World) -> None:
    world = postgres_world
    plan, anna = world.open(), world.person("anna")
    ended = at_once([lambda: world.execute(Follow(plan), anna)] * 12)

    assert kinds(ended) == {"done": 12}
    assert sorted(ended) == [False] * 11 + [True]
    assert followers(world, plan) == {anna.person_id}


def test_without_its_key_a_plan_is_followed_twice(postgres_world: World) -> None:
    world = postgres_world
    plan, anna = world.open(), world.person("anna")
    with unguarded(world) as connection:
        connection.execute(text("ALTER TABLE following DROP CONSTRAINT pk_following"))
    at_once([lambda: world.execute(Follow(plan), anna)] * 4)

    assert len(world.rows(Following, initiative_id=plan)) == 4


def test_follower_who_is_erased_meanwhile_is_gone_and_no_error(postgres_world: World) -> None:
    world = postgres_world
    plan = world.open()
    for _ in range(6):
        anna = world.person("anna")
        erase = ErasePerson(anna.person_id)  # type: ignore[arg-type]
        ended = at_once(
            [
                lambda a=anna: world.execute(Follow(plan), a),  # type: ignore[misc]
                lambda e=erase, a=anna: world.execute(e, a),  # type: ignore[misc]
            ]
        )
        assert set(kinds(ended)) <= {"done", "unknown_person"}
        assert followers(world, plan) == set()
        assert [row for row in world.rows(Person) if row["display_name"] == "anna"] == []


def test_latest_plan_stands_first_in_the_list(world: World) -> None:
    anna = world.person("anna")
    for title in ("Een bank", "Een boom"):
        plan = world.submit(title=title).initiative_id
        world.execute(TakeStep(plan, 1, "admit"), world.official)
        world.execute(Follow(plan), anna)
        world.clock.at += timedelta(minutes=1)
    with world.services.reading("testdorp") as connection:
        assert anna.person_id is not None
        found = followed(connection, "testdorp", anna.person_id)

    assert [one.title for one in found.rows] == ["Een boom", "Een bank"]
