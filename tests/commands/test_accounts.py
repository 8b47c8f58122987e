"""Being forgotten: nothing that tells who somebody was stays anywhere, and what they signed keeps counting."""

from datetime import date
from typing import Any

from sqlalchemy import select

from tests.commands.test_initiatives import refusal
from tests.eventlog.consumers import unguarded
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ChooseLanguage, ErasePerson, Identity, LogIn, LogOut
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.events.accounts import PersonErased, PersonRegistered
from wijkstem.kit.ids import new_id, token_hash
from wijkstem.kit.rows import metadata
from wijkstem.tables.accounts import LoginSession, Person, RoleGrant
from wijkstem.tables.engine import Delivery
from wijkstem.tables.initiatives import Initiative, Signature, StepReason
from wijkstem.words import Role

NAME, MAIL, BORN = "Xantippe Quaedvlieg", "xantippe@planted.test", date(1957, 11, 23)
IDENTITY = Identity("planted-subject", NAME, MAIL, birth_date=BORN, neighbourhood_code="WK990100")
PLANTED = (NAME, MAIL, BORN.isoformat(), "planted-subject")


def come_in(world: World, identity: Identity = IDENTITY, *roles: Role) -> Actor:
    logged_in = world.execute(LogIn(identity))
    return Actor(logged_in.person_id, frozenset(roles or (Role.RESIDENT,)))


def traces(world: World, *wanted: str) -> list[str]:
    """The columns of any table, of whatever municipality, in which one of the texts stands."""
    found: list[str] = []
    with unguarded(world) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for name, value in row._mapping.items():
                    if any(text in str(value) for text in wanted):
                        found.append(f"{table.name}.{name}")
    return sorted(set(found))


def erase(world: World, actor: Actor) -> None:
    assert actor.person_id is not None
    world.execute(ErasePerson(actor.person_id), actor)


def a_busy_life(world: World) -> Actor:
    """Files, signs, decides, gets mail, logs in on two devices."""
    actor = come_in(world, IDENTITY, Role.OFFICIAL)
    come_in(world)
    mine, other = world.submit(actor).initiative_id, world.open()
    world.execute(Sign(other), actor)
    world.execute(TakeStep(mine, 1, "admit", reasons="Ik vind dit een heel goed plan."), actor)
    world.execute(Sign(mine), actor)
    world.settle()
    return actor


def test_traces_are_found_where_they_are(world: World) -> None:
    """The walk over all columns sees what it is to see, before it is asked to see nothing."""
    a_busy_life(world)

    assert traces(world, *PLANTED) == ["person.birth_date", "person.display_name", "person.email"]


def test_nothing_that_tells_who_it_was_stays_in_any_column(world: World) -> None:
    actor = a_busy_life(world)
    [person] = world.rows(Person, id=actor.person_id)
    erase(world, actor)
    world.settle()

    assert traces(world, *PLANTED, person["identity_tag"]) == []
    assert actor.person_id is not None
    ids = (str(actor.person_id), actor.person_id.hex)
    assert traces(world, *ids) == ["logged_event.payload"]
    assert world.events(PersonErased)[-1].person_id == actor.person_id


def test_what_was_signed_and_filed_keeps_counting(world: World) -> None:
    actor = a_busy_life(world)
    before = [(r["title"], r["valid_for"], r["step"]) for r in world.rows(Initiative)]
    erase(world, actor)

    assert [(r["title"], r["valid_for"], r["step"]) for r in world.rows(Initiative)] == before
    assert [row["person_id"] for row in world.rows(Signature)] == [None, None]
    assert {row["taken_by"] for row in world.rows(StepReason)} == {None}
    gone = actor.person_id
    assert world.rows(LoginSession, person_id=gone) == []
    assert world.rows(RoleGrant, person_id=gone) == []
    assert world.rows(Delivery, recipient_id=actor.person_id) == []


def test_who_comes_back_is_somebody_new_and_cannot_sign_again(world: World) -> None:
    plan, first = world.open(), come_in(world)
    world.execute(Sign(plan), first)
    erase(world, first)
    second = come_in(world)

    assert second.person_id != first.person_id
    assert refusal(world, Sign(plan), second) == "signed_already"
    world.execute(WithdrawSignature(plan), second)
    world.execute(Sign(plan), second)
    assert [row["person_id"] for row in world.rows(Signature)] == [second.person_id]


def test_tag_is_another_one_on_every_plan_and_in_every_municipality(world: World) -> None:
    """Nobody can see from the rows that two signatures are one person's."""
    plans = [world.open(), world.open()]
    anna = come_in(world)
    for plan in plans:
        world.execute(Sign(plan), anna)
    world.execute(LogIn(IDENTITY), where="buurdorp")

    assert len({row["signer_tag"] for row in world.rows(Signature)}) == 2
    tags = [
        world.rows(Person, where=w, display_name=NAME)[0]["identity_tag"]
        for w in (HERE, "buurdorp")
    ]
    assert tags[0] != tags[1]


def test_erasing_twice_or_nobody(sqlite_world: World) -> None:
    anna = come_in(sqlite_world)
    erase(sqlite_world, anna)

    assert anna.person_id is not None
    for person_id in (anna.person_id, new_id()):
        assert refusal(sqlite_world, ErasePerson(person_id), SYSTEM) == "unknown_person"
    assert len(sqlite_world.events(PersonErased)) == 1


def test_coming_in_again_is_the_same_person_with_todays_facts(world: World) -> None:
    first = come_in(world)
    later = Identity("planted-subject", "Xan", None, neighbourhood_code="WK990101")
    second = come_in(world, later)

    assert first.person_id == second.person_id
    [person] = world.rows(Person)
    assert (person["display_name"], person["email"], person["neighbourhood_code"]) == (
        "Xan",
        None,
        "WK990101",
    )
    assert len(world.events(PersonRegistered)) == 1


def test_identity_provider_that_says_too_much(world: World) -> None:
    come_in(world, Identity("x", "N" * 500, "m" * 300 + "@x.test", language="nl-NL"))

    [person] = world.rows(Person)
    assert (person["display_name"], person["email"], person["language"]) == ("N" * 120, None, "nl")


def test_secret_of_a_session_is_kept_as_a_hash_and_ends_with_logging_out(world: World) -> None:
    logged_in = world.execute(LogIn(IDENTITY))
    assert traces(world, logged_in.token) == []
    assert [row["token_hash"] for row in world.rows(LoginSession)] == [token_hash(logged_in.token)]

    for token in ("another", logged_in.token, logged_in.token):
        world.execute(LogOut(token))
    assert world.rows(LoginSession) == []


def test_language(sqlite_world: World) -> None:
    anna = come_in(sqlite_world)

    def language_after(choice: str) -> Any:
        sqlite_world.execute(ChooseLanguage(choice), anna)
        return sqlite_world.rows(Person)[0]["language"]

    assert [language_after(c) for c in ("en", "fr", "en", "nl")] == ["en", "nl", "en", "nl"]
