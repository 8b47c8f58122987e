"""What a draft keeps, and what happens when two pages bring other answers."""

import pytest

from wijkstem.domain.drafts import (
    MOST_ANSWERS,
    MOST_CHARACTERS,
    Kept,
    check_number,
    merged,
    read,
    written,
)
from wijkstem.errors import Conflict, Invalid, RuleBroken

STORED = {"title": Kept("Een bank", 1, "p1"), "why": Kept("Om te zitten", 2, "p2")}


def test_written_and_read_again() -> None:
    odd = {"title": Kept("\0 \ud83d\ude00 \N{GRINNING FACE}", 3, "p")}
    assert read(written(STORED)) == STORED
    assert "\0" not in written(odd), "no database takes it"
    assert read(written({})) == {}


def test_answers_that_changed_carry_the_revision() -> None:
    typed = {"title": "Een bank", "why": "Om uit te rusten", "how": "Van hout"}
    assert merged(STORED, typed, seen=2, revision=3, page="p3") == {
        "title": Kept("Een bank", 1, "p1"),
        "why": Kept("Om uit te rusten", 3, "p3"),
        "how": Kept("Van hout", 3, "p3"),
    }


@pytest.mark.parametrize(
    ("typed", "seen", "page"),
    [
        ({"title": "Twee banken"}, 1, "p9"),  # the other page wrote another answer
        ({"why": "Om te zitten"}, 0, "p9"),  # both typed the same
        ({"why": "Om te liggen"}, 1, "p2"),  # the very page that wrote it
        ({"why": "Om te liggen"}, 2, "p9"),  # a page that showed it
    ],
)
def test_no_conflict(typed: dict[str, str], seen: int, page: str) -> None:
    [(name, text)] = typed.items()
    assert merged(STORED, typed, seen=seen, revision=3, page=page)[name].text == text


def test_conflict_on_the_same_answer() -> None:
    with pytest.raises(Conflict) as refused:
        merged(STORED, {"why": "Om te liggen"}, seen=1, revision=3, page="p9")
    assert refused.value.code == "edited_meanwhile"


def test_size_has_an_end() -> None:
    for typed in ({"a": "x" * MOST_CHARACTERS}, {str(n): "" for n in range(MOST_ANSWERS + 1)}):
        with pytest.raises(Invalid):
            merged({}, typed, seen=0, revision=1, page="p")
    assert merged({}, {"a": "x" * (MOST_CHARACTERS - 1)}, seen=0, revision=1, page="p")


def test_number_has_an_end() -> None:
    check_number(19)
    with pytest.raises(RuleBroken):
        check_number(20)
