"""Terms against a table that was written from the text of the law, worked out by hand on a calendar.

Atw: Algemene termijnenwet. Awb: Algemene wet bestuursrecht. Each row gives the article that decides it. Rows with a
recess are of a term of which an ordinance says that it stops then; no law does.
"""

from datetime import date
from typing import Any

import pytest

from wijkstem.domain.terms import Counted, Suspended, counted
from wijkstem.rules.schema import Recess, Term

SUMMER, MAY = ("2026-07-04", "2026-08-16"), ("2026-04-25", "2026-05-10")

#: Article and what it says; filed on; the term; asked and answered; recess; last day; days that it stood still by a
#: question and by a recess, and days on top by articles 1 and 2 of the Atw.
TABLE: list[tuple[str, str, dict[str, int], list[tuple[str, str]], Any, str, tuple[int, int, int]]] = [
    ("Awb 4:13: eight weeks after it came in", "2026-03-03", {"weeks": 8}, [], None, "2026-04-28", (0, 0, 0)),
    ("Atw 1 and 3.1: not on King's Day", "2026-03-02", {"weeks": 8}, [], None, "2026-04-28", (0, 0, 1)),
    ("Atw 1: not on a Saturday", "2026-03-07", {"weeks": 8}, [], None, "2026-05-04", (0, 0, 2)),
    ("Atw 1: not on a Sunday, nor on the holiday after it", "2026-03-01", {"weeks": 8}, [], None, "2026-04-28", (0, 0, 2)),
    ("Atw 3.2: Good Friday is put on a par, and Easter follows", "2026-03-27", {"weeks": 1}, [], None, "2026-04-07", (0, 0, 4)),
    ("Atw 3.1: Liberation Day, every year", "2026-04-28", {"weeks": 1}, [], None, "2026-05-06", (0, 0, 1)),
    ("Atw 3.1: both Christmas days, and the Sunday after", "2026-12-18", {"weeks": 1}, [], None, "2026-12-28", (0, 0, 3)),
    ("Atw 3.1: New Year's Day, and the weekend after", "2026-12-25", {"weeks": 1}, [], None, "2027-01-04", (0, 0, 3)),
    ("Atw 3.1: Whit Monday", "2026-05-18", {"weeks": 1}, [], None, "2026-05-26", (0, 0, 1)),
    ("Atw 3.1: a Friday after Ascension Day is an ordinary day", "2026-05-08", {"weeks": 1}, [], None, "2026-05-15", (0, 0, 0)),
    ("Atw 2: three days hold two ordinary ones", "2026-12-24", {"days": 3}, [], None, "2026-12-29", (0, 0, 2)),
    ("Atw 2: a term of two days need not", "2026-12-24", {"days": 2}, [], None, "2026-12-28", (0, 0, 2)),
    ("Atw 2: Easter within a term of four days", "2026-04-02", {"days": 4}, [], None, "2026-04-08", (0, 0, 2)),
    ("Atw 4 leaves it alone; nobody loses a day here", "2026-02-28", {"weeks": 13}, [], None, "2026-06-01", (0, 0, 2)),
    ("a month ends on the last day of a shorter one; Atw 1", "2027-01-31", {"months": 1}, [], None, "2027-03-01", (0, 0, 1)),
    ("a month in a leap year", "2027-08-31", {"months": 6}, [], None, "2028-02-29", (0, 0, 0)),
    ("Awb 4:15.1: the days between question and answer", "2026-03-03", {"weeks": 8}, [("2026-03-10", "2026-03-25")], None, "2026-05-12", (14, 0, 0)),
    ("Awb 4:15.1, then Atw 3.1: it moves onto Liberation Day", "2026-03-03", {"weeks": 8}, [("2026-03-10", "2026-03-18")], None, "2026-05-06", (7, 0, 1)),
    ("Awb 4:15.1, then Atw 3.1: it moves onto Ascension Day", "2026-03-05", {"weeks": 8}, [("2026-03-10", "2026-03-25")], None, "2026-05-15", (14, 0, 1)),
    ("Awb 4:15.1: asked and answered on one day", "2026-03-03", {"weeks": 8}, [("2026-03-10", "2026-03-10")], None, "2026-04-28", (0, 0, 0)),
    ("Awb 4:15.1: asked on the last day itself", "2026-03-03", {"weeks": 8}, [("2026-04-28", "2026-05-12")], None, "2026-04-28", (0, 0, 0)),
    ("Awb 4:15.1: two questions", "2026-03-03", {"weeks": 8}, [("2026-03-10", "2026-03-14"), ("2026-04-01", "2026-04-06")], None, "2026-05-06", (7, 0, 1)),
    ("an ordinance: the recess does not count", "2026-06-01", {"weeks": 8}, [], SUMMER, "2026-09-09", (0, 44, 0)),
    ("an ordinance with Awb 4:15.1: a day of both is lost once", "2026-06-01", {"weeks": 8}, [("2026-07-06", "2026-07-20")], SUMMER, "2026-09-09", (13, 31, 0)),
    ("holidays, a question and a recess", "2026-04-01", {"weeks": 6}, [("2026-04-08", "2026-04-22")], MAY, "2026-06-11", (13, 16, 0)),
    ("an ordinance: it ends on the last day before the recess", "2026-06-26", {"weeks": 1}, [], SUMMER, "2026-07-03", (0, 0, 0)),
    ("working days: none of King's and Liberation Day", "2026-04-23", {"working_days": 10}, [], None, "2026-05-11", (0, 0, 0)),
    ("working days with Awb 4:15.1: over Ascension Day", "2026-04-23", {"working_days": 10}, [("2026-04-28", "2026-05-04")], None, "2026-05-15", (5, 0, 0)),
    ("working days with a recess", "2026-07-02", {"working_days": 3}, [], SUMMER, "2026-08-18", (0, 44, 0)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("filed", "length", "asked", "recess", "last_day", "days"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_by_the_law(
    filed: str,
    length: dict[str, int],
    asked: list[tuple[str, str]],
    recess: tuple[str, str] | None,
    last_day: str,
    days: tuple[int, int, int],
) -> None:
    day = date.fromisoformat
    values: dict[str, Any] = {**length, "assumed": True, "stops_in_recess": recess is not None}
    recesses = [Recess(first=day(recess[0]), last=day(recess[1]), assumed=True)] if recess else []
    found = counted(
        Term(**values),
        day(filed),
        suspended=[Suspended(day(first), day(last)) for first, last in asked],
        recesses=recesses,
    )
    assert found == Counted(day(last_day), *days)
