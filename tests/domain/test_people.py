"""Ages, as the rules and the log want to know them."""

from datetime import date

import pytest

from wijkstem.domain.people import age_band, age_on
from wijkstem.words import AgeBand


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 3, 2), date(2026, 3, 1), 15),
        (date(2010, 3, 2), date(2026, 3, 2), 16),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 12, 31), date(2026, 1, 1), 17),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, AgeBand.UNDER_16),
        (15, AgeBand.UNDER_16),
        (16, AgeBand.FROM_16),
        (17, AgeBand.FROM_16),
        (18, AgeBand.FROM_18),
        (29, AgeBand.FROM_18),
        (30, AgeBand.FROM_30),
        (44, AgeBand.FROM_30),
        (45, AgeBand.FROM_45),
        (64, AgeBand.FROM_45),
        (65, AgeBand.FROM_65),
        (100, AgeBand.FROM_65),
    ],
)
def test_band(age: int, band: AgeBand) -> None:
    assert age_band(date(2026 - age, 3, 2), date(2026, 3, 2)) is band


def test_band_of_nobody_knows() -> None:
    assert age_band(None, date(2026, 3, 2)) is AgeBand.UNKNOWN
