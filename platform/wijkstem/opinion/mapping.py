"""From votes to places on a map: the directions in which people differ most (principal components), as far as they are real."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.linalg import eigh
from scipy.sparse import csr_array

from wijkstem.opinion.votes import Reals, Votes

#: Directions that are drawn, and the most that groups are looked for in.
DRAWN: Final = 2
MOST: Final = 5
#: Shuffles that a direction must beat: with nineteen, chance does it once in twenty.
SHUFFLES: Final = 19
SEED: Final = 2021
#: Up to so many cells a full matrix is multiplied much faster than a sparse one.
FULL: Final = 20_000_000


@dataclass(frozen=True)
class Map:
    """Where everybody stands."""

    #: A row for each person, a column for each direction, the strongest first.
    places: Reals
    #: Which part of all differences each direction that is drawn tells.
    explained: tuple[float, ...]
    #: How many directions are stronger than chance; 0: people do not differ in any way that can be told.
    real: int


def mapped(votes: Votes) -> Map:
    """The map; of the same votes always the same, with each direction turned so that its heaviest statement counts up.

    Places are stretched by √(statements / answers), as published: who answered little would else stand in the middle.
    """
    centred = votes.centred()
    strengths, directions = _directions(_products(centred))
    answered = np.maximum(votes.seen.sum(axis=1), 1)
    places = (centred @ directions) * np.sqrt(votes.statements / answered)[:, None]
    whole = float((centred.data**2).sum()) or 1.0
    explained = tuple(round(float(one) / whole, 6) for one in strengths[:DRAWN])
    return Map(np.round(places, 9), explained, _real(centred, strengths))


def _products(centred: csr_array) -> Reals:
    """How much each two statements go together."""
    cells = centred.shape[0] * centred.shape[1]
    it = centred.toarray() if cells <= FULL else centred
    products = it.T @ it
    full: Reals = products if cells <= FULL else products.toarray()
    return full


def _directions(products: Reals) -> tuple[Reals, Reals]:
    """The greatest eigenvalues, and their vectors as columns; exact, for statements are few."""
    size, axes = products.shape[0], min(MOST, products.shape[0])
    strengths, vectors = eigh(products, subset_by_index=(size - axes, size - 1))
    strengths, vectors = strengths[::-1], vectors[:, ::-1]
    heaviest = np.abs(np.round(vectors, 9)).argmax(axis=0)
    signs = np.where(vectors[heaviest, np.arange(axes)] < 0, -1.0, 1.0)
    return np.maximum(strengths, 0.0), vectors * signs


def _real(centred: csr_array, strengths: Reals) -> int:
    """How many directions are real (parallel analysis, Horn 1965).

    The answers to each statement are dealt anew over those who answered it; a real direction is stronger than the
    one of its rank that comes of that, each time.
    """
    by_statement, chance = centred.tocsc(), np.random.default_rng(SEED)
    beaten = np.ones(len(strengths), dtype=bool)
    for _ in range(SHUFFLES):
        others, _ = _directions(_products(_dealt(by_statement, chance)))
        beaten &= strengths > others
        if not beaten[0]:
            return 0
    return int(beaten.cumprod().sum())


def _dealt(centred: csr_array, chance: np.random.Generator) -> csr_array:
    dealt = centred.copy()
    for start, end in zip(dealt.indptr[:-1], dealt.indptr[1:], strict=True):
        dealt.data[start:end] = chance.permutation(dealt.data[start:end])
    return dealt
