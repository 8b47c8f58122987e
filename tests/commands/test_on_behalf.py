"""Entering for somebody else: the same person as online, counted once, and the number is nowhere."""

from datetime import date
from typing import Any

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.planted import in_rows
from tests.support.world import World
from wijkstem.commands.accounts import CorrectName, ErasePerson, LogIn
from wijkstem.commands.initiatives import SubmitInitiative
from wijkstem.commands.on_behalf import SignFor, SubmitFor
from wijkstem.commands.recognising import Identity
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.domain.people import Actor
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.events.initiatives import InitiativeSubmitted
from wijkstem.events.on_behalf import EnteredOnBehalf
from wijkstem.events.signatures import SignatureGiven
from wijkstem.kit.ids import new_id
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.on_behalf import EnteredFor
from wijkstem.words import Channel, Hand, Role

BSN = "999990019"


def resident(number: str = BSN, **values: Any) -> Identity:
    """As an official looked them up."""
    facts = {"birth_date": date(1950, 3, 4), "neighbourhood_code": "WK990100", **values}
    return Identity(f"bsn:{number}", facts.pop("name", ""), tells_email=False, **facts)


def by_digid(world: World, number: str = BSN, name: str = "") -> Actor:
    identity = Identity(
        f"bsn:{number}", name, None, birth_date=date(1950, 3, 4), neighbourhood_code="WK990100"
    )
    logged_in = world.execute(LogIn(identity, "digid"))
    return Actor(logged_in.person_id, frozenset({Role.RESIDENT}))


def test_support_at_the_counter_counts_and_says_how_it_came_in(world: World) -> None:
    plan, official = world.open(), world.official
    signed = world.execute(SignFor(plan, resident(name="Truus de Wit"), Hand.TELEPHONE), official)

    assert (signed.valid, signed.valid_for) == (True, 1)
    [row] = world.rows(Signature)
    assert row["channel"] is Channel.ON_BEHALF
    [event] = world.events(SignatureGiven)
    assert event.channel == "on_behalf"
    [entered] = world.rows(EnteredFor)
    assert (entered["person_id"], entered["official_id"], entered["hand"]) == (
        row["person_id"],
        official.person_id,
        Hand.TELEPHONE,
    )
    [told] = world.events(EnteredOnBehalf)
    assert (told.what, told.hand, told.official_id) == (
        "signature",
        "telephone",
        official.person_id,
    )
    assert str(row["person_id"]) not in told.model_dump_json()
    [person] = world.rows(Person, id=row["person_id"])
    assert (person["display_name"], person["birth_date_source"]) == ("Truus de Wit", "telephone")


def test_who_signed_at_the_counter_and_comes_online_is_one_person(world: World) -> None:
    plan = world.open()
    world.execute(SignFor(plan, resident(), Hand.COUNTER), world.official)
    truus = by_digid(world)

    assert refusal(world, Sign(plan), truus) == "signed_already"
    world.execute(WithdrawSignature(plan), truus)
    world.execute(Sign(plan), truus)
    assert refusal(world, SignFor(plan, resident(), Hand.COUNTER), world.official) == (
        "signed_already"
    )
    assert len(world.rows(Signature)) == 1


def test_plan_at_the_counter_is_the_residents_own(world: World) -> None:
    form = SubmitInitiative(
        "burgerinitiatief",
        "Een bankje bij de vijver",
        "WK990100",
        {"decision": "Zet een bankje neer."},
        new_id(),
        "green",
    )
    for _ in range(2):
        filed = world.execute(SubmitFor(form, resident(), Hand.COUNTER), world.official)
    truus = by_digid(world)

    [plan] = world.rows(Initiative)
    assert (plan["submitter_id"], plan["channel"]) == (truus.person_id, Channel.ON_BEHALF)
    assert filed.number == plan["number"]
    assert [event.channel for event in world.events(InitiativeSubmitted)] == ["on_behalf"]
    assert len(world.rows(EnteredFor)) == len(world.events(EnteredOnBehalf)) == 1


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CLERK, Role.ADMINISTRATOR, Role.OPERATOR])
def test_only_officials_enter_for_others(sqlite_world: World, role: Role) -> None:
    who, plan = sqlite_world.person("somebody", role), sqlite_world.open()
    assert refusal(sqlite_world, SignFor(plan, resident(), Hand.COUNTER), who) == "not_allowed"
    assert sqlite_world.rows(EnteredFor) == []


def test_refused_support_leaves_no_account_behind(sqlite_world: World) -> None:
    plan = sqlite_world.submit().initiative_id
    people = len(sqlite_world.rows(Person))
    official = sqlite_world.official
    assert refusal(sqlite_world, SignFor(plan, resident(), Hand.COUNTER), official) == "not_open"
    assert len(sqlite_world.rows(Person)) == people + 1  # the official's own


def test_number_stands_nowhere(world: World, caplog: pytest.LogCaptureFixture) -> None:
    plan = world.open()
    world.execute(SignFor(plan, resident(), Hand.COUNTER), world.official)
    refusal(world, SignFor(plan, resident(), Hand.COUNTER), world.official)
    world.settle()

    assert in_rows(world, BSN) == []
    assert BSN not in caplog.text
    assert BSN not in repr(SignFor(plan, resident(), Hand.COUNTER))


def test_what_a_provider_says_goes_before_what_somebody_typed(world: World) -> None:
    plan, other = world.open(), world.open()
    by_digid(world, name="Geertruida de Wit")
    world.execute(SignFor(plan, resident(name="Truus"), Hand.COUNTER), world.official)
    assert [r["display_name"] for r in world.rows(Person, birth_date=date(1950, 3, 4))] == [
        "Geertruida de Wit"
    ]
    new = resident("999990032", name="Bep")
    world.execute(SignFor(other, new, Hand.COUNTER), world.official)
    by_digid(world, "999990032", name="Elisabeth Mol")
    assert world.rows(Person, display_name="Elisabeth Mol") != []


def test_name_is_put_right_where_nobody_else_says_it(world: World) -> None:
    truus = by_digid(world)
    world.execute(CorrectName("  Truus de Wit "), truus)
    by_digid(world)
    [person] = world.rows(Person, id=truus.person_id)
    assert (person["display_name"], person["name_source"]) == ("Truus de Wit", "self")
    for wrong in ("", " \u200d ", "a\u202eb", "x" * 121, "a\nb"):
        with pytest.raises(Invalid):
            world.execute(CorrectName(wrong), truus)

    told = by_digid(world, name="Geertruida de Wit")
    with pytest.raises(RuleBroken) as refused:
        world.execute(CorrectName("Truus"), told)
    assert refused.value.code == "name_told_elsewhere"


def test_erasing_the_resident_or_the_official_keeps_the_count(world: World) -> None:
    plan, official = world.open(), world.official
    world.execute(SignFor(plan, resident(), Hand.COUNTER), official)
    truus = by_digid(world)
    for who in (truus, official):
        assert who.person_id is not None
        world.execute(ErasePerson(who.person_id), who)

    [entered] = world.rows(EnteredFor)
    assert (entered["person_id"], entered["official_id"]) == (None, None)
    assert world.rows(Initiative, id=plan)[0]["valid_for"] == 1
