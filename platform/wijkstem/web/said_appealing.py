"""Asking that another official looks again at what one said and the municipality hid."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.appeals import MakeAppeal
from wijkstem.domain.permissions import require_login
from wijkstem.domain.reports import WORDS_MOST
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.queries.said_decisions import SaidToAppeal, said_to_appeal
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, refused, sentence
from wijkstem.web.kept import arrived, kept
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.remark_cases import said_facts
from wijkstem.web.wording import term_words, today
from wijkstem.web.work import ask, do

ASKED = notice("ok", "Uw verzoek is binnen. Een andere medewerker kijkt er opnieuw naar.")


async def found(request: Request) -> SaidToAppeal | None:
    """None for a decision that is about a plan, or about what somebody else said."""
    me = require_login(visitor(request).actor)
    it: SaidToAppeal | None = await ask(
        request, said_to_appeal, request.path_params["decision"], me
    )
    return it


async def show(request: Request, it: SaidToAppeal) -> Response:
    """What was decided, with room to say why that is not right."""
    return await _page(request, it, Form(await kept(request)))


async def _page(
    request: Request, it: SaidToAppeal, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who = visitor(request)
    rules, where = (
        who.rules.municipality.moderation,
        await said_facts(request, it.target, it.target_id),
    )
    return page(
        request,
        "discussions/appeal.html",
        status=status,
        form=form,
        problem=problem,
        it=it,
        where=where,
        ground=rules.ground(it.ground, who.lang),
        answer=term_words(rules.answer_appeal, who.lang),
        over=it.asked or it.appeal_until is None or it.appeal_until < today(request),
        most=WORDS_MOST,
    )


async def ask_again(request: Request, it: SaidToAppeal, values: dict[str, str]) -> Response:
    """Ask it. Refused or too late: what was typed is still there."""
    lang = visitor(request).lang
    try:
        await do(request, MakeAppeal(it.id, values.get("words", "")))
    except Invalid as wrong:
        return await _page(request, it, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        status = 409 if isinstance(no, Conflict) else 422
        now = await found(request) or it
        return await _page(request, now, Form(values), status=status, problem=sentence(no, lang))
    return await arrived(request, redirect(request, "/mijn/berichten", notice=ASKED))
