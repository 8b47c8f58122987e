"""The desk's page for a statement that a resident wrote: what it says, what in it may be somebody's name, and the decision."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.statements import VERDICTS, JudgeStatement
from wijkstem.domain.dialogue import doubts
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.kit.i18n import N_
from wijkstem.queries.dialogue import StatementCase, statement_case
from wijkstem.queries.moderation import QueueRow, case_by_id
from wijkstem.queries.other_cases import CasePage
from wijkstem.web.context import visitor
from wijkstem.web.desks import NOT_DECIDED
from wijkstem.web.dialogue_words import STATES
from wijkstem.web.forms import Form, refused, sentence
from wijkstem.web.kept import arrived, kept
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.moderation import URL, beside, looked, onward
from wijkstem.web.pages import page
from wijkstem.web.wording import places
from wijkstem.web.work import ask, do
from wijkstem.words.dialogue import StatementState

CHOICES: Final = {
    StatementState.PLACED: N_("Plaats de stelling"),
    StatementState.REFUSED: N_("Plaats de stelling niet"),
}


async def show(request: Request, case: CasePage) -> Response:
    """Everything to judge it by, with the form to decide on it."""
    return await _page(request, case, Form(dict(await kept(request))))


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
    it: StatementCase = await ask(request, statement_case, case.target_id)
    row: QueueRow | None = await ask(request, case_by_id, case.id, looked=looked(request))
    names = [who.rules.municipality.name, *(name for _, name in places(who.rules))]
    return page(
        request,
        "desks/statement.html",
        status=status,
        form=form,
        case=case,
        it=it,
        url=means_path(it.number, it.slug),
        doubts=doubts(it.statement.words, names),
        choices=[(one.value, translated(CHOICES[one], who.lang)) for one in VERDICTS],
        ended=translated(STATES[it.statement.state], who.lang) if case.closed_at else "",
        meanwhile=meanwhile,
        **await beside(request, row if case.closed_at is None else None, f"{URL}/zaak/{case.id}"),
    )


async def decide(request: Request, case: CasePage, values: dict[str, str]) -> Response:
    """Decide on it. Too late: what was typed is still there."""
    lang = visitor(request).lang
    command = JudgeStatement(case.id, values.get("verdict", ""), values.get("reasons", ""))
    try:
        await do(request, command)
    except Invalid as wrong:
        return await _page(request, case, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        said = (sentence(no, lang), translated(NOT_DECIDED, lang))
        status = 409 if isinstance(no, Conflict) else 422
        return await _page(request, case, Form(values), status=status, meanwhile=said)
    return await arrived(request, await onward(request))
