"""A gathering for somebody's own calendar (RFC 5545)."""

from icalendar import Calendar, Event

from wijkstem.kit.clock import AMSTERDAM
from wijkstem.queries.gatherings import GatheringPage


def calendar_file(it: GatheringPage, address: str, municipality: str) -> bytes:
    """One event. Whoever takes the file again after a change gets the same event, newer."""
    facts, event = it.facts, Event()
    event.add("uid", f"{facts.id}@{municipality}.wijkstem")
    # Not the moment of asking: a gathering that did not change is the same file to the letter.
    event.add("dtstamp", facts.starts_at)
    event.add("sequence", it.revision)
    event.add("status", "CANCELLED" if facts.cancelled else "CONFIRMED")
    event.add("summary", facts.title)
    event.add("dtstart", facts.starts_at)
    event.add("dtend", facts.ends_at)
    event.add("location", facts.place)
    event.add("description", f"{it.about}\n\n{it.access}\n\n{address}")
    event.add("url", address)
    calendar = Calendar()
    calendar.add("prodid", "-//Wijkstem//bijeenkomsten//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-timezone", str(AMSTERDAM))
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
