"""The board's lines, commitments and receipts: one text for one content, and nothing of a ballot to be seen."""

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.board import (
    Line,
    ballot_text,
    chained,
    commitment,
    committed_between,
    next_lines,
    receipt_of,
    start_of,
    tree_of,
)
from wijkstem.domain.voting_codes import is_code, is_receipt
from wijkstem.kit.canonical import canonical
from wijkstem.words.rounds import BoardKind

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
BALLOT = {
    "round_id": "r",
    "area_id": "a",
    "ballot": ballot_text({"10": 1, "2": 1}),
    "nonce": "n",
    "tag": "t",
}


def test_a_line_is_one_text() -> None:
    line = Line(7, BoardKind.PAPER_BATCH, "ab")
    assert line.text == '{"digest":"ab","kind":"paper_batch","number":7}'
    said = {"number": 7, "kind": "paper_batch", "digest": "ab"}
    assert line.text == canonical(said)


def test_the_chain_is_of_what_came_before() -> None:
    lines = [Line(0, BoardKind.RULES, "00"), Line(1, BoardKind.BALLOT, "11")]
    first = hashlib.sha256((start_of("r") + lines[0].text).encode()).hexdigest()
    second = hashlib.sha256((first + lines[1].text).encode()).hexdigest()
    assert list(chained(start_of("r"), lines)) == [(lines[0], first), (lines[1], second)]
    assert start_of("r") != start_of("s")


@given(st.lists(digests, unique=True), st.integers(0, 1000))
def test_the_order_in_which_ballots_came_does_not_show(came: list[str], number: int) -> None:
    lines = next_lines(number, BoardKind.BALLOT, came)
    assert lines == next_lines(number, BoardKind.BALLOT, reversed(came))
    assert [line.digest for line in lines] == sorted(came)
    assert [line.number for line in lines] == list(range(number, number + len(came)))


def test_leaves_are_the_lines_as_they_are_published() -> None:
    lines = next_lines(0, BoardKind.BALLOT, ["11", "22"])
    leaves = [hashlib.sha256(b"\0" + line.text.encode()).digest() for line in lines]
    assert tree_of(lines).root == hashlib.sha256(b"\1" + leaves[0] + leaves[1]).digest()


def test_a_ballot_is_one_text_however_it_was_filled_in() -> None:
    assert BALLOT["ballot"] == '{"10":1,"2":1}' == ballot_text({"2": 1, "10": 1})


def test_a_commitment_is_of_all_of_it() -> None:
    made = {commitment(**{**BALLOT, name: BALLOT[name] + "x"}) for name in BALLOT}
    assert len(made | {commitment(**BALLOT)}) == 6
    assert len(commitment(**BALLOT)) == 64
    framed = commitment(**{**BALLOT, "nonce": "nt", "tag": ""})
    assert framed != commitment(**{**BALLOT, "nonce": "n", "tag": "t"}), "nothing slides over"


def test_a_commitment_can_be_made_again_from_its_description() -> None:
    said = json.dumps(
        ["wijkstem-ballot-v1", *BALLOT.values()], separators=(",", ":"), ensure_ascii=False
    )
    assert commitment(**BALLOT) == hashlib.sha256(said.encode()).hexdigest()


@given(digests)
def test_a_receipt_leads_back_to_its_commitment(committed: str) -> None:
    receipt = receipt_of(committed)
    first, last = committed_between(receipt)
    assert is_receipt(receipt)
    assert not is_code(receipt)
    assert first <= committed <= last
    assert receipt_of(first) == receipt_of(last) == receipt


@given(digests)
def test_stretches_of_receipts_lie_side_by_side(committed: str) -> None:
    _, last = committed_between(receipt_of(committed))
    behind = int(last, 16) + 1
    if behind < 1 << 256:
        assert receipt_of(f"{behind:064x}") > receipt_of(committed)[:-1]
        assert committed_between(receipt_of(f"{behind:064x}"))[0] == f"{behind:064x}"


def test_the_first_and_the_last_receipt() -> None:
    assert receipt_of("0" * 64)[:-1] == "0" * 11
    assert receipt_of("f" * 64)[:-1] == "Y" * 11
    assert committed_between(receipt_of("f" * 64))[1] == "f" * 64
