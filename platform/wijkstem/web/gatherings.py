"""Gatherings for everybody: which there are, one of them, signing up and signing off, and the file for a calendar."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.commands.signing_up import Coming, SignOff, SignUpFor
from wijkstem.domain.permissions import may_clerk, may_convene, may_host, require, require_login
from wijkstem.errors import RuleBroken
from wijkstem.kit import ical
from wijkstem.queries.gatherings import (
    Attendee,
    GatheringPage,
    Gatherings,
    attendees,
    gathering_page,
    gatherings,
)
from wijkstem.web.calendar_file import answer, gathering_entry
from wijkstem.web.context import services, visitor
from wijkstem.web.forms import read_form, sentence
from wijkstem.web.gathering_words import offer, shown
from wijkstem.web.inputs import picked, whole
from wijkstem.web.links import gathering_path, initiative_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import local_path, page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import now, place, places, today
from wijkstem.web.work import ask, do

COMES = notice("ok", "U bent aangemeld. U krijgt hiervan een bericht.")
WAITS = notice(
    "info", "U staat op de wachtlijst. Komt er een plaats vrij? Dan krijgt u bericht van ons."
)
COMES_NOT = notice("ok", "U bent afgemeld. Iemand anders kan nu uw plaats krijgen.")


@for_everybody("wijk", "pagina")
async def listing(request: Request) -> Response:
    """What comes and what was, of everywhere or for one neighbourhood."""
    who = visitor(request)
    code = picked(request.query_params.get("wijk"))
    code = code if code and who.rules.municipality.neighbourhood(code) else None
    found: Gatherings = await ask(
        request,
        gatherings,
        today=today(request),
        neighbourhood=code,
        page=whole(request.query_params.get("pagina")),
    )
    return page(
        request,
        "gatherings/list.html",
        code=code or "",
        name=place(who.rules, code),
        places=places(who.rules),
        coming=[shown(one, who, now(request)) for one in found.coming],
        past=[shown(one, who, now(request)) for one in found.past.rows],
        found=found.past,
        may_convene=may_convene(who.actor) or may_clerk(who.actor),
    )


@for_everybody()
async def one(request: Request) -> Response:
    """When, where, what about, who can come in, and afterwards what came of it."""
    return show(request, await found(request))


async def found(request: Request) -> GatheringPage:
    """The gathering of the address. Raises NotFound for one that is not there."""
    it: GatheringPage = await ask(
        request,
        gathering_page,
        request.path_params["gathering"],
        person_id=visitor(request).actor.person_id,
    )
    return it


def show(request: Request, it: GatheringPage, *, status: int = 200, problem: str = "") -> Response:
    """The page, with what went wrong just now on top."""
    who, at = visitor(request), now(request)
    return page(
        request,
        "gatherings/one.html",
        status=status,
        problem=problem,
        **_said(it, request),
        offer=offer(it.facts, it.mine, who, at),
        begun=it.facts.starts_at <= at,
        may_convene=may_host(who.actor, it.facts.kind),
    )


def _said(it: GatheringPage, request: Request) -> dict[str, Any]:
    return {
        "it": it,
        "shown": shown(it.facts, visitor(request), now(request)),
        "plans": [(initiative_path(one.number, one.slug), one) for one in it.plans],
    }


async def sign_up(request: Request) -> Response:
    """Once or ten times is the same."""
    require_login(visitor(request).actor)
    gathering_id = request.path_params["gathering"]
    try:
        coming: Coming = await do(request, SignUpFor(gathering_id))
    except RuleBroken as refused:
        problem = sentence(refused, visitor(request).lang)
        return show(request, await found(request), status=422, problem=problem)
    said = COMES if coming.has_place else WAITS
    return redirect(request, gathering_path(gathering_id), notice=said)


async def sign_off(request: Request) -> Response:
    """Back to the gathering, or to the list where the button was."""
    require_login(visitor(request).actor)
    gathering_id = request.path_params["gathering"]
    values = await read_form(request)
    try:
        await do(request, SignOff(gathering_id))
    except RuleBroken as refused:
        problem = sentence(refused, visitor(request).lang)
        return show(request, await found(request), status=422, problem=problem)
    back = local_path(values.get("terug"), gathering_path(gathering_id))
    return redirect(request, back, notice=COMES_NOT)


async def who_comes(request: Request) -> Response:
    """Names, for who receives these people."""
    require(may_convene(visitor(request).actor) or may_clerk(visitor(request).actor))
    it = await found(request)
    require(may_host(visitor(request).actor, it.facts.kind))
    people: list[Attendee] = await ask(request, attendees, it.facts.id)
    return page(
        request,
        "gatherings/people.html",
        **_said(it, request),
        seated=[one for one in people if one.has_place],
        waiting=[one for one in people if not one.has_place],
    )


@for_everybody()
async def calendar(request: Request) -> Response:
    """The gathering as a file that every calendar can read."""
    it = await found(request)
    who = visitor(request)
    site = services(request).settings.site(who.municipality_id)
    facts, slug = it.facts, who.rules.municipality.slug
    text = f"{it.about}\n\n{it.access}"
    entry = gathering_entry(facts, site, slug, revision=it.revision, text=text)
    body = ical.calendar([entry], about="bijeenkomsten")
    return answer(body, f"bijeenkomst-{facts.held_on}", attached=True)
