"""The figures behind the indicators: two statements, in all and by year."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.commands.test_gatherings import FORM, REPORT
from tests.support.statements import statements
from tests.support.world import HERE, START, World
from wijkstem.commands.gatherings import AnnounceGathering, ReportGathering
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign, WithdrawSignature
from wijkstem.domain.gatherings import WHOLE
from wijkstem.queries.indicators import Counted, counted
from wijkstem.words import Intent


def figures(world: World) -> Counted:
    with world.services.reading(HERE) as connection:
        return counted(connection, HERE, intents={})[Intent.PLAN]


def test_counted_nothing(world: World) -> None:
    nothing = figures(world)
    assert nothing.realisation("submitted") == 0
    assert nothing.realisation("answered_in_time") is None
    assert nothing.realisation("median_days_to_answer") is None
    assert nothing.by_year_of("submitted") == {}


def test_counted_by_year(world: World) -> None:
    world.open()
    late = world.submit()
    world.pass_days(365)
    world.execute(TakeStep(late.initiative_id, 1, "admit"), world.official)
    world.submit()
    world.settle()
    found = figures(world)
    assert found.realisation("submitted") == 3
    assert found.by_year_of("submitted") == {2026: Decimal(2), 2027: Decimal(1)}
    assert found.realisation("answered_in_time") == Decimal("50.0")
    assert found.by_year_of("answered_in_time") == {2026: Decimal("100.0"), 2027: Decimal("0.0")}
    assert found.realisation("median_days_to_answer") == Decimal("182.5")
    assert found.by_year_of("median_days_to_answer") == {2026: Decimal(0), 2027: Decimal(365)}


def test_support_taken_back_leaves_the_year_in_which_it_was_given(world: World) -> None:
    world.clock.at = world.clock.at.replace(year=2025, month=12)
    plan, anna = world.open(), world.person("anna")
    world.execute(Sign(plan), anna)
    world.execute(Sign(plan), world.person("bram"))
    world.pass_days(35)
    world.execute(Sign(plan), world.person("cato"))
    world.execute(WithdrawSignature(plan), anna)
    world.settle()

    found = figures(world)
    assert found.by_year_of("signatures") == {2025: Decimal(1), 2026: Decimal(1)}
    assert found.realisation("signatures") == 2


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
    found = figures(world)

    assert found.by_year_of("gatherings") == {2026: Decimal(4), 2027: Decimal(1)}
    assert found.by_year_of("gathering_attendance") == {2026: Decimal(56), 2027: Decimal(7)}
    assert found.by_year_of("neighbourhoods_reached") == {2026: Decimal(2), 2027: Decimal(1)}
    assert found.realisation("neighbourhoods_reached") == 2
    assert figures_of_questions(world).realisation("neighbourhoods_reached") == 0


def figures_of_questions(world: World) -> Counted:
    with world.services.reading(HERE) as connection:
        return counted(connection, HERE, intents={})[Intent.QUESTION]


@pytest.mark.parametrize("count", [1, 30])
def test_counted_statements(sqlite_world: World, count: int) -> None:
    for _ in range(count):
        sqlite_world.submit()
        sqlite_world.pass_days(20)
    sqlite_world.settle()
    with statements(sqlite_world.services.engine) as asked:
        assert figures(sqlite_world).realisation("submitted") == count
    assert len(asked) == 2
