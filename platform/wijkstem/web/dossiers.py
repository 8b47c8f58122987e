"""Dossiers for everybody: the list with its search, and everything about one subject in order of time."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wijkstem.commands.following_dossiers import FollowDossier, UnfollowDossier
from wijkstem.domain.permissions import may_keep_dossiers, require_login
from wijkstem.kit.search import wanted
from wijkstem.queries.dossiers import DossierPage, ListedDossier, dossier_page, dossiers
from wijkstem.queries.paging import Paged
from wijkstem.web import inputs
from wijkstem.web.atom import Entry, atom
from wijkstem.web.context import services, visitor
from wijkstem.web.dossier_lines import dossier_cards, dossier_lines
from wijkstem.web.following import offer_to_follow
from wijkstem.web.forms import Form
from wijkstem.web.links import dossier_path
from wijkstem.web.notices import notice
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.remarks import live_meetings
from wijkstem.web.wording import today
from wijkstem.web.work import ask, do

LIST = "/dossiers"
FOLLOWING = notice("ok", "U volgt dit dossier. U krijgt bericht als er nieuws is.")
FOLLOWS_NOT = notice("ok", "U volgt dit dossier niet meer.")
#: More words than fit in a field are looked for as if they stood there.
_LONGEST = 200


@for_everybody("zoek", "pagina")
async def listing(request: Request) -> Response:
    """What changed last stands first."""
    said = (inputs.picked(request.query_params.get("zoek")) or "")[:_LONGEST]
    found: Paged[ListedDossier] = await ask(
        request,
        dossiers,
        words=wanted(said),
        page=inputs.whole(request.query_params.get("pagina")),
    )
    return page(
        request,
        "dossiers/list.html",
        rows=dossier_cards(found.rows),
        found=found,
        form=Form({"zoek": said}),
        may_keep=may_keep_dossiers(visitor(request).actor),
    )


@for_everybody()
async def one(request: Request) -> Response:
    """A dossier at its own address; at an address with other words, the way to its own."""
    found = await dossier(request)
    address = dossier_path(found.dossier.number, found.dossier.slug)
    if request.url.path != address:
        # The words follow the title, which can still change: nobody should remember this for good.
        return RedirectResponse(address, 301, headers={"Cache-Control": "no-cache"})
    who, day = visitor(request), today(request)
    lines = dossier_lines(found, who.lang)
    return page(
        request,
        "dossiers/one.html",
        it=found.dossier,
        url=address,
        address=services(request).settings.site(who.municipality_id) + address,
        was=[line for line in lines if line.day <= day],
        comes=[line for line in lines if line.day > day],
        following=offer_to_follow(found.follows, who),
        live=await live_meetings(request, found.dossier.id),
        may_keep=may_keep_dossiers(who.actor),
    )


async def dossier(request: Request) -> DossierPage:
    """Of the number in the address."""
    found: DossierPage = await ask(
        request,
        dossier_page,
        request.path_params["dossier"],
        person_id=visitor(request).actor.person_id,
    )
    return found


async def follow(request: Request) -> Response:
    """Once or ten times is the same."""
    require_login(visitor(request).actor)
    it = (await dossier(request)).dossier
    await do(request, FollowDossier(it.id))
    return redirect(request, dossier_path(it.number, it.slug), notice=FOLLOWING)


async def unfollow(request: Request) -> Response:
    """What they were told already stays to be read."""
    require_login(visitor(request).actor)
    it = (await dossier(request)).dossier
    await do(request, UnfollowDossier(it.id))
    return redirect(request, dossier_path(it.number, it.slug), notice=FOLLOWS_NOT)


@for_everybody()
async def feed(request: Request) -> Response:
    """The same in a reader of news, the newest first."""
    who, found = visitor(request), await dossier(request)
    it, site = found.dossier, services(request).settings.site(who.municipality_id)
    address = site + dossier_path(it.number, it.slug)
    lines = [line for line in dossier_lines(found, who.lang) if line.day <= today(request)]
    return atom(
        who,
        # The number alone: the words after it follow the title.
        feed_id=f"{site}{LIST}/{it.number}/feed",
        title=it.title,
        page=address,
        entries=[
            Entry(
                id=f"{site}{LIST}/{it.number}#{line.key}",
                title=line.title,
                published=line.day,
                updated=line.day,
                url=_whole(line.url, site) or address,
                terms=(line.kind,),
                summary=line.text or line.kind,
            )
            for line in reversed(lines)
        ],
        changed=it.changed_on,
    )


def _whole(url: str, site: str) -> str:
    return site + url if url.startswith("/") else url
