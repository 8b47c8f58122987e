"""The officials' desk: what waits for the municipality, most urgent first."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_triage, require
from wijkstem.domain.steps import waiting_for
from wijkstem.kit.i18n import N_
from wijkstem.queries.cases import Case, Counts, cases, counts
from wijkstem.queries.paging import Paged
from wijkstem.web.context import visitor
from wijkstem.web.desks import Desk, case_page, decide, explain, waiting
from wijkstem.web.inputs import whole
from wijkstem.web.pages import page
from wijkstem.web.wording import today
from wijkstem.web.work import ask
from wijkstem.words import Taker

DESK = Desk(Taker.OFFICIAL, may_triage, "/moderatie", N_("Moderatie"))


async def queue(request: Request) -> Response:
    """What officials must decide on, with how much of it is late on top."""
    who = visitor(request)
    require(may_triage(who.actor))
    steps = waiting_for(who.rules, Taker.OFFICIAL)
    number = whole(request.query_params.get("pagina"))
    found: Paged[Case] = await ask(request, cases, steps=steps, page=number)
    counted: Counts = await ask(request, counts, steps=steps, today=today(request))
    return page(
        request,
        "desks/moderation.html",
        found=found,
        counts=counted,
        rows=[waiting(request, DESK, case, who) for case in found.rows],
    )


async def case(request: Request) -> Response:
    """One case."""
    return await case_page(request, DESK)


async def take(request: Request) -> Response:
    """The decision on it."""
    return await decide(request, DESK)


async def late(request: Request) -> Response:
    """Why it takes longer."""
    return await explain(request, DESK)
