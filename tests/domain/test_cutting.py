"""Passages by hand: joined, split, corrected, and made again when the proposal changes."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.cutting import corrected, joined, made_again, split_up
from wijkstem.domain.passages import Paragraph, Piece
from wijkstem.errors import Invalid, NotFound, RuleBroken, WijkstemError
from wijkstem.words.council_proposals import ProposalPart

DECISION, COSTS = ProposalPart.DECISION, ProposalPart.COSTS
TEXT: list[Paragraph] = [(DECISION, "Een. Twee."), (DECISION, "Drie."), (COSTS, "Vier.")]
FIRST = made_again((), TEXT)


def texts(pieces: tuple[Piece, ...]) -> list[tuple[int, str]]:
    """What a reader sees."""
    return [(one.number, one.text) for one in pieces]


def test_two_become_one_and_the_numbers_stay_in_order() -> None:
    assert texts(joined(FIRST, 1)) == [(1, "Een. Twee.\n\nDrie."), (2, "Vier.")]


def test_one_becomes_two_and_the_numbers_stay_in_order() -> None:
    assert texts(split_up(FIRST, 1, "Een.\r\n\r\nTwee.")) == [
        (1, "Een."), (2, "Twee."), (3, "Drie."), (4, "Vier."),
    ]  # fmt: skip


def test_text_is_corrected_and_the_same_text_is_no_change() -> None:
    assert texts(corrected(FIRST, 2, "Drie, en meer."))[1] == (2, "Drie, en meer.")
    assert corrected(FIRST, 2, " Drie. ") == FIRST


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: joined(FIRST, 2), "last_of_part"),
        (lambda: joined(FIRST, 3), "last_of_part"),
        (lambda: joined(FIRST, 4), "unknown_passage"),
        (lambda: split_up(FIRST, 9, "Een."), "unknown_passage"),
        (lambda: corrected(FIRST, 0, "Een."), "unknown_passage"),
    ],
)
def test_passage_that_is_not_there_is_refused(change: Callable[[], object], code: str) -> None:
    with pytest.raises((NotFound, RuleBroken)) as refused:
        change()
    assert isinstance(refused.value, WijkstemError)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: split_up(FIRST, 1, "Een. Twee."), "no_blank"),
        (lambda: split_up(FIRST, 1, "Een.\n\nIets anders."), "other_words"),
        (lambda: split_up(FIRST, 1, "\n \n"), "empty"),
        (lambda: corrected(FIRST, 1, ""), "empty"),
        (lambda: corrected(FIRST, 1, "x" * 20_001), "too_long"),
    ],
)
def test_text_that_is_not_right_says_so(change: Callable[[], object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        change()
    assert {name: error.code for name, error in refused.value.fields.items()} == {"text": code}


def test_what_is_put_back_reads_as_the_proposal_again() -> None:
    assert corrected(corrected(FIRST, 2, "Anders."), 2, "Drie.") == FIRST
    assert split_up(joined(FIRST, 1), 1, "Een. Twee.\n\nDrie.") == FIRST


def test_joined_and_then_split_elsewhere_is_one_run_of_the_proposal() -> None:
    found = split_up(joined(FIRST, 1), 1, "Een.\n\nTwee.\nDrie.")
    assert texts(found) == [(1, "Een."), (2, "Twee.\nDrie."), (3, "Vier.")]
    assert {one.source for one in found[:2]} == {"Een. Twee.\n\nDrie."}
    assert made_again(found, TEXT) == found


def test_paragraph_that_came_in_leaves_what_was_made_by_hand() -> None:
    cut = joined(split_up(FIRST, 1, "Een.\n\nTwee."), 2)
    found = made_again(cut, [(DECISION, "Nieuw."), *TEXT])
    assert texts(found) == [(1, "Nieuw."), (2, "Een."), (3, "Twee.\n\nDrie."), (4, "Vier.")]
    assert [one.source_at for one in found] == [0, 1, 1, 0]
    assert made_again(found, TEXT) == cut


def test_paragraph_that_changed_undoes_what_was_made_of_it_alone() -> None:
    cut = corrected(split_up(FIRST, 1, "Een.\n\nTwee."), 4, "Vier en meer.")
    found = made_again(cut, [(DECISION, "Een. Twee!"), *TEXT[1:]])
    assert texts(found) == [(1, "Een. Twee!"), (2, "Drie."), (3, "Vier en meer.")]


def test_of_two_paragraphs_that_are_the_same_the_nearest_keeps_what_was_made() -> None:
    twice: list[Paragraph] = [(DECISION, "Zo."), (DECISION, "Zus."), (DECISION, "Zo.")]
    cut = corrected(made_again((), twice), 3, "Zo dus.")
    assert [text for _, text in texts(made_again(cut, twice))] == ["Zo.", "Zus.", "Zo dus."]


words = st.sampled_from(["a b", "c", "d e f", "g"])
paragraphs = st.lists(
    st.tuples(st.sampled_from([DECISION, COSTS]), words), min_size=1, max_size=6
).map(lambda found: sorted(found, key=lambda one: list(ProposalPart).index(one[0])))
steps = st.lists(st.tuples(st.sampled_from("jsc"), st.integers(1, 8)), max_size=8)


def one_step(pieces: tuple[Piece, ...], how: str, number: int) -> tuple[Piece, ...]:
    """As far as it can be done."""
    if number > len(pieces):
        return pieces
    text = pieces[number - 1].text
    try:
        match how:
            case "j":
                return joined(pieces, number)
            case "s":
                return split_up(pieces, number, text.replace(" ", "\n\n", 1))
        return corrected(pieces, number, f"{text} z")
    except (RuleBroken, Invalid):
        return pieces


@given(paragraphs, steps, paragraphs)
def test_whatever_is_made_stays_while_the_proposal_stays(
    text: list[Paragraph], done: list[tuple[str, int]], other: list[Paragraph]
) -> None:
    pieces = made_again((), text)
    for how, number in done:
        pieces = one_step(pieces, how, number)
        assert [one.number for one in pieces] == list(range(1, len(pieces) + 1))
        assert made_again(pieces, text) == pieces
    again = made_again(pieces, other)
    # What was not made by hand reads as the proposal does, and no paragraph is lost or there twice.
    sources = dict.fromkeys((one.part, one.source, one.source_at) for one in again if one.source)
    made = [(part, said) for part, source, _ in sources for said in source.split("\n\n")]
    whole = [(one.part, one.text) for one in again if not one.source]
    assert sorted(made + whole) == sorted(other)
    assert made_again(again, other) == again
