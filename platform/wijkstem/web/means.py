"""Means for everybody: what is open, what comes and what was; and one with its promise first, its room, and what came of it."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wijkstem.domain.means import is_late
from wijkstem.domain.permissions import may_open_means
from wijkstem.kit.i18n import N_
from wijkstem.queries.means import Link, MeansFacts, MeansLists, MeansPage, means_lists
from wijkstem.queries.outcomes import OutcomeFacts, outcome_of
from wijkstem.web import inputs
from wijkstem.web.context import visitor
from wijkstem.web.draw_words import group_path
from wijkstem.web.language import translated
from wijkstem.web.links import (
    dossier_path,
    initiative_path,
    means_path,
    meeting_path,
    proposal_path,
    subject_path,
)
from wijkstem.web.means_words import MeansTold, told
from wijkstem.web.opened_means import means
from wijkstem.web.outcome_words import outcome_told
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.rooms import ROOMS
from wijkstem.web.wording import now, place, today
from wijkstem.web.work import ask

LIST = "/meedoen"


@for_everybody("pagina")
async def listing(request: Request) -> Response:
    """What is open stands first."""
    who, at = visitor(request), now(request)
    opens = may_open_means(who.actor)
    found: MeansLists = await ask(
        request,
        means_lists,
        now=at,
        drafts=opens,
        page=inputs.whole(request.query_params.get("pagina")),
    )

    def cards(rows: Iterable[MeansFacts]) -> list[MeansTold]:
        return [told(one, who.rules, at, who.lang) for one in rows]

    return page(
        request,
        "means/list.html",
        found=found.past,
        may_open=opens,
        open=cards(found.open),
        coming=cards(found.coming),
        past=cards(found.past.rows),
        drafts=cards(found.drafts),
    )


@for_everybody("sorteer", "na", "pagina")
async def one(request: Request) -> Response:
    """A means at its own address; at an address with other words, the way to its own."""
    found = await means(request)
    it, who = found.means, visitor(request)
    address = means_path(it.number, it.slug)
    if request.url.path != address:
        return RedirectResponse(address, 301, headers={"Cache-Control": "no-cache"})
    room = ROOMS.get(it.kind) if it.public else None
    inside: Mapping[str, object] = await room.read(request, found) if room else {}
    came: OutcomeFacts | None = await ask(request, outcome_of, it.id)
    return page(
        request,
        "means/one.html",
        it=told(it, who.rules, now(request), who.lang, found.places),
        places=[place(who.rules, code) or code for code in found.places],
        about=_about(found, who.lang),
        group=found.group,
        group_url=group_path(found.group.number) if found.group else "",
        meeting_url=meeting_path(it.meeting_id) if it.meeting_id else "",
        came=outcome_told(came, who.rules, who.lang) if came else None,
        versions=found.versions,
        room=room.template if room else "",
        inside=inside,
        may_open=may_open_means(who.actor),
        late=is_late(it, today(request)),
    )


def _about(found: MeansPage, lang: str) -> list[tuple[str, str, str]]:
    """What it is about: what that is, its address and its title."""
    links: list[tuple[str, str, Link]] = []
    if proposal := found.council_proposal:
        path = proposal_path(proposal.number, proposal.slug)
        links.append((N_("Raadsvoorstel:"), path, proposal))
    if plan := found.plan:
        links.append((N_("Plan van bewoners:"), initiative_path(plan.number, plan.slug), plan))
    if subject := found.year_subject:
        links.append((N_("Op de jaaragenda:"), subject_path(subject.id), subject))
    dossier = found.dossier
    links.append((N_("Dossier:"), dossier_path(dossier.number, dossier.slug), dossier))
    return [(translated(name, lang), url, link.title) for name, url, link in links]
