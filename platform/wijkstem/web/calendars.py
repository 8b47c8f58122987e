"""Calendars that people follow in a program of their own: of each body of the council, and of one plan."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.kit.ical import calendar
from wijkstem.queries.agenda import MeetingFacts
from wijkstem.queries.calendars import PlanCalendar, meetings_in_calendar, plan_calendar
from wijkstem.web.calendar_file import answer, gathering_entry, meeting_entry
from wijkstem.web.context import services, visitor
from wijkstem.web.language import translated
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import today
from wijkstem.web.work import ask


@for_everybody()
async def whole(request: Request) -> Response:
    """The meetings of every body."""
    return await _meetings(request, None, translated(N_("Agenda"), visitor(request).lang))


@for_everybody()
async def of_body(request: Request) -> Response:
    """The meetings of one. Raises NotFound for a body that this municipality does not have."""
    body = visitor(request).rules.municipality.body(request.path_params["body"])
    if body is None:
        raise NotFound("unknown_body", "Deze agenda bestaat niet.")
    return await _meetings(request, body.id, body.name)


async def _meetings(request: Request, body_id: str | None, name: str) -> Response:
    found: tuple[MeetingFacts, ...] = await ask(
        request, meetings_in_calendar, body_id=body_id, today=today(request)
    )
    site, slug = _where(request)
    entries = [meeting_entry(one, site, slug) for one in found]
    whose = visitor(request).rules.municipality.name
    body = calendar(entries, about="vergaderingen", name=f"{name} {whose}")
    return answer(body, f"agenda-{body_id or slug}")


@for_everybody()
async def of_plan(request: Request) -> Response:
    """The meeting that a plan is on, and the gatherings at which people talk about it."""
    found: PlanCalendar = await ask(request, plan_calendar, request.path_params["number"])
    site, slug = _where(request)
    entries = [
        *(meeting_entry(one, site, slug, found.title) for one in found.meetings),
        *(gathering_entry(one, site, slug) for one in found.gatherings),
    ]
    body = calendar(entries, about="plan", name=f"{found.title} ({found.number})")
    return answer(body, f"plan-{found.number}")


def _where(request: Request) -> tuple[str, str]:
    """The site's address, and the municipality's name in it: what an id of an event ends with."""
    who = visitor(request)
    site = services(request).settings.site(who.municipality_id)
    return site, who.rules.municipality.slug
