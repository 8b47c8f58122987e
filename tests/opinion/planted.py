"""Votes of made-up people whose groups are known, and floods of people who were told what to vote."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Planted:
    """Three columns of votes, and by person the group that they were planted in."""

    who: NDArray[np.int64]
    which: NDArray[np.int64]
    what: NDArray[np.int64]
    group: NDArray[np.int64]
    statements: int
    #: The statements that every group was made to agree with.
    shared: frozenset[int]


def planted(
    people: int,
    statements: int,
    groups: int,
    *,
    seed: int,
    answered: float = 0.5,
    loyal: float = 0.8,
    passes: float = 0.1,
    common: int = 5,
) -> Planted:
    """Each group has an opinion on each statement; who is in it holds that with the chance ``loyal``.

    On the first ``common`` statements all groups agree.
    """
    chance = np.random.default_rng(seed)
    group = chance.integers(0, groups, people)
    opinion = chance.choice([-1, 1], (groups, statements))
    opinion[:, :common] = 1
    said = opinion[group] * np.where(chance.random((people, statements)) < loyal, 1, -1)
    said[chance.random(said.shape) < passes] = 0
    who, which = np.nonzero(chance.random(said.shape) < answered)
    return Planted(who, which, said[who, which], group, statements, frozenset(range(common)))


def flooded(it: Planted, share: float, *, seed: int, varied: float = 0.0) -> Planted:
    """With so many more that they are this share of everybody: they reject what all share, and agree with the rest.

    ``varied``: with this chance a vote differs from what they were told, so that no two are alike.
    """
    chance = np.random.default_rng(seed)
    honest = len(it.group)
    people = round(honest * share / (1 - share))
    told = np.ones(it.statements, dtype=np.int64)
    told[sorted(it.shared)] = -1
    said = np.tile(told, (people, 1))
    said[chance.random(said.shape) < varied] *= -1
    who, which = np.nonzero(np.ones(said.shape, dtype=bool))
    return Planted(
        np.concatenate([it.who, who + honest]),
        np.concatenate([it.which, which]),
        np.concatenate([it.what, said[who, which]]),
        np.concatenate([it.group, np.full(people, it.group.max() + 1)]),
        it.statements,
        it.shared,
    )
