"""How people who took part thought it went: the form with three faces, and for officials what they wrote."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.evaluations import GiveEvaluation
from wijkstem.domain.evaluations import WORDS_MOST
from wijkstem.domain.permissions import may_triage, require_login
from wijkstem.errors import Invalid, RuleBroken
from wijkstem.queries.evaluations import Said, evaluation_words
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.web.context import visitor
from wijkstem.web.face_words import named
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.initiatives import visible
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.work import ask, do
from wijkstem.words import Smiley

THANKS = notice("ok", "Bedankt. Wij leren van uw antwoord.")


async def form(request: Request) -> Response:
    """The three faces, with room for a sentence."""
    require_login(visitor(request).actor)
    return await _page(request, await visible(request), Form(await kept(request)))


async def _page(
    request: Request, found: InitiativePage, form: Form, *, status: int = 200, problem: str = ""
) -> Response:
    who, facts = visitor(request), found.initiative
    said: tuple[Said, ...] = ()
    if may_triage(who.actor):
        said = await ask(request, evaluation_words, facts.id)
    return page(
        request,
        "initiatives/evaluate.html",
        status=status,
        form=form,
        problem=problem,
        title=facts.title,
        url=initiative_path(facts.number, facts.slug),
        faces=[(smiley.value, named(smiley, who.lang)) for smiley in Smiley],
        said=[(named(one.smiley, who.lang), one) for one in said],
        most=WORDS_MOST,
    )


async def send(request: Request) -> Response:
    """Keep the answer. Refused: what was typed is still there."""
    who = visitor(request)
    require_login(who.actor)
    found, values = await visible(request), await read_form(request)
    facts = found.initiative
    try:
        await do(
            request, GiveEvaluation(facts.id, values.get("smiley", ""), values.get("words", ""))
        )
    except Invalid as wrong:
        return await _page(request, found, refused(values, wrong, who.lang), status=422)
    except RuleBroken as no:
        problem = sentence(no, who.lang)
        return await _page(request, found, Form(values), status=422, problem=problem)
    back = initiative_path(facts.number, facts.slug)
    return await arrived(request, redirect(request, back, notice=THANKS))
