"""A year of subjects as files: for somebody's own calendar (RFC 5545), and for a spreadsheet (RFC 4180)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from wijkstem.kit.clock import AMSTERDAM
from wijkstem.kit.i18n import N_
from wijkstem.web.language import translated
from wijkstem.web.spreadsheets import spreadsheet
from wijkstem.web.year_words import Told
from wijkstem.words import SubjectState

COLUMNS = (
    N_("Onderwerp"),
    N_("Wie besluit"),
    N_("Begint in"),
    N_("Besluit in"),
    N_("Vergadering"),
    N_("Rol van inwoners"),
    N_("Rol gekozen door"),
    N_("Rol gekozen op"),
    N_("Wat de raad wil"),
    N_("Stand"),
    N_("Adres"),
)
#: What a meeting takes when nobody said how long.
_HOURS = 2


def year_calendar(subjects: Sequence[Told], site: str, municipality: str, name: str) -> bytes:
    """One event a subject: its meeting, or the month in which it is decided."""
    calendar = Calendar()
    calendar.add("prodid", "-//Wijkstem//jaaragenda//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(AMSTERDAM))
    for one in subjects:
        calendar.add_component(_event(one, site, municipality))
    made: bytes = calendar.to_ical()
    return made


def _event(it: Told, site: str, municipality: str) -> Event:
    subject, event = it.subject, Event()
    event.add("uid", f"{subject.id}@{municipality}.wijkstem")
    # Not the moment of asking: what did not change is the same file to the letter.
    event.add("dtstamp", datetime.combine(subject.changed_on, time(), UTC))
    event.add("sequence", subject.revision)
    event.add("summary", subject.title)
    event.add("description", f"{it.body}\n{it.level}. {it.level_means}\n\n{site}{it.url}")
    event.add("url", site + it.url)
    event.add("status", _status(it))
    for key, value in _when(it).items():
        event.add(key, value)
    return event


def _status(it: Told) -> str:
    if it.cancelled or it.subject.state is SubjectState.DROPPED:
        return "CANCELLED"
    return "CONFIRMED" if it.subject.held_on else "TENTATIVE"


def _when(it: Told) -> dict[str, date | datetime | str]:
    subject = it.subject
    if subject.starts_at is not None:
        starts = subject.starts_at.astimezone(UTC)
        return {"dtstart": starts, "dtend": starts + timedelta(hours=_HOURS)}
    if subject.held_on is not None:
        return {"dtstart": subject.held_on, "dtend": subject.held_on + timedelta(days=1)}
    first = date(subject.year, subject.council_month, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    # A month is no appointment: nobody is busy all of it.
    return {"dtstart": first, "dtend": after, "transp": "TRANSPARENT"}


def year_table(subjects: Sequence[Told], site: str, lang: str) -> str:
    """One line a subject."""
    names = [translated(name, lang) for name in COLUMNS]
    return spreadsheet(names, (_line(one, site) for one in subjects))


def _line(it: Told, site: str) -> list[str]:
    subject = it.subject
    return [
        subject.title,
        it.body,
        f"{subject.year}-{subject.first_month:02}",
        f"{subject.year}-{subject.council_month:02}",
        str(subject.held_on or ""),
        it.level,
        it.chosen_by,
        str(subject.chosen_on or ""),
        subject.wants,
        it.state,
        site + it.url,
    ]
