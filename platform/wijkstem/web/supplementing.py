"""The submitter's answer to a question of the municipality, while the term stands still for it."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.initiatives import TakeStep
from wijkstem.domain.permissions import may_edit, require, require_login
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.rules.steps import Outcome
from wijkstem.web.context import visitor
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.initiatives import show, visible
from wijkstem.web.inputs import whole
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.support import supplement
from wijkstem.web.telling import told
from wijkstem.web.wording import today
from wijkstem.web.work import do

ANSWERED = notice("ok", "Bedankt. De gemeente heeft uw antwoord en gaat verder.")


async def question(request: Request) -> Response:
    """What the municipality wants to know, with room for the answer."""
    found = await _own(request)
    _asked(request, found)
    return _page(request, found, Form(await kept(request)))


async def _own(request: Request) -> InitiativePage:
    """The visitor's own initiative."""
    who = visitor(request)
    require_login(who.actor)
    found = await visible(request)
    require(may_edit(who.actor, submitter_id=found.initiative.submitter_id))
    return found


def _asked(request: Request, found: InitiativePage) -> Outcome:
    """How the question is answered. Raises RuleBroken when there is none, or none any more."""
    who = visitor(request)
    outcome = supplement(told(found, who, today(request)), who.actor)
    if outcome is None:
        raise RuleBroken("no_question", "De gemeente heeft nu geen vraag over dit plan.")
    return outcome


def _page(request: Request, found: InitiativePage, form: Form, *, status: int = 200) -> Response:
    asked = found.reasons.get(found.initiative.step_seq - 1)
    return page(
        request,
        "initiatives/supplement.html",
        status=status,
        form=form,
        it=told(found, visitor(request), today(request)),
        asked=asked.reasons if asked else "",
    )


async def answer(request: Request) -> Response:
    """Give it. Refused or too late: what was typed is still there."""
    values = await read_form(request)
    found = await _own(request)
    facts, lang = found.initiative, visitor(request).lang
    seq, said = whole(values.get("step_seq")), values.get("reasons", "")
    try:
        way = _asked(request, found)
        await do(request, TakeStep(facts.id, seq, way.id, reasons=said))
    except Invalid as wrong:
        return _page(request, found, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        now, problem = await visible(request), sentence(no, lang)
        status = 409 if isinstance(no, Conflict) else 422
        return show(request, now, status=status, problem=problem, typed=said)
    path = initiative_path(facts.number, facts.slug)
    return await arrived(request, redirect(request, path, notice=ANSWERED))
