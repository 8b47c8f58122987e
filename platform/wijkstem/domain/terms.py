"""When an answer is due: one function for every term in every rule.

Counting follows the Algemene termijnenwet: a term that ends on a Saturday, a Sunday or a generally
recognised holiday is extended to the next day that is none of these (article 1), and one of three days or
more until it holds two such days (article 2). Which holidays these are stands in article 3, Good Friday
(second paragraph) and 5 May of every year among them.

Terms of more than twelve weeks, which the law leaves alone (article 4), are extended too, and so are those of
an ordinance: nobody loses a day by it. Days that a royal decree puts on a par (article 3, third paragraph) are not known here.
"""

from datetime import date, timedelta
from functools import cache

import holidays
from dateutil.relativedelta import relativedelta

from wijkstem.rules.schema import Term


@cache
def _holidays(year: int) -> frozenset[date]:
    """Made whole before anybody sees it: one list that fills itself shows another thread a year that is still empty.

    The library calls 5 May optional, because not every employer gives it; the law does not.
    """
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))


def _is_free(day: date) -> bool:
    return day.weekday() >= 5 or day in _holidays(day.year)


def due_date(term: Term, start: date) -> date:
    """The last day of ``term`` when it begins the day after ``start``.

    A week ends on the same weekday, a month on the same day of the month or the last one of a shorter month.
    """
    if term.working_days:
        return _after_working_days(start, term.working_days)
    end = start + relativedelta(days=term.days, weeks=term.weeks, months=term.months)
    while _is_free(end):
        end += timedelta(days=1)
    if term.days in (1, 2):
        return end
    return max(end, _after_working_days(start, 2))


def _after_working_days(start: date, count: int) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        count -= not _is_free(day)
    return day
