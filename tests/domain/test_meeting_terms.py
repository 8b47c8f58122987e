"""Which meetings decide, as a table worked out by hand: filed on, the calendar (x: cancelled), and what comes of it."""

from datetime import date
from uuid import UUID, uuid5

import pytest

from wijkstem.domain.meeting_terms import Because, Filed, Foreseen, OnCalendar, foresee
from wijkstem.domain.terms import Suspended
from wijkstem.rules.meeting_terms import MeetingTerm
from wijkstem.rules.schema import Recess
from wijkstem.words import Hitch, Outlook

#: Boarnsterhim, reglement van orde 2002, article 53: two weeks at least, and then the next meeting.
RULE = MeetingTerm(days_before=14, then=1, source="Boarnsterhim, RvO 2002, art. 53")
SUMMER = Recess(first=date(2026, 7, 4), last=date(2026, 8, 16), assumed=True)
IN_TIME, TOO_LATE, NOT_PLANNED = Outlook.IN_TIME, Outlook.TOO_LATE, Outlook.NOT_PLANNED

#: What it shows; filed on; last day for placing; meetings; questions; today (the filing day when ""); placed on,
#: treated on; outlook, the hitch with its days.
TABLE = [
    ("the first with two weeks between, then the next", "04-01", "05-13", "04-10 04-20 05-18", [], "", "04-20", "05-18", IN_TIME, None),
    ("exactly 14 days is enough", "04-01", "05-13", "04-15 05-18", [], "", "04-15", "05-18", IN_TIME, None),
    ("13 days is not", "04-01", "05-13", "04-14 05-11", [], "", "05-11", "", IN_TIME, None),
    ("on the last day of the term", "04-01", "05-13", "05-13 06-01", [], "", "05-13", "06-01", IN_TIME, None),
    ("a day after it: the gap is too long", "04-01", "05-13", "04-02 05-14 06-01", [], "", "05-14", "06-01", TOO_LATE, (Hitch.GAP, "", "")),
    ("the calendar need not be in order", "04-01", "05-13", "05-18 04-20", [], "", "04-20", "05-18", IN_TIME, None),
    ("two meetings on one day are two", "04-01", "05-13", "04-20 04-20", [], "", "04-20", "04-20", IN_TIME, None),
    ("nothing is planned yet", "04-01", "05-13", "", [], "", "", "", NOT_PLANNED, (Hitch.NONE_PLANNED, "", "")),
    ("what is planned is too soon", "04-01", "05-13", "04-08", [], "", "", "", NOT_PLANNED, (Hitch.NONE_PLANNED, "", "")),
    ("the one that treats it is not planned yet", "04-01", "05-13", "04-20", [], "", "04-20", "", IN_TIME, None),
    ("a cancelled meeting decides nothing", "04-01", "05-13", "x04-20 05-11 06-08", [], "", "05-11", "06-08", IN_TIME, None),
    ("without the cancelled one it is too late", "04-01", "05-13", "x04-20 06-08", [], "", "06-08", "", TOO_LATE, (Hitch.CANCELLED, "04-20", "")),
    ("the only one is cancelled", "04-01", "05-13", "x04-20", [], "", "", "", NOT_PLANNED, (Hitch.CANCELLED, "04-20", "")),
    ("a cancelled one treats nothing either", "04-01", "05-13", "04-20 x05-18 06-08", [], "", "04-20", "06-08", IN_TIME, None),
    ("a recess longer than the term", "06-22", "08-03", "06-29 08-24 09-21", [], "", "08-24", "09-21", TOO_LATE, (Hitch.RECESS, "07-04", "08-16")),
    ("a recess, and nothing planned after it", "06-22", "08-03", "06-29", [], "", "", "", TOO_LATE, (Hitch.RECESS, "07-04", "08-16")),
    ("a recess, but there is still time after it", "06-22", "09-01", "08-24 09-21", [], "", "08-24", "09-21", IN_TIME, None),
    ("a recess, time after it, and nothing planned", "06-22", "09-01", "06-29", [], "", "", "", NOT_PLANNED, (Hitch.RECESS, "07-04", "08-16")),
    ("a meeting in the recess decides all the same", "06-22", "08-03", "07-13 08-24", [], "", "07-13", "08-24", IN_TIME, None),
    ("it went by without it", "04-01", "05-13", "04-20 05-18 06-08", [], "04-21", "05-18", "06-08", TOO_LATE, (Hitch.MISSED, "04-20", "")),
    ("it went by, and there is another in time", "04-01", "05-13", "04-20 05-11", [], "04-21", "05-11", "", IN_TIME, None),
    ("a meeting of today can still decide", "04-01", "05-13", "04-20 05-18", [], "04-20", "04-20", "05-18", IN_TIME, None),
    ("days of a question do not count", "04-01", "05-20", "04-20 05-18", [("04-02", "04-10")], "04-10", "05-18", "", IN_TIME, None),
    ("asked and answered on one day loses none", "04-01", "05-13", "04-15 05-18", [("04-02", "04-02")], "", "04-15", "05-18", IN_TIME, None),
    ("a question without an answer: answered today at the soonest", "04-01", "", "04-20 05-18", [("04-02", "")], "04-08", "04-20", "05-18", IN_TIME, None),
    ("the same, a week later", "04-01", "", "04-20 05-18", [("04-02", "")], "04-15", "05-18", "", IN_TIME, None),
    ("without a term nothing is too late", "04-01", "", "12-21", [], "", "12-21", "", IN_TIME, None),
    ("over the turn of the month, on a leap day's neighbour", "02-14", "03-28", "02-28 03-30", [], "", "02-28", "03-30", IN_TIME, None),
    ("a term shorter than the days between", "04-01", "04-08", "04-20", [], "", "04-20", "", TOO_LATE, (Hitch.GAP, "", "")),
    ("the same without a meeting", "04-01", "04-08", "", [], "", "", "", TOO_LATE, (Hitch.GAP, "", "")),
]  # fmt: skip


def day(text: str) -> date | None:
    return date.fromisoformat(f"2026-{text}") if text else None


def sure(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def calendar(text: str) -> list[OnCalendar]:
    return [
        OnCalendar(uuid5(UUID(int=0), str(n)), sure(one.removeprefix("x")), one[0] != "x")
        for n, one in enumerate(text.split())
    ]


@pytest.mark.parametrize(
    ("filed", "by", "meetings", "asked", "today", "placed", "treated", "outlook", "hitch"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_which_meetings(
    filed: str,
    by: str,
    meetings: str,
    asked: list[tuple[str, str]],
    today: str,
    placed: str,
    treated: str,
    outlook: Outlook,
    hitch: tuple[Hitch, str, str] | None,
) -> None:
    suspended = [Suspended(sure(first), day(last)) for first, last in asked]
    found = foresee(
        RULE,
        Filed(sure(filed), day(by), suspended),
        calendar(meetings),
        today=sure(today or filed),
        recesses=[SUMMER],
    )
    assert (
        found.placing.held_on if found.placing else None,
        found.treating.held_on if found.treating else None,
        found.outlook,
        found.because,
    ) == (
        day(placed),
        day(treated),
        outlook,
        Because(hitch[0], day(hitch[1]), day(hitch[2])) if hitch else None,
    )


def test_the_same_meeting_can_do_both() -> None:
    rule = MeetingTerm(days_before=7, then=0, source="made up")
    [meeting] = calendar("04-08")
    found = foresee(rule, Filed(sure("04-01")), [meeting], today=sure("04-01"))
    assert found == Foreseen(sure("04-08"), meeting, meeting, IN_TIME)
