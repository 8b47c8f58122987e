"""The public lot: who types the figures has nothing to choose, and their day follows from the close."""

from datetime import date
from hashlib import sha256

import pytest

from tests.domain.test_rounds import rule_file
from wijkstem.domain.lots import (
    LOTTO,
    MOST_NUMBERS,
    check_figure,
    drawn,
    figure_of,
    first_day,
    require_day,
)
from wijkstem.domain.rounds import PublicLot
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.kit.rows import table_of
from wijkstem.tables.counting import RoundLot
from wijkstem.tally.ties import lot_number

CLOSED = date(2026, 5, 15)


@pytest.mark.parametrize(
    "typed",
    ["4 8 15 42", "42 15 8 4", "4,8,15,42", " 4; 8 -15 \n 42", "04 08 15 42", "4 8 15 42 "],
)
def test_however_it_is_typed_it_is_one_lot(typed: str) -> None:
    assert figure_of(typed) == "4 8 15 42"


@pytest.mark.parametrize("typed", ["", " ,", "vier", "4.5", "1 2x", "²", "1" * 10, "1 " * 21])
def test_what_is_no_figure(typed: str) -> None:
    assert figure_of(typed) is None
    with pytest.raises(Invalid) as refused:
        check_figure(typed, " ")
    assert {name: error.code for name, error in refused.value.fields.items()} == {
        "figure": "no_figures",
        "how": "empty",
    }


def test_number_that_stands_twice_stays_twice() -> None:
    assert figure_of("3 1 3") == "1 3 3"


def test_day_is_so_many_days_after_the_close() -> None:
    lot = PublicLot("de Lotto", 3)
    assert first_day(lot, CLOSED) == date(2026, 5, 18)
    require_day(lot, CLOSED, date(2026, 5, 18))
    with pytest.raises(RuleBroken, match="vanaf") as early:
        require_day(lot, CLOSED, date(2026, 5, 17))
    assert early.value.values == {"day": date(2026, 5, 18)}


@pytest.mark.parametrize("days", [0, -1, 61])
def test_figures_that_could_be_known_at_the_close_are_no_lot(days: int) -> None:
    with pytest.raises(ValueError, match="PublicLot"):
        PublicLot("de Lotto", days)


def test_anybody_can_draw_again_with_a_program_that_knows_nothing_of_ours() -> None:
    lot = drawn(rule_file(), CLOSED, "ab" * 32, "4 8 15", "Op lotto.nl.")

    assert lot.public() == {
        "source": LOTTO.source,
        "first_day": "2026-05-17",
        "root": "ab" * 32,
        "figure": "4 8 15",
        "how": "Op lotto.nl.",
        "seed": "ab" * 32 + "|4 8 15",
    }
    assert lot_number(lot.seed, "7") == sha256(("ab" * 32 + "|4 8 15|7").encode()).hexdigest()


def test_the_longest_figures_fit_their_column() -> None:
    longest = figure_of(" ".join(["999999999"] * MOST_NUMBERS))
    assert longest is not None
    assert len(longest) <= table_of(RoundLot).c.figure.type.length  # type: ignore[attr-defined]
    assert figure_of(" ".join(["1"] * (MOST_NUMBERS + 1))) is None
