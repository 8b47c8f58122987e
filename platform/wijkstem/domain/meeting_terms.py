"""When the council can get to a request: which meeting decides on placing it, which treats it, and why not sooner.

The rule counts meetings ("the first one at least 14 days after filing, and then the next"), so the answer is another
whenever the calendar is. It is worked out when it is asked, and never written on the request.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wijkstem.domain.terms import Suspended
from wijkstem.rules.meeting_terms import MeetingTerm
from wijkstem.rules.schema import Recess
from wijkstem.words import Hitch, Outlook

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OnCalendar:
    """A meeting of the body that decides."""

    id: UUID
    held_on: date
    goes_on: bool = True


@dataclass(frozen=True)
class Because:
    """Why it takes as long as it does: what stood in the way, and on which days."""

    hitch: Hitch
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Filed:
    """A request as far as its terms go."""

    on: date
    #: The last day on which it should be decided whether it comes on an agenda; None: no term runs.
    placing_by: date | None = None
    suspended: Sequence[Suspended] = ()


@dataclass(frozen=True)
class Foreseen:
    """What comes when nothing changes on the calendar."""

    not_before: date
    placing: OnCalendar | None
    treating: OnCalendar | None
    outlook: Outlook
    because: Because | None = None


def foresee(
    rule: MeetingTerm,
    filed: Filed,
    calendar: Iterable[OnCalendar],
    *,
    today: date,
    recesses: Sequence[Recess] = (),
) -> Foreseen:
    """Which meetings decide on it, and whether that is in time; the calendar need not be in order."""
    meetings = sorted(calendar, key=lambda one: (one.held_on, one.id))
    not_before = _not_before(rule, filed, today)
    coming = [one for one in meetings if one.goes_on and one.held_on >= max(not_before, today)]
    placing = coming[0] if coming else None
    treating = coming[rule.then] if len(coming) > rule.then else None
    outlook = _outlook(placing, not_before, filed.placing_by, recesses)
    last = placing.held_on if placing else None
    because = None
    if outlook is not Outlook.IN_TIME:
        because = _because(not_before, last, filed.placing_by, meetings, recesses, today)
    return Foreseen(not_before, placing, treating, outlook, because)


def _not_before(rule: MeetingTerm, filed: Filed, today: date) -> date:
    """The first day on which a meeting can decide; the days of a question do not count."""
    day, left = filed.on, rule.days_before
    while left:
        day += _DAY
        left -= not any(_stands_still(one, day, today) for one in filed.suspended)
    return day


def _stands_still(one: Suspended, day: date, today: date) -> bool:
    """Of a question without an answer nobody knows the end: at the soonest it is answered today."""
    return one.holds(day) and (one.back_on is not None or day < today)


def _outlook(
    placing: OnCalendar | None, not_before: date, by: date | None, recesses: Sequence[Recess]
) -> Outlook:
    if placing is not None:
        return Outlook.TOO_LATE if by is not None and placing.held_on > by else Outlook.IN_TIME
    # No meeting can still come to be planned where the term lies in a recess as a whole.
    if by is not None and (by < not_before or _all_recess(not_before, by, recesses)):
        return Outlook.TOO_LATE
    return Outlook.NOT_PLANNED


def _all_recess(first: date, last: date, recesses: Sequence[Recess]) -> bool:
    return any(one.first <= first and last <= one.last for one in recesses)


def _because(
    not_before: date,
    placing_on: date | None,
    by: date | None,
    meetings: Sequence[OnCalendar],
    recesses: Sequence[Recess],
    today: date,
) -> Because:
    """What would have made it in time comes first: a meeting that fell through, or went by without it."""
    could = [m for m in meetings if not_before <= m.held_on and (by is None or m.held_on <= by)]
    cancelled = next((one for one in could if not one.goes_on), None)
    if cancelled is not None:
        return Because(Hitch.CANCELLED, cancelled.held_on)
    missed = next((one for one in could if one.goes_on and one.held_on < today), None)
    if missed is not None:
        return Because(Hitch.MISSED, missed.held_on)
    until = placing_on or by
    for one in recesses:
        if until is not None and one.first <= until and not_before <= one.last:
            return Because(Hitch.RECESS, one.first, one.last)
    if placing_on is None and (by is None or not_before <= by):
        return Because(Hitch.NONE_PLANNED)
    return Because(Hitch.GAP)
