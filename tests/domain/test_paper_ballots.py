"""Ballots on paper: what was typed, when a sheet is settled, and which sheets the lot draws."""

from uuid import UUID

import pytest

from wijkstem.domain.paper_ballots import (
    SAMPLE,
    differs,
    drawn,
    is_settled,
    manifest,
    next_turn,
    outcome,
    typed_sheet,
)
from wijkstem.errors import Invalid
from wijkstem.words.rounds import BallotType

ONE = UUID(int=1)


@pytest.mark.parametrize(
    ("typed", "kind", "found"),
    [
        ("3 7 12", BallotType.APPROVAL, {3: "1", 7: "1", 12: "1"}),
        ("3, 7;12\n", BallotType.APPROVAL, {3: "1", 7: "1", 12: "1"}),
        ("07", BallotType.CHOOSE_ONE, {7: "1"}),
        ("3=2 7 = 1", BallotType.POINTS, {3: "2", 7: "1"}),
        ("7 3", BallotType.RANKING, {7: "1", 3: "2"}),
    ],
)
def test_what_is_typed_is_a_ballot(typed: str, kind: BallotType, found: dict[int, str]) -> None:
    assert typed_sheet(typed, kind) == found


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("", BallotType.APPROVAL, "nothing_typed"),
        ("3 3", BallotType.APPROVAL, "named_twice"),
        ("3 03", BallotType.RANKING, "named_twice"),
        ("drie", BallotType.APPROVAL, "unreadable_part"),
        ("-3", BallotType.APPROVAL, "unreadable_part"),
        ("3=1", BallotType.APPROVAL, "unreadable_part"),
        ("3", BallotType.POINTS, "unreadable_part"),
        ("12345", BallotType.APPROVAL, "unreadable_part"),
    ],
)
def test_what_cannot_be_read_is_said(typed: str, kind: BallotType, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        typed_sheet(typed, kind)

    assert refused.value.fields["picks"].code == code


def test_two_who_read_the_same_settle_a_sheet() -> None:
    assert [next_turn(one) for one in ({}, {1: "a"})] == [1, 2]
    assert is_settled({1: "a", 2: "a"})
    assert not differs({1: "a", 2: "a"})
    assert outcome({1: "a", 2: "a"}) == "a"


def test_third_settles_what_differs() -> None:
    assert next_turn({1: "a", 2: None}) == 3
    assert not is_settled({1: "a", 2: None})
    assert is_settled({1: "a", 2: None, 3: None})
    assert outcome({1: "a", 2: None, 3: "b"}) == "b"


def test_manifest_changes_with_every_sheet() -> None:
    def digest(*sheets: str | None) -> str:
        return manifest(batch_id=ONE, round_id=ONE, area_id=ONE, number=1, sheets=sheets)

    assert len({digest("a", "b"), digest("b", "a"), digest("a", None), digest("a")}) == 4


def test_draw_takes_all_of_a_few_and_59_of_many() -> None:
    few, many = [(1, sheet) for sheet in range(1, 6)], [(1, sheet) for sheet in range(1, 501)]

    assert drawn("root", few) == few
    assert len(set(drawn("root", many))) == SAMPLE
    assert drawn("root", reversed(many)) == drawn("root", many)  # type: ignore[arg-type]  # any order will do
    assert drawn("another", many) != drawn("root", many)
