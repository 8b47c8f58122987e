"""The submitter's own turn on the path: what was done with the money, or handing a task back, on a page of its own."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_edit, require, require_login
from wijkstem.errors import Conflict, Invalid, RuleBroken
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.rules.steps import Outcome
from wijkstem.web.context import visitor
from wijkstem.web.decisions import as_command, choice
from wijkstem.web.forms import Form, read_form, refused, sentence
from wijkstem.web.initiatives import show, visible
from wijkstem.web.kept import arrived, kept
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.support import own_ways
from wijkstem.web.telling import told
from wijkstem.web.wording import today
from wijkstem.web.work import do

DONE = notice("ok", "Bedankt. Wij hebben dit van u gekregen. Wie het moet weten, krijgt bericht.")


async def ask(request: Request) -> Response:
    """What there is for the submitter to do."""
    found = await _own(request)
    return _page(request, found, Form(await kept(request)))


async def _own(request: Request) -> InitiativePage:
    """The visitor's own initiative."""
    who = visitor(request)
    require_login(who.actor)
    found = await visible(request)
    require(may_edit(who.actor, submitter_id=found.initiative.submitter_id))
    return found


def _ways(request: Request, found: InitiativePage) -> Sequence[Outcome]:
    """Raises RuleBroken when it is not the submitter's turn, or not any more."""
    who = visitor(request)
    ways = own_ways(told(found, who, today(request)), who.actor)
    if not ways:
        raise RuleBroken("not_your_turn", "U hoeft nu niets te doen voor dit plan.")
    return ways


def _page(request: Request, found: InitiativePage, form: Form, *, status: int = 200) -> Response:
    who = visitor(request)
    ways, it = _ways(request, found), told(found, who, today(request))
    before = found.reasons.get(found.initiative.step_seq - 1)
    return page(
        request,
        "initiatives/own_turn.html",
        status=status,
        form=form,
        it=it,
        decision=choice(it, ways, [], who.lang),
        before=before.reasons if before else "",
    )


async def take(request: Request) -> Response:
    """Do it. Refused or too late: what was typed is still there."""
    values = await read_form(request)
    found = await _own(request)
    facts, lang = found.initiative, visitor(request).lang
    try:
        _ways(request, found)
        await do(request, as_command(facts, values))
    except Invalid as wrong:
        return _page(request, found, refused(values, wrong, lang), status=422)
    except (Conflict, RuleBroken) as no:
        now, problem = await visible(request), sentence(no, lang)
        status = 409 if isinstance(no, Conflict) else 422
        return show(request, now, status=status, problem=problem, typed=values.get("reasons", ""))
    path = initiative_path(facts.number, facts.slug)
    return await arrived(request, redirect(request, path, notice=DONE))
