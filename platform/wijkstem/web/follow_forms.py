"""Following a plan, and leaving that off: two buttons."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.following import Follow, Unfollow
from wijkstem.domain.permissions import require_login
from wijkstem.errors import RuleBroken
from wijkstem.queries.initiatives import InitiativeFacts, initiatives_by_number
from wijkstem.web.context import visitor
from wijkstem.web.forms import read_form, sentence
from wijkstem.web.initiatives import required, show, visible
from wijkstem.web.links import initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import local_path, redirect
from wijkstem.web.work import do, gathered

FOLLOWING = notice("ok", "U volgt dit plan. U krijgt bericht als er iets gebeurt.")
FOLLOWS_NOT = notice("ok", "U volgt dit plan niet meer.")


async def follow(request: Request) -> Response:
    """Once or ten times is the same."""
    require_login(visitor(request).actor)
    facts = await _facts(request)
    try:
        await do(request, Follow(facts.id))
    except RuleBroken as refused:
        problem = sentence(refused, visitor(request).lang)
        return show(request, await visible(request), status=422, problem=problem)
    return redirect(request, initiative_path(facts.number, facts.slug), notice=FOLLOWING)


async def unfollow(request: Request) -> Response:
    """Back to the plan, or to the list where the button was."""
    require_login(visitor(request).actor)
    facts = await _facts(request)
    values = await read_form(request)
    await do(request, Unfollow(facts.id))
    back = local_path(values.get("terug"), initiative_path(facts.number, facts.slug))
    return redirect(request, back, notice=FOLLOWS_NOT)


async def _facts(request: Request) -> InitiativeFacts:
    facts = await gathered(request, initiatives_by_number, request.path_params["number"])
    return required(facts, visitor(request).actor)
