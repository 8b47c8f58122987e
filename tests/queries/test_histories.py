"""Every figure of an indicator beside each other: the text's own, those of surveys, and what was counted."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.commands.test_bringing import HEAD, taken
from tests.support.indicators import defined, steering
from tests.support.world import HERE, START, World
from wijkstem.queries.histories import History, histories, history
from wijkstem.rules.indicators import YearFigure
from wijkstem.words.sources import FigureKind

TODAY = START.date()


def read(world: World, code: str, as_of: date | None = None) -> History:
    rules = world.services.rules.of(HERE)
    with world.services.reading(HERE) as connection:
        return history(connection, HERE, code, rules=rules, today=TODAY, as_of=as_of)


def figures(found: History) -> list[tuple[int | None, str]]:
    return [(one.year, str(one.value)) for one in found.figures]


def test_survey_stands_beside_the_text_and_is_not_said_twice(world: World) -> None:
    lines = (
        "contact;realisatie;2025;6.7;;Enquête\n"  # as the text has it
        "contact;realisatie;2026;6.8;800;Enquête\n"
        "contact;streefwaarde;2028;7.5;;Begroting\n"
    )
    taken(world, HEAD + lines)
    found = read(world, "contact")
    assert figures(found) == [
        (2021, "6.2"),
        (2022, "6.60"),
        (2024, "6.9"),
        (2025, "6.7"),
        (2026, "6.8"),
    ]
    last = found.figures[-1]
    assert (last.people, last.source, last.reach) == (800, "Enquête", None)  # a grade has none
    assert [(one.kind, one.year) for one in found.beside] == [
        (FigureKind.BENCHMARK, 2024),
        (FigureKind.TARGET, 2027),
        (FigureKind.TARGET, 2028),
    ]


def test_percentage_of_a_sample_says_how_sure_it_is(world: World) -> None:
    taken(world, HEAD + "feels_informed;realisatie;2025;50;100;Enquête\n")
    found = read(world, "feels_informed")
    assert [one.reach for one in found.figures] == [(Decimal("40.4"), Decimal("59.6"))]
    assert [(one.value, one.year) for one in found.beside] == [
        (Decimal(49), None),
        (Decimal(55), None),
    ]


def test_survey_of_a_later_day_was_not_there_then(world: World) -> None:
    taken(world, HEAD + "feels_informed;realisatie;2025;50;100;Enquête\n")
    day = world.clock.at.date()
    assert len(read(world, "feels_informed", day).figures) == 1
    assert read(world, "feels_informed", day - timedelta(days=1)).figures == []


def test_year_that_is_not_over_is_so_far(world: World) -> None:
    world.submit()
    world.settle()
    assert [(one.year, one.so_far) for one in read(world, "submitted").figures] == [(2026, True)]
    last = read(world, "submitted", date(2026, 12, 31)).figures
    assert [(one.year, one.so_far) for one in last] == [(2026, False)]


def test_target_of_what_is_counted_stands_with_it(world: World) -> None:
    guests = defined("council_guests", targets=[YearFigure(value="500")])
    rules = replace(steering(world, guests))
    with world.services.reading(HERE) as connection:
        found = histories(connection, HERE, rules=rules, today=TODAY)
    assert [[(one.value, one.year) for one in each.aims] for each in found] == [
        [(Decimal(500), None)]
    ]
