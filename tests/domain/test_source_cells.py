"""What a cell says: never guessed, and a gap is no zero."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.source_cells import at_least_one, day, digits, is_empty, shown, whole, year
from wijkstem.errors import FieldError
from wijkstem.kit.sheets import Cell

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("44", "44"),
        ("6,4", "6.4"),
        ("6.40", "6.40"),
        ("-0,5", "-0.5"),
        ("\u22120,5", "-0.5"),
        ("0,125", "0.125"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("12 345", "12345"),
        ("12\u00a0345,67", "12345.67"),
        ("€ 1.250,00", "1250.00"),
        ("44%", "44"),
        ("44,5 %", "44.5"),
        (Decimal("6.4"), "6.4"),
        (Decimal(44), "44"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_figure_is_read_digit_for_digit(cell: Cell, read: str) -> None:
    assert digits(cell) == read


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.234", "two_ways"),
        ("1,234", "two_ways"),
        ("6-apr", "excel_date"),
        ("06-04-2025", "excel_date"),
        ("apr-25", "excel_date"),
        ("2025-04-06 00:00:00", "excel_date"),
        (date(2025, 4, 6), "excel_date"),
        ("veel", "no_number"),
        ("4 4", "no_number"),
        ("6,4,4", "no_number"),
        ("1e5", "no_number"),
        ("#DELING.DOOR.0!", "no_number"),
        ("٤٤", "no_number"),
        (Decimal("1E-9"), "too_long_number"),
    ],
)
def test_what_is_no_figure_or_could_be_two_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(FieldError) as refused:
        digits(cell)
    assert refused.value.code == code


@given(st.decimals(-999_999, 999_999, places=4, allow_nan=False))
def test_what_a_dutch_sheet_shows_is_what_it_holds(figure: Decimal) -> None:
    """Except where one separator could stand for thousands: four decimals never can."""
    text = f"{figure:f}"
    assert Decimal(digits(text)) == Decimal(digits(text.replace(".", ","))) == figure


@pytest.mark.parametrize("cell", ["", None, " ", "-", ".", "n.v.t.", "Onbekend", "N.B."])
def test_empty_cell_is_a_gap(cell: Cell) -> None:
    assert is_empty(cell)


@pytest.mark.parametrize("cell", ["0", "0,0", Decimal(0)])
def test_zero_is_no_gap(cell: Cell) -> None:
    assert not is_empty(cell)


@pytest.mark.parametrize(
    ("how", "cell", "code"),
    [
        (whole, "1,5", "no_count"),
        (whole, "-3", "no_count"),
        (at_least_one, "0", "no_one"),
        (lambda cell: year(cell, today=TODAY), "43466", "excel_days"),
        (lambda cell: year(cell, today=TODAY), "19", "no_year"),
        (lambda cell: year(cell, today=TODAY), "1066", "no_year"),
        (lambda cell: year(cell, today=TODAY), "2999", "no_year"),
        (lambda cell: year(cell, today=TODAY), date(2025, 1, 1), "year_date"),
        (day, "43466", "excel_days"),
        (day, "31-2-2025", "no_day"),
        (day, "2025", "no_day"),
        (day, "1/2", "no_day"),
    ],
)
def test_each_cell_says_what_is_wrong_with_it(
    how: Callable[[Cell], Any], cell: Cell, code: str
) -> None:
    with pytest.raises(FieldError) as refused:
        how(cell)
    assert refused.value.code == code


def test_day_that_excel_counted_is_named_and_not_taken() -> None:
    with pytest.raises(FieldError) as refused:
        day("43466")
    assert "1-1-2019" in str(refused.value)


def test_years_and_days_are_read_as_people_and_registers_write_them() -> None:
    assert [year(cell, today=TODAY) for cell in ("2025", "2025JJ00", Decimal(2025))] == [2025] * 3
    assert {day(cell) for cell in ("5-3-2025", "05/03/2025", "2025-03-05", date(2025, 3, 5))} == {
        date(2025, 3, 5)
    }
    assert shown(Decimal("6.40")) == "6,4"
