"""How plans are carried out, for everybody: all of them, and one with what happens when and what it cost."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_carry_out, may_see
from wijkstem.errors import NotFound
from wijkstem.queries.carrying_out import ListedWork, WorkOfPlan, all_work, work_page
from wijkstem.queries.paging import Paged
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path, work_path
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import today
from wijkstem.web.work import ask
from wijkstem.web.work_words import LATE, parts_told, state_of
from wijkstem.words import CarryingOutState, PartState


@dataclass(frozen=True)
class Card:
    """A plan in the list."""

    work: ListedWork
    url: str
    state: str
    look: str
    #: The badge that says that something is late; "" when nothing is.
    late: str


@for_everybody("pagina")
async def listing(request: Request) -> Response:
    """Everything that is carried out."""
    who = visitor(request)
    number = inputs.whole(request.query_params.get("pagina"))
    found: Paged[ListedWork] = await ask(request, all_work, page=number)
    return page(
        request,
        "work/list.html",
        found=found,
        cards=[_card(request, one, who.lang) for one in found.rows],
    )


def _card(request: Request, one: ListedWork, lang: str) -> Card:
    due = one.next_on if one.state is CarryingOutState.BUSY else one.plan_due_on
    waits = one.state in {CarryingOutState.PLANNING, CarryingOutState.BUSY}
    late = waits and due is not None and due < today(request)
    return Card(
        one,
        work_path(one.number),
        *state_of(one, lang),
        translated(LATE, lang) if late else "",
    )


@for_everybody()
async def one(request: Request) -> Response:
    """What happens when, how each part went, and what it cost."""
    found = await visible(request)
    return shown(request, found)


async def visible(request: Request) -> WorkOfPlan:
    """Raises NotFound for a plan that is not there, not for this visitor, or of which nothing is known yet."""
    who = visitor(request)
    found: WorkOfPlan = await ask(request, work_page, request.path_params["work"])
    seen = may_see(who.actor, public=found.public, submitter_id=found.submitter_id)
    if not seen or (found.work is None and not may_carry_out(who.actor)):
        raise NotFound("not_carried_out", "Voor dit plan is nog geen planning.")
    return found


def shown(request: Request, found: WorkOfPlan, *, status: int = 200, problem: str = "") -> Response:
    """The page, with what went wrong just now on top."""
    who, work = visitor(request), found.work
    mine = may_carry_out(who.actor)
    waits = any(part.state is PartState.PLANNED for part in found.parts)
    busy = work is not None and work.state is CarryingOutState.BUSY
    return page(
        request,
        "work/one.html",
        status=status,
        problem=problem,
        it=found,
        work=work,
        url=work_path(found.number),
        plan_url=initiative_path(found.number, found.slug),
        state=state_of(work, who.lang) if work else None,
        parts=parts_told(found, today(request), who.lang),
        may_plan=mine and (work is None or work.state is CarryingOutState.PLANNING),
        may_add=mine and busy,
        may_finish=mine and busy and not waits,
        may_correct=mine and work is not None and work.state is CarryingOutState.DONE,
        may_stop=mine and work is not None and work.closed_on is None,
        evaluate=found.closed and work is not None and work.state is CarryingOutState.DONE,
    )
