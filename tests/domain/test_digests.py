"""A day and a week end at eight in the morning in the Netherlands, also on the days that the clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain.digests import RHYTHMS, cause, period
from wijkstem.words import Rhythm

HERE = ZoneInfo("Europe/Amsterdam")


def at(day: str, hour: int, minute: int = 0) -> datetime:
    """A moment on the wall in the Netherlands, in UTC as everything is."""
    year, month, of_month = map(int, day.split("-"))
    return datetime(year, month, of_month, hour, minute, tzinfo=HERE).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        (at("2026-03-02", 7, 59), date(2026, 3, 1), date(2026, 2, 23)),
        (at("2026-03-02", 8), date(2026, 3, 2), date(2026, 3, 2)),
        (at("2026-03-08", 23), date(2026, 3, 8), date(2026, 3, 2)),
        # Summer time begins on 29 March 2026 and ends on 25 October 2026, both at night.
        (datetime(2026, 3, 29, 5, 59, tzinfo=UTC), date(2026, 3, 28), date(2026, 3, 23)),
        (datetime(2026, 3, 29, 6, 0, tzinfo=UTC), date(2026, 3, 29), date(2026, 3, 23)),
        (datetime(2026, 10, 25, 6, 59, tzinfo=UTC), date(2026, 10, 24), date(2026, 10, 19)),
        (datetime(2026, 10, 25, 7, 0, tzinfo=UTC), date(2026, 10, 25), date(2026, 10, 19)),
        (at("2026-01-01", 7), date(2025, 12, 31), date(2025, 12, 29)),
    ],
)
def test_period_ends_at_eight_on_the_wall(now: datetime, daily: date, weekly: date) -> None:
    assert period(Rhythm.DAILY, now) == daily
    assert period(Rhythm.WEEKLY, now) == weekly


@given(st.integers(0, 6 * 366 * 24 * 60))
def test_period_never_goes_back_and_skips_no_day(minute: int) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    for minutes in (1, 60, 24 * 60):
        later = now + timedelta(minutes=minutes)
        assert timedelta(0) <= period(Rhythm.DAILY, later) - period(Rhythm.DAILY, now)
        assert period(Rhythm.DAILY, later) - period(Rhythm.DAILY, now) <= timedelta(days=2)
    assert period(Rhythm.WEEKLY, now).weekday() == 0
    assert timedelta(0) <= period(Rhythm.DAILY, now) - period(Rhythm.WEEKLY, now)
    assert period(Rhythm.DAILY, now) - period(Rhythm.WEEKLY, now) < timedelta(days=7)


def test_each_period_has_a_cause_of_its_own() -> None:
    days = [date(2026, 3, 2), date(2026, 3, 9)]
    assert len({cause(rhythm, day) for rhythm in RHYTHMS for day in days}) == 4
    assert cause(Rhythm.DAILY, days[0]) == "digest:daily:2026-03-02"
