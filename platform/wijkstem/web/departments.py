"""Passing a case on to a department: a form of its own, and what was told with it before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.departments import ForwardCase
from wijkstem.domain.departments import WORDS_MOST
from wijkstem.domain.permissions import may_triage, require
from wijkstem.errors import Conflict, Invalid, NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.departments import Forward, forwards
from wijkstem.queries.moderation import QueueRow, case_by_id
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.inputs import picked
from wijkstem.web.language import translated
from wijkstem.web.moderation import URL, case_row, case_url, department_name, looked
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.queue_asking import asked_for
from wijkstem.web.work import ask, do

FORWARDED = notice("ok", "De zaak is doorgestuurd. De collega's daar zien hem in hun lijst.")
EVERYBODY = N_("Iedereen van dit team")
#: As the form sends that it is everybody's.
NOBODY_ELSE = "iedereen"


@dataclass(frozen=True)
class Told:
    """Once that it was passed on, in words."""

    to: str
    words: str
    at: datetime
    by: str


async def show(request: Request) -> Response:
    """Where it can go."""
    case = await _found(request)
    return await _page(request, case, Form({"was": case.department or ""}))


async def _found(request: Request) -> QueueRow:
    require(may_triage(visitor(request).actor))
    case: QueueRow | None = await ask(
        request, case_by_id, request.path_params["case"], looked=looked(request)
    )
    if case is None:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    return case


async def _page(
    request: Request, case: QueueRow, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who = visitor(request)
    return page(
        request,
        "desks/forward.html",
        status=status,
        form=form,
        problem=problem,
        row=case_row(request, case, who, asked_for({})),
        url=case_url(case),
        now=_named(who, case.department),
        choices=_choices(who, case.department),
        told=await told(request, case.id),
        most=WORDS_MOST,
    )


def _choices(who: Visitor, department: str | None) -> list[tuple[str, str]]:
    """Every other one."""
    known = who.rules.municipality.departments
    names = [(one.id, one.name.in_language(who.lang)) for one in known.all] if known else []
    everybody = [(NOBODY_ELSE, translated(EVERYBODY, who.lang))] if department else []
    return [(code, name) for code, name in names if code != department] + everybody


def _named(who: Visitor, department: str | None) -> str:
    return department_name(who, department) or translated(EVERYBODY, who.lang)


async def told(request: Request, case_id: UUID) -> list[Told]:
    """What was said each time that it was passed on, the latest first."""
    who = visitor(request)
    found: list[Forward] = await ask(request, forwards, case_id)
    return [Told(_named(who, one.department), one.words, one.at, one.by or "") for one in found]


async def forward(request: Request) -> Response:
    """It goes; refused, what was typed is still there."""
    case, who = await _found(request), visitor(request)
    values = await read_form(request)
    chosen = picked(values.get("department"))
    to = None if chosen == NOBODY_ELSE else chosen or ""
    command = ForwardCase(case.id, to, picked(values.get("was")), values.get("words", ""))
    try:
        await do(request, command)
    except Invalid as wrong:
        return await _page(request, case, refused(values, wrong, who.lang), status=422)
    except Conflict as no:
        meanwhile = await _found(request)
        again = Form({**values, "was": meanwhile.department or ""})
        return await _page(request, meanwhile, again, status=409, problem=sentence(no, who.lang))
    return redirect(request, URL, notice=FORWARDED)
