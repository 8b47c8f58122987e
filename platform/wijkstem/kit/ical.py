"""Calendars that every calendar program reads (RFC 5545), from entries that are nothing but dates and texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from wijkstem.kit.clock import AMSTERDAM

#: How often a program that follows a calendar need come back.
REFRESH: Final = timedelta(hours=4)


@dataclass(frozen=True)
class Entry:
    """Something on a day. The same ``uid`` with a higher revision is the same thing, otherwise."""

    uid: str
    revision: int
    #: Never the moment of asking: what did not change is the same to the letter.
    changed_at: datetime
    cancelled: bool
    summary: str
    #: A day, when nobody knows the time.
    begins: datetime | date
    ends: datetime | None = None
    location: str = ""
    description: str = ""
    url: str = ""


def calendar(entries: Iterable[Entry], *, about: str, name: str = "") -> bytes:
    """A file, folded and with its time zone; ``about`` is for machines, ``name`` for people who follow it."""
    made = Calendar()
    made.add("prodid", f"-//Wijkstem//{about}//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if name:
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", name)
        made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-wr-timezone", str(AMSTERDAM))
    made.add_component(_amsterdam())
    for entry in entries:
        made.add_component(_event(entry))
    written: bytes = made.to_ical()
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.revision)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("summary", entry.summary)
    event.add("dtstart", _local(entry.begins))
    if entry.ends is not None:
        event.add("dtend", _local(entry.ends))
    for field, text in (("location", entry.location), ("description", entry.description)):
        if text:
            event.add(field, text)
    if entry.url:
        event.add("url", entry.url)
    return event


def _local(at: datetime | date) -> datetime | date:
    """By the clock on the wall there, so that it stays half past seven whatever becomes of summer time."""
    return at.astimezone(AMSTERDAM) if isinstance(at, datetime) else at


def _amsterdam() -> Timezone:
    """The rule of the European Union since 1996, as programs without tables of their own need it."""
    zone = Timezone()
    zone.add("tzid", str(AMSTERDAM))
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    hour = timedelta(hours=1)
    _turn(summer, "CEST", _clock(31, 3, 2), (hour, 2 * hour), 3)
    _turn(winter, "CET", _clock(27, 10, 3), (2 * hour, hour), 10)
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _clock(day: int, month: int, hour: int) -> datetime:
    """What a clock shows that is about to be put forward or back: it has no zone, because this makes it."""
    return datetime(1996, month, day, hour)  # noqa: DTZ001 - RFC 5545 wants it so


def _turn(
    part: TimezoneDaylight | TimezoneStandard,
    name: str,
    first: datetime,
    offsets: tuple[timedelta, timedelta],
    month: int,
) -> None:
    """On the last Sunday of a month."""
    part.add("tzname", name)
    part.add("dtstart", first)
    part.add("tzoffsetfrom", offsets[0])
    part.add("tzoffsetto", offsets[1])
    part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
