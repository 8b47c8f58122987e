"""Which small numbers of people are not shown, and which others with them, so that they cannot be worked out.

Somebody who reads a table knows its total, so one hidden number is the total without the others. Hence others are
hidden too, until each small number could be any small number. Which ones is decided by their names and not by how
large they are: else the choice itself would tell something. A zero is shown, as long as that gives nothing away.
"""

from collections.abc import Mapping


def is_small(number: int, fewest: int) -> bool:
    """Whether so many people are too few to be shown; nobody is not."""
    return 0 < number < fewest


def to_hide(counts: Mapping[str, int], fewest: int) -> frozenset[str]:
    """The names of the numbers that are not shown in a table of which everybody knows the total."""
    small = {name for name, number in counts.items() if is_small(number, fewest)}
    if not small:
        return frozenset()
    hidden = set(small)
    others = iter(sorted(name for name, number in counts.items() if number >= fewest))
    while not _is_safe(counts, hidden, small, fewest):
        another = next(others, None)
        if another is None:
            # Whatever is left would tell: then nothing is shown, not even where nobody was.
            return frozenset(counts)
        hidden.add(another)
    return frozenset(hidden)


def _is_safe(counts: Mapping[str, int], hidden: set[str], small: set[str], fewest: int) -> bool:
    """Whether each small number could be the largest small one, even for who guesses which of them are small.

    Who subtracts what is shown from the total has the sum of what is hidden: the others of these are at least
    ``fewest`` each, and the other small ones at least 1.
    """
    together = sum(counts[name] for name in hidden)
    at_most = together - fewest * (len(hidden) - len(small)) - (len(small) - 1)
    return len(hidden) > 1 and at_most >= fewest - 1
