"""People once a year, few of them hidden, for each inhabitant where that is known, and what came later marked."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support.indicators import defined, parts, read, read_all, steering
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.errors import NotFound
from wijkstem.kit.clock import local_date
from wijkstem.projections.check import differences
from wijkstem.projections.indicators import INDICATORS
from wijkstem.projections.indicators.tables import Participation
from wijkstem.rules.indicators import Definition
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Breakdown

#: How many live in the two neighbourhoods.
LIVING = {"WK990100": 400, "WK990101": 100}


def living(world: World, rules: MunicipalityRules | None = None) -> MunicipalityRules:
    """The rules, with how many people live where."""
    rules = rules or steering(world, fewest=2)
    places = [
        one.model_copy(update={"inhabitants": LIVING.get(one.code)})
        for one in rules.municipality.neighbourhoods
    ]
    here = rules.municipality.model_copy(update={"neighbourhoods": places})
    return replace(rules, municipality=here)


def signed(world: World, plan: Any, *names: str, lives: str = "WK990100") -> None:
    for name in names:
        world.execute(Sign(plan), world.person(name, lives=lives))


def test_somebody_counts_once_a_year_and_is_new_once(world: World) -> None:
    plans = [world.open(), world.open(instrument="voorstel")]
    for plan in plans:
        signed(world, plan, "anna", "bram")
    world.pass_days(365)
    again = world.open(instrument="voorstel")
    signed(world, again, "bram", "cato")
    world.settle()

    rules = steering(world, fewest=2)
    # The submitter, anna and bram; the submitter, bram and cato.
    assert parts(world, "people", rules=rules) == {"2026": Decimal(3), "2027": Decimal(3)}
    assert parts(world, "new_people", rules=rules) == {"2026": Decimal(3), "2027": "hidden"}
    everybody = read(world, "people", None, rules=rules).in_all
    assert (everybody.value, everybody.people) == (Decimal(4), 4)


def test_who_takes_back_all_support_did_not_take_part(world: World) -> None:
    plans = [world.open(), world.open(instrument="voorstel")]
    for plan in plans:
        signed(world, plan, "anna", "bram")
    anna, rules = world.person("anna"), steering(world, fewest=2)
    world.execute(WithdrawSignature(plans[0]), anna)
    world.settle()
    assert parts(world, "people", rules=rules) == {"2026": Decimal(3)}
    world.execute(WithdrawSignature(plans[1]), anna)
    world.settle()
    assert parts(world, "people", rules=rules) == {"2026": Decimal(2)}
    signed(world, plans[0], "anna")
    world.settle()
    assert parts(world, "people", rules=rules) == {"2026": Decimal(3)}


def test_who_is_erased_keeps_counting_and_leaves_no_row(world: World) -> None:
    plan = world.open()
    signed(world, plan, "anna", "bram")
    world.settle()
    anna, rules = world.person("anna"), steering(world, fewest=2)
    assert anna.person_id is not None
    world.execute(ErasePerson(anna.person_id), anna)
    world.settle()
    assert anna.person_id not in {row["person_id"] for row in world.rows(Participation)}
    assert parts(world, "people", rules=rules) == {"2026": Decimal(3)}
    with world.services.reading(HERE) as connection:
        assert list(differences(connection, INDICATORS, HERE)) == []


def test_few_people_are_hidden_where_they_live_and_by_their_age(world: World) -> None:
    """What they support is public; that the one supporter of a neighbourhood is somebody in particular is not."""
    plan = world.open(instrument="voorstel")
    signed(world, plan, *(f"neighbour {n}" for n in range(6)))
    signed(world, plan, "lonely", lives="WK990101")
    world.settle()
    rules = steering(world)

    assert read(world, "signatures", None, rules=rules).in_all.value == 7
    places = parts(world, "signatures", Breakdown.NEIGHBOURHOOD, rules=rules, year=2026)
    # With one of two shown, the other would be the rest.
    assert places["WK990101"] == places["WK990100"] == "hidden"
    assert parts(world, "signatures", Breakdown.NEIGHBOURHOOD, rules=rules) == places
    ages = parts(world, "signatures", Breakdown.AGE, rules=rules)
    assert ages == {"45": Decimal(7)}
    signed(world, plan, *(f"other {n}" for n in range(4)), lives="WK990101")
    world.settle()
    shown = parts(world, "signatures", Breakdown.NEIGHBOURHOOD, rules=rules)
    assert (shown["WK990100"], shown["WK990101"]) == (6, 5)


def test_a_year_of_few_people_is_in_no_sum(world: World) -> None:
    """It would be the sum without the other years."""
    signed(world, world.open(), "anna", "bram")
    world.pass_days(365)
    signed(world, world.open(world.person("anna")), "bram")
    world.settle()
    rules = steering(world, fewest=3)
    found = read(world, "people", Breakdown.YEAR, rules=rules)
    assert parts(world, "people", rules=rules) == {"2026": Decimal(3), "2027": "hidden"}
    assert (found.in_all.value, found.left_out) == (Decimal(3), (2027,))


def test_for_each_inhabitant_only_where_it_is_known_how_many_live(world: World) -> None:
    plan = world.open()
    signed(world, plan, "anna", "bram")
    signed(world, plan, "cato", "dirk", lives="WK990101")
    world.settle()
    rules = living(world)
    places = parts(world, "people_per_thousand", Breakdown.NEIGHBOURHOOD, rules=rules)
    assert (places["WK990100"], places["WK990101"]) == (Decimal("5.0"), Decimal("20.0"))
    unknown = parts(
        world, "people_per_thousand", Breakdown.NEIGHBOURHOOD, rules=steering(world, fewest=2)
    )
    assert set(unknown.values()) == {None}
    # Half of it comes from the fifth of the people who live in one of both.
    assert read(world, "evenness", None, rules=rules).in_all.value == Decimal("0.30")
    assert read(world, "evenness", None, rules=steering(world)).in_all.value is None


def test_what_came_after_its_year_is_marked_and_what_grows_for_years_is_not(world: World) -> None:
    world.clock.at = world.clock.at.replace(year=2025, month=12)
    plan = world.open()
    signed(world, plan, "anna", "bram")
    world.settle()
    assert [one.corrected_on for one in read(world, "signatures").parts] == [None]
    world.pass_days(40)
    corrected = local_date(world.clock.at)
    world.execute(WithdrawSignature(plan), world.person("anna"))
    for name in ("cato", "dirk", "evan"):
        signed(world, plan, name)
    world.settle()

    found = {one.part: one.corrected_on for one in read(world, "signatures").parts}
    assert found == {"2025": corrected, "2026": None}
    months = {
        one.part: one.corrected_on for one in read(world, "signatures", Breakdown.MONTH).parts
    }
    assert months == {"2025-12": corrected, "2026-01": None}
    then = read(world, "signatures", as_of=corrected - timedelta(days=1))
    assert [(one.value, one.corrected_on) for one in then.parts] == [(Decimal(2), corrected)]
    share = read(world, "reached_council_share")
    assert {one.corrected_on for one in share.parts} == {None}


def test_a_day_is_read_by_the_definition_of_that_day(world: World) -> None:
    """Another formula is another version; what was reported by the first is still to be had."""
    world.open()
    world.submit()
    world.settle()
    today = local_date(world.clock.at)
    before = defined("submitted").model_dump() | {"until": today, "version": 1}
    fields = {name: before[name] for name in Definition.model_fields}
    now = defined("submitted", code="plans", formula="admitted", version=2, earlier=[fields])
    rules = steering(world, now)

    world.pass_days(1)
    [newest, then] = [read_all(world, rules=rules, as_of=day)["plans"] for day in (None, today)]
    assert (newest.in_all.value, newest.definition.version) == (Decimal(1), 2)
    assert (then.in_all.value, then.definition.version) == (Decimal(2), 1)


def test_what_cannot_be_told_apart_is_not_there(sqlite_world: World) -> None:
    with pytest.raises(NotFound):
        read(sqlite_world, "people", Breakdown.INSTRUMENT)
    with pytest.raises(NotFound):
        read(sqlite_world, "guessed")
    only_years = defined("submitted", breakdowns=[Breakdown.YEAR])
    with pytest.raises(NotFound):
        read(sqlite_world, "submitted", Breakdown.CHANNEL, rules=steering(sqlite_world, only_years))
