"""Supporting, taking back, and what stays when somebody is forgotten or a plan closes."""

from datetime import date
from typing import Any

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign, Signed, WithdrawSignature
from wijkstem.events.initiatives import ThresholdReached
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.kit.ids import new_id
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.words import AgeBand, Stance


def counts(world: World) -> list[tuple[int, int]]:
    return [(row["valid_for"], row["valid_against"]) for row in world.rows(Initiative)]


def test_signing_counts_and_says_what_the_log_keeps(world: World) -> None:
    plan, anna = world.open(), world.person("anna", lives="WK990101")
    assert anna.person_id is not None

    assert world.execute(Sign(plan), anna) == Signed(True, 1, 0)
    assert counts(world) == [(1, 0)]
    assert world.events(SignatureGiven) == [
        SignatureGiven(
            initiative_id=plan,
            instrument="burgerinitiatief",
            person_id=anna.person_id,
            stance="for",
            valid=True,
            neighbourhood_code="WK990101",
            age_band="45_64",
            channel="online",
            signed_on=date(2026, 3, 2),
        )
    ]


@pytest.mark.parametrize(
    ("person", "valid"),
    [
        ({"born": date(2010, 3, 2)}, True),
        ({"born": date(2010, 3, 3)}, False),
        ({"born": None}, False),
        ({"lives": None}, False),
        ({"lives": "WK990200"}, False),
    ],
)
def test_who_does_not_count_is_welcome_and_not_counted(
    sqlite_world: World, person: dict[str, Any], valid: bool
) -> None:
    """Somebody of another municipality does not become a resident by the code of a wijk there."""
    plan = sqlite_world.open()

    signed = sqlite_world.execute(Sign(plan), sqlite_world.person("anna", **person))
    assert signed == Signed(valid, int(valid), 0)
    assert [row["valid"] for row in sqlite_world.rows(Signature)] == [valid]


def test_signing_twice_is_refused_and_nothing_is_counted_twice(world: World) -> None:
    plan, anna = world.open(), world.person("anna")
    world.execute(Sign(plan), anna)

    assert refusal(world, Sign(plan), anna) == "signed_already"
    assert (counts(world), len(world.events(SignatureGiven))) == ([(1, 0)], 1)


def test_signing_is_possible_from_admission_to_the_last_day(sqlite_world: World) -> None:
    world = sqlite_world
    names = iter(["anna", "bram", "cato", "dirk"])

    def sign() -> Any:
        return refusal(world, Sign(plan), world.person(next(names)))

    plan = world.submit().initiative_id
    assert sign() == "not_open"
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    assert sign() is None
    world.pass_days(57)  # eight weeks end on King's Day, so a day later
    assert sign() is None
    world.pass_days(1)
    assert sign() == "not_open"
    assert refusal(world, WithdrawSignature(plan), world.person("bram")) == "not_open"
    assert counts(world) == [(2, 0)]


def test_unknown_plan_and_unknown_person(sqlite_world: World) -> None:
    anna = sqlite_world.person("anna")
    for command in (Sign(new_id()), WithdrawSignature(new_id())):
        assert refusal(sqlite_world, command, anna) == "unknown_initiative"
    plan = sqlite_world.open()
    assert anna.person_id is not None
    sqlite_world.execute(ErasePerson(anna.person_id), anna)
    assert refusal(sqlite_world, Sign(plan), anna) == "unknown_person"


def test_voting_against_only_where_there_is_a_vote(world: World) -> None:
    anna, bram = world.person("anna"), world.person("bram")
    collects, votes = world.open(), world.open(instrument="voorstel")

    assert refusal(world, Sign(collects, Stance.AGAINST), anna) == "no_votes_against"
    assert world.execute(Sign(votes, Stance.AGAINST), anna) == Signed(True, 0, 1)
    assert world.execute(Sign(votes, Stance.FOR), bram) == Signed(True, 1, 1)
    assert refusal(world, Sign(votes, Stance.FOR), anna) == "signed_already"


def test_taking_back_gives_back_what_was_given(world: World) -> None:
    plan, anna = world.open(instrument="voorstel"), world.person("anna")
    world.execute(Sign(plan, Stance.AGAINST), anna)
    world.execute(WithdrawSignature(plan), anna)

    assert (counts(world), world.rows(Signature)) == ([(0, 0)], [])
    [given], [gone] = world.events(SignatureGiven), world.events(SignatureWithdrawn)
    assert gone.model_dump(exclude={"withdrawn_on"}) == given.model_dump()
    assert refusal(world, WithdrawSignature(plan), anna) == "not_signed"
    assert world.execute(Sign(plan), anna) == Signed(True, 1, 0)


def test_taking_back_what_was_not_given(sqlite_world: World) -> None:
    plan = sqlite_world.open()
    sqlite_world.execute(Sign(plan), sqlite_world.person("anna"))

    assert (
        refusal(sqlite_world, WithdrawSignature(plan), sqlite_world.person("bram")) == "not_signed"
    )
    assert counts(sqlite_world) == [(1, 0)]


def test_what_was_given_is_taken_back_even_when_the_person_changed_since(world: World) -> None:
    """The row says what was counted then; who moved away since takes back just that."""
    plan = world.open()
    world.execute(Sign(plan), world.person("anna"))
    world.execute(WithdrawSignature(plan), world.person("anna", lives=None, born=None))

    assert counts(world) == [(0, 0)]
    [gone] = world.events(SignatureWithdrawn)
    assert (gone.valid, gone.neighbourhood_code, gone.age_band) == (
        True,
        "WK990100",
        AgeBand.FROM_45,
    )


def test_threshold_is_reached_once_whatever_is_taken_back(world: World) -> None:
    plan = world.open()
    people = [world.person(name) for name in ("anna", "bram", "cato", "dirk")]
    for person in people[:3]:
        world.execute(Sign(plan), person)
    world.execute(WithdrawSignature(plan), people[0])
    for person in (people[0], people[3]):
        world.execute(Sign(plan), person)

    assert [event.threshold for event in world.events(ThresholdReached)] == [3]
    world.settle()
    [row] = world.rows(Initiative)
    assert (row["step"], row["valid_for"]) == ("agenda_request", 4)


def test_closing_forgets_who_signed(world: World) -> None:
    """The tag that keeps one person one signature is worth nothing once nobody can sign."""
    plan = world.open()
    for name in ("anna", "bram"):
        world.execute(Sign(plan), world.person(name))
    before = {row["signer_tag"] for row in world.rows(Signature)}
    world.execute(TakeStep(plan, 2, "withdraw"), world.person("submitter"))
    world.settle()

    after = {row["signer_tag"] for row in world.rows(Signature)}
    assert (len(after), after & before) == (2, set())
