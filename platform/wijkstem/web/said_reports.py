"""Reporting what a resident said, wherever it stands: why it should not be there; nobody needs to log in for it."""

from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.remark_reports import ReportRemark
from wijkstem.domain.reports import WORDS_MOST
from wijkstem.errors import Conflict, Invalid
from wijkstem.kit.ids import new_id
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.language import translated
from wijkstem.web.pages import page, redirect
from wijkstem.web.reporting import REASONS, REPORTED
from wijkstem.web.work import do
from wijkstem.words import Target


@dataclass(frozen=True)
class Reportable:
    """What is reported, and the page where it stands."""

    target: Target
    id: UUID
    words: str
    url: str
    title: str


async def report_said(request: Request, it: Reportable) -> Response:
    """The form."""
    return _page(request, it, Form({"form": str(new_id())}))


def _page(
    request: Request, it: Reportable, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who = visitor(request)
    return page(
        request,
        "proposals/report.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        url=it.url,
        title=it.title,
        here=request.url.path,
        reasons=[(code.value, translated(text, who.lang)) for code, text in REASONS.items()],
        most=WORDS_MOST,
        by_email=bool(who.rules.municipality.email_code),
    )


async def report_said_now(request: Request, it: Reportable) -> Response:
    """Report it. Refused: what was typed is still there."""
    values, lang = await read_form(request), visitor(request).lang
    form_id = inputs.identifier(values.get("form"))
    reason, words = values.get("reason", ""), values.get("words", "")
    try:
        await do(request, ReportRemark(it.id, reason, words, form_id, it.target))
    except Invalid as wrong:
        return _page(request, it, refused(values, wrong, lang), status=422)
    except Conflict as no:
        said = sentence(no, lang)
        return _page(request, it, Form(values), status=409, problem=said)
    return redirect(request, it.url, notice=REPORTED)
