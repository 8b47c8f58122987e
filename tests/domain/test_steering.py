"""Where an indicator stands against its goal, and which way it goes."""

from decimal import Decimal

import pytest

from wijkstem.domain.sampling import reach
from wijkstem.domain.steering import Aim, Measured, Move, Standing, aim_for, standing, trend
from wijkstem.words import Direction, Unit


def aim(value: int, year: int | None = None, *, ambition: bool = False) -> Aim:
    return Aim(Decimal(value), year, ambition=ambition)


def measured(value: str, year: int | None, *, so_far: bool = False, sample: int = 0) -> Measured:
    figure = Decimal(value)
    return Measured(year, figure, reach(figure, sample) if sample else None, so_far)


def test_a_year_is_held_against_its_own_goal_or_the_next() -> None:
    goals = [aim(60, 2026), aim(50, 2024), aim(70, ambition=True)]
    assert [aim_for(goals, year) for year in (2023, 2024, 2025, 2026, 2027)] == [
        goals[1],
        goals[1],
        goals[0],
        goals[0],
        goals[0],
    ]
    assert aim_for(goals[2:], 2024) == goals[2]
    assert aim_for([aim(500), *goals[2:]], 2024) == aim(500)
    assert aim_for([], 2024) is None


@pytest.mark.parametrize(
    ("now", "goal", "expected"),
    [
        (measured("7", 2024), aim(7, 2024), Standing.REACHED),
        (measured("6.9", 2024), aim(7, 2024), Standing.MISSED),
        (measured("6.9", 2024), aim(7, 2026), Standing.UNDERWAY),
        (measured("6.9", 2025), aim(7, 2024), Standing.MISSED),
        (measured("6.9", 2025), aim(7, ambition=True), Standing.UNDERWAY),
        (measured("6.9", 2026, so_far=True), aim(7, 2026), Standing.UNDERWAY),
        (None, aim(7, 2024), Standing.UNMEASURED),
        (measured("7", 2024), None, Standing.FREE),
    ],
)
def test_standing(now: Measured | None, goal: Aim | None, expected: Standing) -> None:
    assert standing(now, goal, Direction.HIGHER, Unit.GRADE, 2026) is expected


def test_what_only_grows_and_should_stay_low_is_not_reached_too_early() -> None:
    now = measured("3", 2026, so_far=True)
    low = (Direction.LOWER, Unit.COUNT, 2026)
    assert standing(now, aim(5, 2026), *low) is Standing.UNDERWAY
    assert standing(measured("3", 2025), aim(5, 2025), *low) is Standing.REACHED
    assert standing(now, aim(5, 2026), Direction.LOWER, Unit.DAYS, 2026) is Standing.REACHED
    many = measured("500", 2026, so_far=True)
    assert standing(many, aim(500), Direction.HIGHER, Unit.COUNT, 2026) is Standing.REACHED


def test_no_direction_is_no_goal() -> None:
    now = measured("7", 2024)
    assert standing(now, aim(7), Direction.NEITHER, Unit.COUNT, 2026) is Standing.FREE


@pytest.mark.parametrize(
    ("values", "direction", "move", "good"),
    [
        (("6.2", "6.6"), Direction.HIGHER, Move.UP, True),
        (("6.2", "6.6"), Direction.LOWER, Move.UP, False),
        (("6.6", "6.2"), Direction.LOWER, Move.DOWN, True),
        (("6.6", "6.2"), Direction.NEITHER, Move.DOWN, None),
        (("6.6", "6.60"), Direction.HIGHER, Move.LEVEL, None),
    ],
)
def test_trend(
    values: tuple[str, str], direction: Direction, move: Move, good: bool | None
) -> None:
    before, after = measured(values[0], 2023), measured(values[1], 2025)
    now = measured("1", 2026, so_far=True)
    found = trend([after, measured("9", None), before, now], direction)
    assert found is not None
    assert (found.move, found.good, found.before, found.after) == (move, good, before, after)


def test_difference_of_two_samples_can_be_chance() -> None:
    some = [measured("39", 2023, sample=500), measured("40", 2025, sample=500)]
    found = trend(some, Direction.HIGHER)
    assert found is not None
    assert (found.move, found.good) == (Move.UNSURE, None)


def test_one_year_that_is_over_has_no_trend() -> None:
    assert trend([], Direction.HIGHER) is None
    some = [measured("1", 2025), measured("2", 2026, so_far=True), measured("3", None)]
    assert trend(some, Direction.HIGHER) is None
