"""Council proposals for everybody: the list, and one with its summary first, its text, and the questions about it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wijkstem.domain.permissions import may_bring_forward
from wijkstem.errors import NotFound
from wijkstem.queries.council_proposals import (
    ProposalFacts,
    ProposalPage,
    council_proposals,
    proposal_page,
)
from wijkstem.queries.paging import Paged
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.language import translated
from wijkstem.web.links import dossier_path, initiative_path, meeting_path, proposal_path
from wijkstem.web.pages import page
from wijkstem.web.proposal_words import PARTS, changes, told
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import now, today
from wijkstem.web.work import ask

LIST = "/raadsvoorstellen"


@for_everybody("pagina")
async def listing(request: Request) -> Response:
    """What comes before the council, and what was before it."""
    who, number = visitor(request), inputs.whole(request.query_params.get("pagina"))
    writes = may_bring_forward(who.actor)
    found: Paged[ProposalFacts] = await ask(
        request, council_proposals, today=today(request), drafts=writes, page=number
    )
    rule, at = who.rules.municipality.council_proposals, now(request)
    return page(
        request,
        "proposals/list.html",
        found=found,
        proposals=[told(one, rule, at, who.lang) for one in found.rows],
        may_write=writes and rule is not None,
    )


@for_everybody()
async def one(request: Request) -> Response:
    """A proposal at its own address; at an address with other words, the way to its own."""
    found = await proposal(request)
    address = proposal_path(found.proposal.number, found.proposal.slug)
    if request.url.path != address:
        return RedirectResponse(address, 301, headers={"Cache-Control": "no-cache"})
    who = visitor(request)
    it = told(found.proposal, who.rules.municipality.council_proposals, now(request), who.lang)
    return page(
        request,
        "proposals/one.html",
        it=it,
        parts=[
            (translated(name, who.lang), found.parts[part])
            for part, name in PARTS.items()
            if part in found.parts
        ],
        changes=changes(found.versions, found.earlier, who.lang),
        meeting=found.meeting,
        meeting_url=meeting_path(found.meeting.id) if found.meeting else "",
        dossier=(dossier_path(*found.dossier[:2]), found.dossier[2]) if found.dossier else None,
        plan=(initiative_path(*found.plan[:2]), found.plan[2]) if found.plan else None,
        questions=found.questions,
        may_write=may_bring_forward(who.actor),
    )


async def proposal(request: Request) -> ProposalPage:
    """Of the number in the address. Raises NotFound for a draft, but for who writes them."""
    number = request.path_params["proposal"]
    found: ProposalPage = await ask(request, proposal_page, number)
    if not found.proposal.public and not may_bring_forward(visitor(request).actor):
        raise NotFound("unknown_proposal", "Dit voorstel is er niet.")
    return found
