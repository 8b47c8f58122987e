"""The indicators as everybody reads them: in all, year by year, and as they were."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.commands.test_gatherings import FORM, REPORT
from tests.support.indicators import defined, in_all, parts, read_all, steering
from tests.support.statements import statements
from tests.support.world import START, World
from wijkstem.commands.gatherings import AnnounceGathering, ReportGathering
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.domain.gatherings import WHOLE
from wijkstem.words import Intent


def test_counted_nothing(world: World) -> None:
    assert in_all(world, "submitted") == 0
    assert in_all(world, "answered_in_time") is None
    assert in_all(world, "median_days_to_answer") is None
    assert in_all(world, "p90_days_to_answer") is None
    assert parts(world, "submitted") == {}


def test_counted_by_year(world: World) -> None:
    world.open()
    late = world.submit()
    world.pass_days(365)
    world.execute(TakeStep(late.initiative_id, 1, "admit"), world.official)
    world.submit()
    world.settle()
    assert in_all(world, "submitted") == 3
    assert parts(world, "submitted") == {"2026": Decimal(2), "2027": Decimal(1)}
    assert in_all(world, "answered_in_time") == Decimal("50.0")
    assert parts(world, "answered_in_time") == {"2026": Decimal("100.0"), "2027": Decimal("0.0")}
    assert in_all(world, "median_days_to_answer") == Decimal("182.5")
    assert parts(world, "median_days_to_answer") == {"2026": Decimal(0), "2027": Decimal(365)}
    # A year in which nothing was refused is a zero; one without answers would be a gap.
    assert parts(world, "refused") == {"2026": Decimal(0), "2027": Decimal(0)}
    assert parts(world, "evaluated") == {"2026": None, "2027": None}


def test_support_taken_back_leaves_the_year_in_which_it_was_given(world: World) -> None:
    world.clock.at = world.clock.at.replace(year=2025, month=12)
    plan, anna = world.open(), world.person("anna")
    world.execute(Sign(plan), anna)
    world.execute(Sign(plan), world.person("bram"))
    world.pass_days(35)
    world.execute(Sign(plan), world.person("cato"))
    world.execute(WithdrawSignature(plan), anna)
    world.settle()

    assert parts(world, "signatures") == {"2025": Decimal(1), "2026": Decimal(1)}
    assert in_all(world, "signatures") == 2


def test_as_of_a_day_is_what_was_shown_at_its_end(world: World) -> None:
    """Later support taken back changes last year's figure, not what was shown of it then."""
    world.clock.at = world.clock.at.replace(year=2025, month=12)
    plan, anna = world.open(), world.person("anna")
    world.execute(Sign(plan), anna)
    world.execute(Sign(plan), world.person("bram"))
    world.settle()
    shown = parts(world, "signatures")
    then = world.clock.at.date()
    world.pass_days(35)
    world.execute(WithdrawSignature(plan), anna)
    world.settle()

    assert shown == {"2025": Decimal(2)}
    assert parts(world, "signatures", as_of=then) == shown
    assert parts(world, "signatures", as_of=then - timedelta(days=1)) == {}
    assert parts(world, "signatures")["2025"] == 1


def test_neighbourhoods_are_counted_once_however_often_people_meet_there(world: World) -> None:
    """What Borne promised for 2024: taking part in three neighbourhoods, by a meeting, a walk or a walk-in hour."""
    for where, came in (("WK990100", 8), ("WK990100", 5), ("WK990101", 3), (WHOLE, 40)):
        made = world.execute(AnnounceGathering(replace(FORM, where=where)), world.official)
        world.clock.at = START + timedelta(days=19)
        world.execute(ReportGathering(made, 1, replace(REPORT, came=came)), world.official)
        world.clock.at = START
    world.execute(AnnounceGathering(FORM), world.official)
    later = replace(FORM, day=date(2027, 1, 20))
    made = world.execute(AnnounceGathering(later), world.official)
    world.pass_days(365)
    world.execute(ReportGathering(made, 1, replace(REPORT, came=6)), world.official)
    world.execute(ReportGathering(made, 2, replace(REPORT, came=7)), world.official)
    world.settle()

    assert parts(world, "gatherings") == {"2026": Decimal(4), "2027": Decimal(1)}
    assert parts(world, "gathering_attendance") == {"2026": Decimal(56), "2027": Decimal(7)}
    assert parts(world, "neighbourhoods_reached") == {"2026": Decimal(2), "2027": Decimal(1)}
    assert in_all(world, "neighbourhoods_reached") == 2
    of_questions = defined("neighbourhoods_reached", intent=Intent.QUESTION)
    rules = steering(world, of_questions)
    assert read_all(world, rules=rules)["neighbourhoods_reached"].in_all.value == 0


@pytest.mark.parametrize("count", [1, 30])
def test_statements(sqlite_world: World, count: int) -> None:
    for _ in range(count):
        sqlite_world.submit()
        sqlite_world.pass_days(20)
    sqlite_world.settle()
    with statements(sqlite_world.services.engine) as asked:
        assert read_all(sqlite_world)["submitted"].in_all.value == count
    assert len(asked) == 4
