"""The desk's page for a question or a reaction that was reported: what it says, who reported why, and the decision."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wijkstem.commands.remark_reports import VERDICTS, JudgeRemark, ShowRemark
from wijkstem.errors import Conflict, Invalid
from wijkstem.queries.moderation import QueueRow, case_by_id
from wijkstem.queries.other_cases import CasePage
from wijkstem.queries.remarks import RemarkFacts, remark_facts
from wijkstem.rules.schema import Moderating
from wijkstem.web.context import visitor
from wijkstem.web.desks import NOT_DECIDED
from wijkstem.web.forms import Form, refused, sentence
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.moderation import URL, beside, looked, onward
from wijkstem.web.pages import page, redirect
from wijkstem.web.remarks import place_of
from wijkstem.web.reporting import REASONS
from wijkstem.web.verdict_words import CHOICES, SAID, SHOWN
from wijkstem.web.work import ask, do
from wijkstem.words import Verdict


def to_answer(case: CasePage) -> Response:
    """A question is answered where the clerk answers it too."""
    return RedirectResponse(f"/vragen/{case.target_id}/antwoord", 303)


async def show(request: Request, case: CasePage) -> Response:
    """Everything to judge it by, with the form to decide on it."""
    # The municipality's own text says that one can ask to look again; of these one cannot yet.
    start = {"reasons": Moderating().template}
    return await _page(request, case, Form(start | await kept(request)))


async def _page(
    request: Request,
    case: CasePage,
    form: Form,
    *,
    status: int = 200,
    meanwhile: Sequence[str] = (),
) -> Response:
    who = visitor(request)
    assert case.target_id is not None
    it: RemarkFacts = await ask(request, remark_facts, case.target_id)
    row: QueueRow | None = await ask(request, case_by_id, case.id, looked=looked(request))
    rules, open_ = who.rules.municipality.moderation, case.closed_at is None
    url, title = place_of(it)
    return page(
        request,
        "desks/remark.html",
        status=status,
        form=form,
        case=case,
        it=it,
        url=url,
        title=title,
        reports=[(translated(REASONS[one.reason], who.lang), one) for one in case.reports],
        history=[
            (translated(SAID[one.verdict], who.lang), rules.ground(one.ground, who.lang), one)
            for one in case.decisions
        ],
        choices=[(one.value, translated(CHOICES[one], who.lang)) for one in VERDICTS],
        grounds=[(one.code, one.name.in_language(who.lang)) for one in rules.grounds],
        ended=translated(SAID[Verdict(case.closed_as)], who.lang) if case.closed_as else "",
        can_be_shown=it.hidden and any(one.verdict is Verdict.HIDDEN for one in case.decisions),
        meanwhile=meanwhile,
        **await beside(request, row if open_ else None, f"{URL}/zaak/{case.id}"),
    )


async def decide(request: Request, case: CasePage, values: dict[str, str]) -> Response:
    """Decide on it, or take back that it was hidden. Too late: what was typed is still there."""
    lang, reasons = visitor(request).lang, values.get("reasons", "")
    back = "terug" in values
    command: object = ShowRemark(case.id, reasons)
    if not back:
        command = JudgeRemark(case.id, values.get("verdict", ""), reasons, values.get("ground", ""))
    try:
        await do(request, command)
    except Invalid as wrong:
        return await _page(request, case, refused(values, wrong, lang), status=422)
    except Conflict as no:
        said = (sentence(no, lang), translated(NOT_DECIDED, lang))
        return await _page(request, case, Form(values), status=409, meanwhile=said)
    if back:
        return redirect(request, f"{URL}/zaak/{case.id}", notice=SHOWN)
    return await arrived(request, await onward(request))
