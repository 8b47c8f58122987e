"""What each group says of a statement, what is typical of a group, and what all groups say: the published statistics."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod, sqrt
from typing import Final

#: With 90 % certainty, one-sided.
SURE: Final = 1.2816
#: What is shown of each.
TYPICAL_MOST, SHARED_MOST = 5, 10


@dataclass(frozen=True)
class Tally:
    """How often a statement was answered, and how."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed

    def turned(self) -> "Tally":
        """The same for its opposite."""
        return Tally(self.disagree, self.agree, self.passed)


def likely(tally: Tally) -> float:
    """The chance that somebody agrees, with one more of both (Laplace): of nobody it is a half."""
    return (tally.agree + 1) / (tally.seen + 2)


def certain(tally: Tally) -> float:
    """How far the share that agrees lies above a half, in standard deviations."""
    trials = tally.seen + 1
    return 2 * sqrt(trials) * ((tally.agree + 1) / trials - 0.5)


def different(inside: Tally, outside: Tally) -> float:
    """How far two shares lie apart, in standard deviations."""
    yes_in, all_in = inside.agree + 1, inside.seen + 1
    yes_out, all_out = outside.agree + 1, outside.seen + 1
    share = (yes_in + yes_out) / (all_in + all_out)
    if share >= 1:
        return 0.0
    spread = sqrt(share * (1 - share) * (1 / all_in + 1 / all_out))
    return (yes_in / all_in - yes_out / all_out) / spread


def shared(groups: Sequence[Tally]) -> float:
    """Group-informed consensus: the chance that somebody of each group agrees, all together."""
    return prod(likely(one) for one in groups)


@dataclass(frozen=True)
class Typical:
    """A statement on which a group answers otherwise than the others."""

    statement: int
    agrees: bool
    #: How strongly: the published product of how often, how surely, and how different.
    weight: float


def typical(by_statement: Sequence[Sequence[Tally] | None], group: int) -> tuple[Typical, ...]:
    """The statements that tell a group from the rest, strongest first; none of what cannot be shown."""
    found = []
    for number, groups in enumerate(by_statement):
        if groups is None or len(groups) < 2:
            continue
        inside, outside = groups[group], _together([*groups[:group], *groups[group + 1 :]])
        sides = [
            _typical(number, inside, outside, agrees=True),
            _typical(number, inside.turned(), outside.turned(), agrees=False),
        ]
        found += [one for one in sides if one is not None]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.statement)))[:TYPICAL_MOST]


def _typical(number: int, inside: Tally, outside: Tally, *, agrees: bool) -> Typical | None:
    sure, apart = certain(inside), different(inside, outside)
    if sure <= SURE or apart <= SURE:
        return None
    weight = likely(inside) / likely(outside) * apart * likely(inside) * sure
    return Typical(number, agrees, round(weight, 6))


def _together(groups: Sequence[Tally]) -> Tally:
    return Tally(
        sum(one.agree for one in groups),
        sum(one.disagree for one in groups),
        sum(one.passed for one in groups),
    )


@dataclass(frozen=True)
class Shared:
    """A statement that every group agrees with, or that every group rejects."""

    statement: int
    agrees: bool
    weight: float


def shared_by_all(by_statement: Sequence[Sequence[Tally] | None]) -> tuple[Shared, ...]:
    """In each group surely more than half; strongest first, and what is agreed with before what is rejected."""
    found = []
    for number, groups in enumerate(by_statement):
        if groups is None:
            continue
        for agrees, them in ((True, groups), (False, [one.turned() for one in groups])):
            if all(certain(one) > SURE and one.agree * 2 > one.seen for one in them):
                found.append(Shared(number, agrees, round(shared(them), 6)))
    return tuple(sorted(found, key=lambda one: (not one.agrees, -one.weight, one.statement)))[
        :SHARED_MOST
    ]
