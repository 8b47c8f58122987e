"""Where an indicator stands against what the municipality wants, and which way it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wijkstem.domain.sampling import may_be_chance
from wijkstem.words import Direction, Unit

#: Units of what grows in the course of a year.
_ADDS_UP = frozenset({Unit.COUNT, Unit.EURO})


class Standing(StrEnum):
    """How far a goal is."""

    REACHED = "reached"
    #: Not yet, and there is still time.
    UNDERWAY = "underway"
    MISSED = "missed"
    #: There is a goal, and nothing was measured.
    UNMEASURED = "unmeasured"
    #: There is no goal.
    FREE = "free"


class Move(StrEnum):
    """Which way a figure went."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    #: It differs, and that may be chance.
    UNSURE = "unsure"


@dataclass(frozen=True)
class Measured:
    """A figure as far as it is compared."""

    #: None: the source does not tell.
    year: int | None
    value: Decimal
    #: Its uncertainty; None: not from a sample, or of a size that nobody told.
    reach: tuple[Decimal, Decimal] | None = None
    #: The year is not over.
    so_far: bool = False


@dataclass(frozen=True)
class Aim:
    """What the municipality wants."""

    value: Decimal
    #: None: of every year, or the source does not tell.
    year: int | None
    #: What it would like best, and no target of a year.
    ambition: bool = False


@dataclass(frozen=True)
class Trend:
    """Two years that can be compared, and what is between them."""

    move: Move
    before: Measured
    after: Measured
    #: Whether that is what the municipality wants; None: nobody said, or it did not move for sure.
    good: bool | None


def aim_for(aims: Sequence[Aim], year: int) -> Aim | None:
    """The goal to hold a year against: its own or the next one, else the last one; a target goes before an ambition."""
    targets = [one for one in aims if not one.ambition] or list(aims)
    every_year = [one for one in targets if one.year is None]
    dated = sorted((one for one in targets if one.year is not None), key=lambda one: one.year or 0)
    ahead = [one for one in dated if one.year is not None and one.year >= year]
    return next(iter([*ahead[:1], *dated[-1:], *every_year]), None)


def standing(
    now: Measured | None, aim: Aim | None, direction: Direction, unit: Unit, this_year: int
) -> Standing:
    """How far it is."""
    if aim is None or direction is Direction.NEITHER:
        return Standing.FREE
    if now is None:
        return Standing.UNMEASURED
    more = direction is Direction.HIGHER
    reached = now.value >= aim.value if more else now.value <= aim.value
    # What only grows in a year, and should stay low, is not there before the year is over.
    if reached and not (now.so_far and unit in _ADDS_UP and not more):
        return Standing.REACHED
    if now.so_far or aim.ambition or (aim.year is not None and aim.year > (now.year or this_year)):
        return Standing.UNDERWAY
    return Standing.MISSED


def trend(figures: Sequence[Measured], direction: Direction) -> Trend | None:
    """Between the last two years that are over; None where there are no two."""
    whole = sorted(
        (one for one in figures if one.year is not None and not one.so_far),
        key=lambda one: one.year or 0,
    )
    if len(whole) < 2:
        return None
    before, after = whole[-2:]
    move = _move(before, after)
    good = None
    if move in (Move.UP, Move.DOWN) and direction is not Direction.NEITHER:
        good = (move is Move.UP) == (direction is Direction.HIGHER)
    return Trend(move, before, after, good)


def _move(before: Measured, after: Measured) -> Move:
    if before.value == after.value:
        return Move.LEVEL
    if before.reach and after.reach and may_be_chance(before.reach, after.reach):
        return Move.UNSURE
    return Move.UP if after.value > before.value else Move.DOWN
