"""When an answer is due, day by day against the Algemene termijnenwet."""

import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.domain import terms
from wijkstem.domain.terms import Suspended, counted, due_date
from wijkstem.rules.schema import Recess, Term

MON, TUE = date(2026, 3, 2), date(2026, 3, 3)


def due(start: date, **length: Any) -> date:
    return due_date(Term(assumed=True, **length), start)


@pytest.mark.parametrize(
    ("start", "length", "last_day"),
    [
        # Counting begins the day after; a week ends on the same weekday.
        (MON, {"days": 1}, date(2026, 3, 3)),
        (MON, {"weeks": 2}, date(2026, 3, 16)),
        (MON, {"weeks": 8}, date(2026, 4, 28)),  # 27 April is King's Day (article 3)
        # Article 1: not on a Saturday or a Sunday.
        (MON, {"days": 5}, date(2026, 3, 9)),
        (MON, {"days": 6}, date(2026, 3, 9)),
        (MON, {"days": 7}, date(2026, 3, 9)),
        (date(2026, 3, 7), {"weeks": 1}, date(2026, 3, 16)),
        # Article 3: Good Friday (second paragraph), and from there over Easter Monday.
        (date(2026, 3, 27), {"weeks": 1}, date(2026, 4, 7)),
        (date(2026, 3, 30), {"weeks": 1}, date(2026, 4, 7)),
        (date(2026, 3, 31), {"weeks": 1}, date(2026, 4, 7)),
        # Ascension Day; the Friday after it is an ordinary day.
        (date(2026, 5, 7), {"weeks": 1}, date(2026, 5, 15)),
        # Whit Monday.
        (date(2026, 5, 18), {"weeks": 1}, date(2026, 5, 26)),
        # King's Day is a day earlier when 27 April is a Sunday, so Saturday 26 April in 2025.
        (date(2025, 4, 18), {"days": 8}, date(2025, 4, 28)),
        (date(2026, 4, 20), {"weeks": 1}, date(2026, 4, 28)),
        # Liberation Day is a holiday of the law every year, not once in five.
        (date(2026, 4, 28), {"weeks": 1}, date(2026, 5, 6)),
        (date(2027, 4, 28), {"weeks": 1}, date(2027, 5, 7)),  # 5 May, then Ascension Day
        # Both Christmas days, and New Year's Day.
        (date(2026, 12, 18), {"weeks": 1}, date(2026, 12, 28)),
        (date(2026, 12, 25), {"weeks": 1}, date(2027, 1, 4)),
        # New Year's Eve is an ordinary day.
        (date(2026, 12, 24), {"weeks": 1}, date(2026, 12, 31)),
        # A month ends on the same day, or on the last one of a shorter month.
        (date(2026, 1, 15), {"months": 1}, date(2026, 2, 16)),  # the 15th is a Sunday
        (date(2026, 1, 31), {"months": 1}, date(2026, 3, 2)),  # Saturday 28 February
        (date(2028, 1, 31), {"months": 1}, date(2028, 2, 29)),
        (date(2026, 3, 31), {"months": 3}, date(2026, 6, 30)),
        (date(2026, 8, 31), {"months": 6}, date(2027, 3, 1)),  # Sunday 28 February
        # Working days count only what is none of these.
        (MON, {"working_days": 1}, TUE),
        (MON, {"working_days": 5}, date(2026, 3, 9)),
        (date(2026, 3, 6), {"working_days": 1}, date(2026, 3, 9)),
        (date(2026, 3, 7), {"working_days": 1}, date(2026, 3, 9)),
        (date(2026, 4, 2), {"working_days": 1}, date(2026, 4, 7)),
        (date(2026, 4, 24), {"working_days": 10}, date(2026, 5, 12)),  # King's and Liberation Day
        (date(2026, 12, 24), {"working_days": 3}, date(2026, 12, 30)),
        # Article 2: three days or more hold at least two ordinary ones.
        (date(2026, 4, 2), {"days": 3}, date(2026, 4, 8)),
        (date(2026, 4, 2), {"days": 2}, date(2026, 4, 7)),
        (date(2026, 4, 2), {"days": 5}, date(2026, 4, 8)),
        (date(2026, 3, 5), {"days": 3}, date(2026, 3, 9)),
    ],
)
def test_last_day(start: date, length: dict[str, int], last_day: date) -> None:
    assert due(start, **length) == last_day


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(start=days, weeks=st.integers(1, 30))
def test_term_never_ends_on_a_weekend_nor_before_its_length(start: date, weeks: int) -> None:
    last = due(start, weeks=weeks)

    assert last.weekday() < 5
    assert timedelta(0) <= last - (start + timedelta(weeks=weeks)) <= timedelta(days=9)


@given(start=days, count=st.integers(1, 40))
def test_one_working_day_more_ends_later(start: date, count: int) -> None:
    assert due(start, working_days=count) < due(start, working_days=count + 1)


@given(start=days, length=st.integers(3, 90))
def test_starting_a_day_later_never_ends_earlier(start: date, length: int) -> None:
    assert due(start, days=length) <= due(start + timedelta(days=1), days=length)


