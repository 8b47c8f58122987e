"""The team of the desk: who has which work, who is away, and what came in and went out."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.absence import MarkAway, MarkBack
from wijkstem.domain.permissions import may_lead, may_triage, require
from wijkstem.errors import Invalid
from wijkstem.kit.i18n import N_
from wijkstem.queries.case_report import WeekLine, case_report
from wijkstem.queries.moderation import Official, officials
from wijkstem.queries.team import Colleague
from wijkstem.queries.team import team as who_has_what
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.forms import Form, read_form, refused
from wijkstem.web.inputs import day, identifier
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.moderation import looked
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do

URL = "/moderatie/team"
AWAY = notice("ok", "Dat staat vast. De collega ziet deze zaken nu bij zijn eigen zaken.")
BACK = notice("ok", "Dat staat vast. De zaken zijn weer alleen van deze collega.")

NO_PLAN = N_("Zonder plan")
COLUMNS = (
    N_("Week vanaf"),
    N_("Soort"),
    N_("Nieuw"),
    N_("Afgerond"),
    N_("Te laat afgerond"),
    N_("Dagen (mediaan)"),
)
_DAY = 24 * 3600


@dataclass(frozen=True)
class Line:
    """A line of the report, in words."""

    line: WeekLine
    instrument: str
    #: Days with one decimal; "" where nothing was done.
    days: float | None


async def team(request: Request, form: Form | None = None, *, status: int = 200) -> Response:
    """Everybody's work on one page."""
    who = visitor(request)
    require(may_lead(who.actor))
    colleagues: list[Colleague] = await ask(request, who_has_what, looked=looked(request))
    people: list[Official] = await ask(request, officials)
    return page(
        request,
        "desks/team.html",
        status=status,
        form=form or Form(await kept(request)),
        colleagues=colleagues,
        people=[(str(one.id), one.name) for one in people],
        me=who.actor.person_id,
        triages=may_triage(who.actor),
        columns=[translated(name, who.lang) for name in COLUMNS],
        lines=await _lines(request, who),
    )


async def _lines(request: Request, who: Visitor) -> list[Line]:
    found: list[WeekLine] = await ask(request, case_report, last=today(request))
    names = _instruments(who)
    none = translated(NO_PLAN, who.lang)
    return [
        Line(
            one,
            names.get(one.instrument, one.instrument) or none,
            None if one.median_seconds is None else round(one.median_seconds / _DAY, 1),
        )
        for one in found
    ]


def _instruments(who: Visitor) -> Mapping[str, str]:
    """By the newest rules that have it."""
    return {
        code: one.name.in_language(who.lang)
        for version in who.rules.versions
        for code, one in version.instruments.items()
    }


async def report(request: Request) -> Response:
    """The report as a file for a spreadsheet."""
    who = visitor(request)
    require(may_lead(who.actor))
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow([translated(name, who.lang) for name in COLUMNS])
    for one in await _lines(request, who):
        line = one.line
        days = "" if one.days is None else one.days
        rows.writerow([line.monday, one.instrument, line.came, line.went, line.late, days])
    name = f"zaken-{who.municipality_id}-{today(request)}.csv"
    return Response(
        written.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


async def away(request: Request) -> Response:
    """A colleague is away, and another looks after their cases."""
    who = visitor(request)
    require(may_lead(who.actor))
    values = await read_form(request)
    person, deputy = identifier(values.get("person")), identifier(values.get("deputy"))
    try:
        await do(request, MarkAway(person, day(values, "first"), day(values, "last"), deputy))
    except Invalid as wrong:
        return await team(request, refused(values, wrong, who.lang), status=422)
    return await arrived(request, redirect(request, URL, notice=AWAY))


async def back(request: Request) -> Response:
    """They are back, or do not go."""
    require(may_lead(visitor(request).actor))
    values = await read_form(request)
    person: UUID | None = identifier(values.get("person"))
    if person is not None:
        await do(request, MarkBack(person))
    return redirect(request, URL, notice=BACK)
