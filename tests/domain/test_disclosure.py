"""Small numbers of people are hidden so that whoever subtracts what is shown from the total is none the wiser."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.disclosure import to_hide

FEWEST = 5


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({}, ""),
        ({"a": 0, "b": 5, "c": 9}, ""),
        # Alone it would be the total without the others.
        ({"a": 2, "b": 7, "c": 9}, "ab"),
        ({"a": 7, "b": 2, "c": 9}, "ab"),
        # Two of one person each are the sum of what is hidden, so another goes with them.
        ({"a": 1, "b": 1, "c": 5, "d": 9}, "abcd"),
        ({"a": 1, "b": 1, "c": 9, "d": 9}, "abc"),
        ({"a": 4, "b": 4, "c": 9}, "ab"),
        ({"a": 0, "b": 0, "c": 3, "d": 40}, "cd"),
        # Nothing is left to hide behind: where nobody was is hidden too.
        ({"a": 0, "b": 0, "c": 3}, "abc"),
        ({"a": 1, "b": 5}, "ab"),
    ],
)
def test_what_is_hidden(counts: dict[str, int], hidden: str) -> None:
    assert to_hide(counts, FEWEST) == set(hidden)


@pytest.mark.parametrize("larger", [(50, 60), (60, 50)])
def test_which_other_is_hidden_does_not_tell_which_is_larger(larger: tuple[int, int]) -> None:
    b, c = larger
    assert to_hide({"a": 2, "b": b, "c": c}, FEWEST) == {"a", "b"}


def possible(hidden: Mapping[str, int], name: str, small: set[str]) -> set[int]:
    """What a number can be for somebody who knows the sum of what is hidden and even which of them are small."""
    others = {one for one in hidden if one != name}
    total, found = sum(hidden.values()), set()
    for guess in range(1, FEWEST):
        least = sum(1 if one in small else FEWEST for one in others)
        most = sum(FEWEST - 1 if one in small else total for one in others)
        if least <= total - guess <= most:
            found.add(guess)
    return found


counts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 14), max_size=8)


@given(counts)
def test_a_small_number_could_be_the_largest_small_one(counts: dict[str, int]) -> None:
    hidden = to_hide(counts, FEWEST)
    small = {name for name, number in counts.items() if 0 < number < FEWEST}
    assert small <= hidden
    assert len(hidden) != 1 or len(counts) == 1
    if hidden == set(counts):
        return  # nothing is shown at all
    cells = {name: counts[name] for name in hidden}
    for name in small:
        assert {counts[name], FEWEST - 1} <= possible(cells, name, small)


@given(counts, st.integers(2, 9))
def test_without_small_numbers_all_is_shown(counts: dict[str, int], fewest: int) -> None:
    larger = {name: number + fewest for name, number in counts.items()}
    assert to_hide(larger, fewest) == frozenset()
