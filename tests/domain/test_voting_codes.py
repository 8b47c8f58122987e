"""Voting codes: enough chance, easy to type, and no copying mistake that passes for another code."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.voting_codes import (
    ALPHABET,
    BITS,
    CODE_LENGTH,
    RECEIPT_LENGTH,
    checked,
    grouped,
    is_code,
    is_receipt,
    new_code,
    read,
)

bodies = st.text(ALPHABET, min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1)
codes = bodies.map(checked)
places = st.integers(0, CODE_LENGTH - 1)


def test_a_code_cannot_be_guessed() -> None:
    assert BITS >= 65
    assert len({new_code() for _ in range(1000)}) == 1000


def test_every_character_comes_by_chance() -> None:
    """Each place takes the whole alphabet: 4,000 draws miss one of 29 about never (one in e to the 140)."""
    drawn = [new_code() for _ in range(4000)]
    assert all({code[place] for code in drawn} == set(ALPHABET) for place in range(CODE_LENGTH))


def test_no_two_characters_look_alike() -> None:
    for alike in ("0O", "1IL", "5S", "2Z", "8B", "VU"):
        assert len(set(alike) & set(ALPHABET)) == 1
    assert len(ALPHABET) == len(set(ALPHABET)) == 29
    assert set(ALPHABET) < set(string.ascii_uppercase + string.digits)


@given(codes)
def test_a_code_is_one(code: str) -> None:
    assert is_code(code)
    assert not is_receipt(code)


@given(codes, places, st.sampled_from(ALPHABET))
def test_every_wrong_character_is_found(code: str, place: int, other: str) -> None:
    typed = code[:place] + other + code[place + 1 :]
    assert is_code(typed) == (typed == code)


@given(codes, places, places)
def test_every_two_that_changed_places_are_found(code: str, one: int, two: int) -> None:
    letters = list(code)
    letters[one], letters[two] = letters[two], letters[one]
    typed = "".join(letters)
    assert is_code(typed) == (typed == code)


def test_the_proof_behind_it() -> None:
    """A place weighs a power of 2, modulo a prime. No weight is 0, and no two of the places weigh the same.

    So one changed character changes the sum, and so does a swap of two that differ.
    """
    weights = [pow(2, place, 29) for place in range(CODE_LENGTH)]
    assert all(29 % small for small in range(2, 29))
    assert 0 not in weights
    assert len(set(weights)) == len(weights)


@given(codes, places)
def test_one_too_few_or_too_many_is_found(code: str, place: int) -> None:
    assert not is_code(code[:place] + code[place + 1 :])
    assert not is_code(code[:place] + code[place] + code[place:])


@given(codes)
def test_it_may_be_typed_in_any_way(code: str) -> None:
    for typed in (
        code.lower(),
        grouped(code),
        f"  {grouped(code).replace('-', ' ')}\n",
        " ".join(code),
        grouped(code).replace("-", "\u2013"),
        code.replace("0", "O").replace("1", "l").replace("V", "u"),
        code.replace("1", "i").replace("5", "s").replace("2", "z").replace("8", "B"),
        "\ufeff" + code + "\u200b",
    ):
        assert read(typed) == code


@pytest.mark.parametrize("typed", ["", "   ", "é" * 15, "0" * 15, "ß" * 8, "\x00" * 15, "+" * 15])
def test_what_is_no_code(typed: str) -> None:
    assert not is_code(read(typed))
    assert not is_receipt(read(typed))


@given(st.text())
def test_whatever_is_typed_is_read(typed: str) -> None:
    assert read(read(typed)) == read(typed)
    is_code(read(typed))


def test_groups_of_five_and_of_four() -> None:
    assert grouped(checked("0123456789ACDE")) == "01234-56789-ACDE4"
    receipt = checked("0123456789A")
    assert len(receipt) == RECEIPT_LENGTH
    assert is_receipt(receipt)
    assert grouped(receipt) == f"0123-4567-89A{receipt[-1]}"
