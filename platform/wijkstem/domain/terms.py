"""When an answer is due: one function for every term in every rule, with what stops the counting.

Counting follows the Algemene termijnenwet: a term that ends on a Saturday, a Sunday or a generally
recognised holiday is extended to the next day that is none of these (article 1), and one of three days or
more until it holds two such days (article 2). Which holidays these are stands in article 3, Good Friday
(second paragraph) and 5 May of every year among them.

Terms of more than twelve weeks, which the law leaves alone (article 4), are extended too, and so are those of
an ordinance: nobody loses a day by it. Days that a royal decree puts on a par (article 3, third paragraph) are not known here.

A question to the submitter suspends a term "from the day after" the one on which it was asked "until the day on
which" it is answered, or the time for the answer is over (Algemene wet bestuursrecht, article 4:15, first
paragraph): neither of these two days is lost, and the days between them do not count. A recess stops those terms
of which the municipality's rules say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
from dateutil.relativedelta import relativedelta

from wijkstem.rules.schema import Recess, Term

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Suspended:
    """A time in which a term stood still: asked on the first day, and back on the last; None while it lasts."""

    asked_on: date
    back_on: date | None

    def holds(self, day: date) -> bool:
        """Whether ``day`` does not count."""
        return self.asked_on < day and (self.back_on is None or day < self.back_on)


@dataclass(frozen=True)
class Counted:
    """A term, counted."""

    due_on: date
    #: Days of the calendar that did not count because of a question, and because of a recess.
    suspended: int
    recess: int
    #: Days that came on top because it would have ended on a free day, or held too few others (articles 1 and 2).
    extended: int = 0


@cache
def _holidays(year: int) -> frozenset[date]:
    """Made whole before anybody sees it: one list that fills itself shows another thread a year that is still empty.

    The library calls 5 May optional, because not every employer gives it; the law does not.
    """
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))


def _is_free(day: date) -> bool:
    return day.weekday() >= 5 or day in _holidays(day.year)


def due_date(term: Term, start: date, recesses: Sequence[Recess] = ()) -> date:
    """The last day of ``term`` when it begins the day after ``start`` and nothing is asked.

    A week ends on the same weekday, a month on the same day of the month or the last one of a shorter month.
    """
    return counted(term, start, recesses=recesses).due_on


def counted(
    term: Term,
    start: date,
    *,
    suspended: Sequence[Suspended] = (),
    recesses: Sequence[Recess] = (),
) -> Counted:
    """``term`` from the day after ``start``, without the days on which it stood still.

    Raises:
        ValueError: for a suspension that has no end yet.
    """
    if any(one.back_on is None for one in suspended):
        raise ValueError("a term that stands still has no last day")
    days = _Days(suspended, recesses if term.stops_in_recess else ())
    if term.working_days:
        due_on = days.after(start, term.working_days, working=True)
        return Counted(due_on, *days.lost(start, due_on))
    end = start + relativedelta(days=term.days, weeks=term.weeks, months=term.months)
    last = days.after(start, (end - start).days)
    due_on = days.extended(last)
    if (end - start).days >= 3:
        due_on = max(due_on, days.after(start, 2, working=True))
    lost = days.lost(start, due_on)
    return Counted(due_on, *lost, extended=(due_on - last).days)


@dataclass(frozen=True)
class _Days:
    """Which days count."""

    suspended: Sequence[Suspended]
    recesses: Sequence[Recess]

    def after(self, start: date, number: int, *, working: bool = False) -> date:
        """The day on which ``number`` of them have been."""
        day = start
        while number:
            day += _DAY
            number -= not (self._stands_still(day) or (working and _is_free(day)))
        return day

    def extended(self, day: date) -> date:
        while _is_free(day) or self._stands_still(day):
            day += _DAY
        return day

    def lost(self, start: date, end: date) -> tuple[int, int]:
        """Days up to ``end`` on which it stood still by a question, and those of a recess that come on top."""
        if not self.suspended and not self.recesses:
            return 0, 0
        days = [start + _DAY * n for n in range(1, (end - start).days + 1)]
        asked = [day for day in days if self._asked(day)]
        return len(asked), sum(self._recess(day) for day in days if day not in asked)

    def _stands_still(self, day: date) -> bool:
        return self._asked(day) or self._recess(day)

    def _asked(self, day: date) -> bool:
        return any(one.holds(day) for one in self.suspended)

    def _recess(self, day: date) -> bool:
        return any(one.first <= day <= one.last for one in self.recesses)
