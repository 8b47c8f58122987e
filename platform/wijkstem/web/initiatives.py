"""The page of an initiative."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wijkstem.domain.carrying_out import given
from wijkstem.domain.initiatives import may_change
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_advise, may_carry_out, may_edit, may_see
from wijkstem.errors import NotFound
from wijkstem.queries.initiatives import InitiativeFacts, InitiativePage, initiative_page
from wijkstem.queries.reports import HiddenPlan, appealable, hidden_plan
from wijkstem.web import inputs
from wijkstem.web.advice_told import advice_told
from wijkstem.web.context import Visitor, path_of, services, visitor
from wijkstem.web.face_words import named
from wijkstem.web.following import offer
from wijkstem.web.gathering_words import shown
from wijkstem.web.links import initiative_path, subject_path
from wijkstem.web.merged import merged
from wijkstem.web.pages import page
from wijkstem.web.promises import told as promise_told
from wijkstem.web.public import for_everybody
from wijkstem.web.request_told import request_told
from wijkstem.web.support import own_support, own_ways, supplement, withdrawal
from wijkstem.web.telling import BEFORE, Told, told
from wijkstem.web.wording import now, today
from wijkstem.web.work import ask
from wijkstem.web.work_words import work_told
from wijkstem.words import Milestone


@for_everybody(BEFORE)
async def one(request: Request) -> Response:
    """An initiative at its own address; at an address with other words, the way to its own."""
    try:
        found = await visible(request)
    except NotFound:
        return await _hidden(request)
    address = initiative_path(found.initiative.number, found.initiative.slug)
    if path_of(request) != address:
        query = f"?{request.url.query}" if request.url.query else ""
        # The words follow the title, which can still change: nobody should remember this for good.
        return RedirectResponse(address + query, 301, headers={"Cache-Control": "no-cache"})
    return show(request, found, appeal=await _appeal(request, found.initiative))


async def _appeal(request: Request, facts: InitiativeFacts) -> UUID | None:
    """The decision on their own plan that the visitor can still ask to have looked at again."""
    actor = visitor(request).actor
    decided = facts.hiding_id is not None or facts.result is Milestone.REFUSED
    if (
        actor.person_id is None
        or not decided
        or not may_edit(actor, submitter_id=facts.submitter_id)
    ):
        return None
    found: UUID | None = await ask(
        request, appealable, facts.id, actor.person_id, today=today(request)
    )
    return found


async def _hidden(request: Request) -> Response:
    """That the municipality hid it, and why; none of its words. Raises NotFound for what is simply not there."""
    who = visitor(request)
    found: HiddenPlan | None = await ask(request, hidden_plan, request.path_params["number"])
    if found is None:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    ground = who.rules.municipality.moderation.ground(found.ground, who.lang)
    return page(request, "initiatives/hidden.html", it=found, ground=ground)


async def visible(request: Request) -> InitiativePage:
    """The initiative of the address. Raises NotFound when it is not there, or not for this visitor."""
    who = visitor(request)
    found: InitiativePage = await ask(
        request,
        initiative_page,
        request.path_params["number"],
        person_id=who.actor.person_id if who.actor.strong else None,
        follower_id=who.actor.person_id,
        before=inputs.whole(request.query_params.get(BEFORE)) or None,
    )
    required(found.initiative, who.actor)
    return found


def required(facts: InitiativeFacts | None, actor: Actor) -> InitiativeFacts:
    """Raises NotFound for what is not there, or not for this visitor."""
    if facts is None or not may_see(actor, public=facts.public, submitter_id=facts.submitter_id):
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    return facts


def show(
    request: Request,
    found: InitiativePage,
    *,
    status: int = 200,
    problem: str = "",
    typed: str = "",
    appeal: UUID | None = None,
) -> Response:
    """The page of an initiative, with what went wrong just now on top, and what was typed for nothing."""
    who = visitor(request)
    initiative = told(found, who, today(request))
    return page(
        request,
        "initiatives/one.html",
        status=status,
        it=initiative,
        problem=problem,
        typed=typed,
        appeal=appeal,
        own=own_support(found, initiative.course, who.lang),
        withdrawal=withdrawal(initiative, who.actor) is not None,
        supplement=supplement(initiative, who.actor) is not None,
        own_ways=[way.name.in_language(who.lang) for way in own_ways(initiative, who.actor)],
        may_edit=_may_edit(initiative, who),
        merged=merged(found, initiative, who),
        its=request_told(found, initiative, who, today(request)),
        archived=initiative.facts.instrument in who.rules.municipality.archive,
        following=offer(found, who),
        may_advise=_may_advise(initiative, who),
        advices=[advice_told(one, today(request), who.lang) for one in found.advices],
        gatherings=[shown(one, who, now(request)) for one in found.gatherings],
        promises=[promise_told(one, today(request), who.lang) for one in found.promises],
        evaluation=[(named(face, who.lang), number) for face, number in found.evaluation.items()],
        work=work_told(found.work, initiative.facts.number, today(request), who.lang),
        carried=found.work if found.work and found.work.work.closed_on is None else None,
        may_carry_out=_may_carry_out(found, initiative, who),
        council_votes=list(found.votes.values()),
        subjects=[(subject_path(one.id), one) for one in found.subjects],
        address=services(request).settings.site(who.municipality_id) + initiative.url,
    )


def _may_carry_out(found: InitiativePage, it: Told, who: Visitor) -> bool:
    """Whether an official can begin: of most plans the rules begin it, and then the page says so."""
    if found.work is not None or not may_carry_out(who.actor):
        return False
    facts = it.facts
    return given(facts.step, facts.result, it.course.path, closed=facts.closed_on is not None)


def _may_advise(it: Told, who: Visitor) -> bool:
    """Whether the visitor's council can say something about it that nobody asked for."""
    here = who.rules.municipality.advice is not None and it.facts.public and not it.step.final
    return here and may_advise(who.actor, it.facts.neighbourhood_code)


def _may_edit(it: Told, who: Visitor) -> bool:
    """Whether there is a form for it; whoever goes there anyway is refused by the command."""
    open_to_change = may_change(it.step, it.course.path, public=it.facts.public)
    return open_to_change and may_edit(who.actor, submitter_id=it.facts.submitter_id)
