"""Passages: which is which after the text changed, whatever changed."""

from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.passages import Piece, renumbered, split
from wijkstem.words.council_proposals import ProposalPart

DECISION, COSTS = ProposalPart.DECISION, ProposalPart.COSTS
TEXT = [(DECISION, "Een."), (DECISION, "Twee."), (COSTS, "Drie.")]

texts = st.lists(
    st.tuples(st.sampled_from([DECISION, COSTS]), st.sampled_from("abcdef")), max_size=8
).map(lambda found: sorted(found, key=lambda one: list(ProposalPart).index(one[0])))


def test_blank_line_begins_a_passage_and_parts_come_in_order() -> None:
    parts = {COSTS: "Drie.", DECISION: "Een.\n\n\n\nTwee.\n"}
    assert split(parts) == TEXT


def test_first_numbering_counts_from_one() -> None:
    assert renumbered((), TEXT) == (
        Piece(1, DECISION, "Een."), Piece(2, DECISION, "Twee."), Piece(3, COSTS, "Drie."),
    )  # fmt: skip


def test_passage_that_reads_otherwise_keeps_its_number() -> None:
    before = renumbered((), TEXT)
    now = renumbered(before, [TEXT[0], (DECISION, "Anders."), TEXT[2]])
    assert now == (before[0], Piece(2, DECISION, "Anders.", 2), before[2])


def test_passage_that_comes_in_gets_a_number_that_was_never_used() -> None:
    before = renumbered((), TEXT)
    now = renumbered(before, [(DECISION, "Nieuw."), *TEXT])
    assert [(one.number, one.text) for one in now] == [
        (4, "Nieuw."), (1, "Een."), (2, "Twee."), (3, "Drie."),
    ]  # fmt: skip


def test_passage_that_went_stays_with_its_text() -> None:
    before = renumbered((), TEXT)
    now = renumbered(before, [TEXT[0], TEXT[2]])
    assert now == (before[0], before[2], Piece(2, DECISION, "Twee.", 1, gone=True))
    again = renumbered(now, [*TEXT[:1], (DECISION, "Weer iets."), TEXT[2]])
    assert [one.number for one in again] == [1, 4, 3, 2]


@given(st.lists(texts, min_size=1, max_size=5))
def test_whatever_changes_numbers_stand_for_one_passage(
    history: list[list[tuple[ProposalPart, str]]],
) -> None:
    pieces: tuple[Piece, ...] = ()
    for now in history:
        before, pieces = {one.number: one for one in pieces}, renumbered(pieces, now)
        assert [(one.part, one.text) for one in pieces if not one.gone] == now
        assert len({one.number for one in pieces}) == len(pieces)
        assert before.keys() <= {one.number for one in pieces}
        for one in pieces:
            was = before.get(one.number)
            if was is not None:
                assert one.version == was.version + (one.text != was.text)
                assert one.gone >= was.gone
        assert renumbered(pieces, now) == pieces
