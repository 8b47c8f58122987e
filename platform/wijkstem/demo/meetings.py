"""The council's calendar in the demo: a meeting every four weeks, the coming one with an agenda of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from wijkstem.adapters.council import ImportedItem, ImportedMeeting
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.council_import import ImportMeeting, ImportReport
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.rules.schema import Body, Municipality
from wijkstem.services import Services
from wijkstem.tables.council import MeetingState
from wijkstem.words import BodyKind

EVERY = timedelta(weeks=4)
#: How long before a meeting its agenda closes.
CLOSES = timedelta(weeks=2)
#: Days after today of the coming meeting, before it is moved to the council's weekday.
COMING = timedelta(days=17)
THURSDAY = 3
BEGINS = time(19, 30, tzinfo=AMSTERDAM)
PLACE = "Raadzaal, stadhuis"


@dataclass(frozen=True)
class Sitting:
    """A meeting in the calendar."""

    id: UUID
    held_on: date


def make_calendar(
    services: Services, slug: str, clerk: Actor, today: date, agenda: Sequence[str]
) -> list[Sitting]:
    """Meetings from now on, seen from the services' own past, until some weeks after ``today``."""
    municipality = services.rules.of(slug).municipality
    council = next(body for body in municipality.bodies if body.kind is BodyKind.COUNCIL)
    first = today + COMING
    coming = first + timedelta(days=(THURSDAY - first.weekday()) % 7)
    start = services.clock.now().astimezone(AMSTERDAM).date()
    before = range(-((coming - start) // EVERY), 0)
    days = [*(coming + n * EVERY for n in before), coming + EVERY]
    sittings = [_plan(services, slug, clerk, council, day) for day in days]
    sittings.append(_take_over(services, municipality, council, coming, agenda))
    return sorted(sittings, key=lambda sitting: sitting.held_on)


def _plan(services: Services, slug: str, clerk: Actor, council: Body, day: date) -> Sitting:
    live = f"https://raad.{slug}.example.nl/live"
    command = PlanMeeting(council.id, "Raadsvergadering", day, _start(day), PLACE, livestream=live)
    return Sitting(execute(services, slug, command, clerk), day)


def _take_over(
    services: Services, municipality: Municipality, council: Body, day: date, agenda: Sequence[str]
) -> Sitting:
    meeting = ImportedMeeting(
        source_id=f"demo-{municipality.slug}-{day}",
        municipality_code=municipality.cbs_code,
        body_name=council.name,
        name="Raadsvergadering",
        held_on=day,
        starts_at=_start(day),
        location=PLACE,
        state=MeetingState.PLANNED,
        items=tuple(
            ImportedItem(f"demo-{municipality.slug}-{day}-{place}", title)
            for place, title in enumerate(agenda, start=1)
        ),
    )
    report: ImportReport = execute(services, municipality.slug, ImportMeeting(meeting), SYSTEM)
    return Sitting(report.meeting_id, day)


def _start(day: date) -> datetime:
    return datetime.combine(day, BEGINS)


def open_sitting(sittings: Sequence[Sitting], day: date) -> Sitting:
    """The first meeting whose agenda is open on ``day``."""
    return next(sitting for sitting in sittings if sitting.held_on >= day + CLOSES)
