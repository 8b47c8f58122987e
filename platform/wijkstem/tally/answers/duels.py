"""Answers two by two: how many voters put the one above the other, and the strongest paths between them.

Markus Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
method" (2011). Here a duel is as strong as the number of voters who prefer its winner; a lost or even duel is worth
nothing. An answer that a ballot does not place stands below all that it does; between two of those it says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

#: By answer, and by the answer that it stands against: the voters who prefer the first.
Duels = Mapping[str, Mapping[str, int]]


def duels(answers: Sequence[str], orders: Iterable[tuple[str, ...]]) -> dict[str, dict[str, int]]:
    """``orders`` has of each ballot the answers that it places, the best first."""
    found = {one: {other: 0 for other in answers if other != one} for one in answers}
    for order, times in Counter(orders).items():
        below = set(answers)
        for one in order:
            below.remove(one)
            for other in below:
                found[one][other] += times
    return found


def strongest_paths(answers: Sequence[str], between: Duels) -> dict[str, dict[str, int]]:
    """From each answer to each: of all ways over won duels, the weakest duel of the best way (Floyd and Warshall)."""
    found = {
        one: {
            other: many if many > between[other][one] else 0 for other, many in between[one].items()
        }
        for one in answers
    }
    for middle in answers:
        for one in answers:
            for other in answers:
                if len({one, other, middle}) == 3:
                    way = min(found[one][middle], found[middle][other])
                    found[one][other] = max(found[one][other], way)
    return found


def beaten_by(answers: Sequence[str], paths: Duels) -> dict[str, tuple[str, ...]]:
    """Of each answer those whose way to it is stronger than its way back."""
    return {
        one: tuple(
            other for other in answers if other != one and paths[other][one] > paths[one][other]
        )
        for one in answers
    }
