"""What has a day, for somebody's own calendar: one gathering, or a calendar that goes on by itself."""

from datetime import UTC, datetime, time

from starlette.responses import Response

from wijkstem.kit.ical import Entry
from wijkstem.queries.agenda import MeetingFacts
from wijkstem.queries.gatherings import GatheringFacts
from wijkstem.web.links import gathering_path, meeting_path


def gathering_entry(
    facts: GatheringFacts, site: str, municipality: str, *, revision: int = 1, text: str = ""
) -> Entry:
    """Whoever takes the file again after a change gets the same event, newer."""
    address = site + gathering_path(facts.id)
    return Entry(
        uid=f"{facts.id}@{municipality}.wijkstem",
        revision=revision,
        changed_at=facts.starts_at,
        cancelled=facts.cancelled,
        summary=facts.title,
        begins=facts.starts_at,
        ends=facts.ends_at,
        location=facts.place,
        description=f"{text}\n\n{address}".strip(),
        url=address,
    )


def meeting_entry(facts: MeetingFacts, site: str, municipality: str, about: str = "") -> Entry:
    """A meeting of the council; ``about`` is the plan for which somebody has it in their calendar."""
    address = site + meeting_path(facts.id)
    said = [about, facts.body_name, facts.reasons, facts.livestream, address]
    return Entry(
        uid=f"{facts.id}@{municipality}.wijkstem",
        revision=facts.revision,
        changed_at=facts.changed_at or datetime.combine(facts.held_on, time(), UTC),
        cancelled=facts.cancelled,
        summary=f"{facts.name}: {about}" if about else facts.name,
        begins=facts.starts_at or facts.held_on,
        ends=facts.ends_at,
        location=facts.location or "",
        description="\n\n".join(part for part in said if part),
        url=address,
    )


def answer(body: bytes, name: str, *, attached: bool = False) -> Response:
    """A calendar as a program follows it, or as a file that somebody takes once."""
    response = Response(body, media_type="text/calendar; charset=utf-8")
    how = "attachment" if attached else "inline"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    return response