@pytest.fixture
def impatient_threads() -> Iterator[None]:
    """Threads that take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_people_who_are_the_first_of_a_year_get_the_same_day(impatient_threads: None) -> None:
    """With one list that fills itself, half of these took Christmas for a working day."""
    found: list[date] = []
    for _ in range(20):
        terms._holidays.cache_clear()
        ready = threading.Barrier(6)

        def count(ready: threading.Barrier = ready) -> None:
            ready.wait()
            found.append(due(date(2028, 12, 18), weeks=1))

        threads = [threading.Thread(target=count) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert set(found) == {date(2028, 12, 27)}


# --- what stops the counting ------------------------------------------------------------------------------------

EIGHT_WEEKS = Term(weeks=8, assumed=True)
SUMMER = Recess(first=date(2026, 7, 4), last=date(2026, 8, 16), assumed=True)


def asked(on: str, back: str) -> Suspended:
    return Suspended(date.fromisoformat(on), date.fromisoformat(back))


@pytest.mark.parametrize(
    ("suspended", "last_day", "days"),
    [
        # Awb 4:15: from the day after the question until the day of the answer, so neither of the two is lost.
        (
            [("2026-03-10", "2026-03-24")],
            date(2026, 5, 11),
            13,
        ),  # 27 April + 13 days is Sunday 10 May
        ([("2026-03-10", "2026-03-25")], date(2026, 5, 11), 14),  # a Monday by itself
        # Asked and answered on one day, or on the next: no day between them.
        ([("2026-03-10", "2026-03-10")], date(2026, 4, 28), 0),
        ([("2026-03-10", "2026-03-11")], date(2026, 4, 28), 0),
        ([("2026-03-10", "2026-03-12")], date(2026, 4, 28), 1),
        # On the day of filing itself.
        ([("2026-03-02", "2026-03-16")], date(2026, 5, 11), 13),
        # Twice.
        ([("2026-03-10", "2026-03-13"), ("2026-03-20", "2026-03-23")], date(2026, 5, 1), 4),
        # On King's Day: the term would have been over, but for the day that article 1 adds. That day is left.
        ([("2026-04-27", "2026-05-11")], date(2026, 5, 11), 13),
        ([("2026-04-26", "2026-05-11")], date(2026, 5, 11), 14),
    ],
)
def test_a_question_stops_the_counting(
    suspended: list[tuple[str, str]], last_day: date, days: int
) -> None:
    found = counted(EIGHT_WEEKS, MON, suspended=[asked(*one) for one in suspended])
    assert (found.due_on, found.suspended, found.recess) == (last_day, days, 0)


def test_working_days_on_which_it_stood_still_do_not_count() -> None:
    ten = Term(working_days=10, assumed=True)
    # Filed on Monday the 2nd: Tuesday to Friday are four; asked on Friday, back on the next Thursday, six more.
    found = counted(ten, MON, suspended=[asked("2026-03-06", "2026-03-12")])
    assert (found.due_on, found.suspended) == (date(2026, 3, 19), 5)


def test_a_term_that_stands_still_has_no_last_day() -> None:
    with pytest.raises(ValueError, match="no last day"):
        counted(EIGHT_WEEKS, MON, suspended=[Suspended(MON, None)])


@pytest.mark.parametrize(
    ("length", "start", "last_day", "recess"),
    [
        # Six weeks and a day of recess come on top: 4 July up to and with 16 August.
        ({"weeks": 8}, date(2026, 6, 1), date(2026, 9, 9), 44),
        # It begins within a recess: the first day that counts is 17 August.
        ({"weeks": 1}, date(2026, 7, 10), date(2026, 8, 24), 37),
        ({"working_days": 1}, date(2026, 7, 3), date(2026, 8, 17), 44),
        # It ends on the last day before a recess.
        ({"weeks": 1}, date(2026, 6, 26), date(2026, 7, 3), 0),
        # It would end on a Sunday, and the next day is in a recess.
        ({"weeks": 4}, date(2026, 6, 5), date(2026, 7, 3), 0),
        ({"days": 2}, date(2026, 7, 3), date(2026, 8, 18), 44),
    ],
)
def test_a_recess_stops_a_term_of_which_the_rules_say_so(
    length: dict[str, int], start: date, last_day: date, recess: int
) -> None:
    stops = Term(assumed=True, stops_in_recess=True, **length)  # type: ignore[arg-type]
    found = counted(stops, start, recesses=[SUMMER])
    assert (found.due_on, found.recess) == (last_day, recess)


def test_a_recess_does_not_stop_other_terms() -> None:
    assert due_date(EIGHT_WEEKS, date(2026, 6, 1), [SUMMER]) == date(2026, 7, 27)


def test_a_day_of_both_is_lost_once() -> None:
    stops = Term(weeks=8, assumed=True, stops_in_recess=True)
    both = counted(
        stops, date(2026, 6, 1), suspended=[asked("2026-07-01", "2026-07-20")], recesses=[SUMMER]
    )
    recess = counted(stops, date(2026, 6, 1), recesses=[SUMMER])
    # Only 2 and 3 July are lost on top of the recess.
    assert both.due_on == recess.due_on + timedelta(days=2)
    assert both.suspended + both.recess == recess.recess + 2


@given(
    st.integers(1, 90),
    days,
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 40)), max_size=3),
)
def test_standing_still_never_shortens_a_term(
    length: int, start: date, spans: list[tuple[int, int]]
) -> None:
    suspended = [
        Suspended(start + timedelta(days=after), start + timedelta(days=after + long))
        for after, long in spans
    ]
    term = Term(days=length, assumed=True)
    found = counted(term, start, suspended=suspended)
    assert found.due_on >= due_date(term, start)
    assert not any(one.holds(found.due_on) for one in suspended)
