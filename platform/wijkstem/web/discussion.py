"""The room of a discussion: what people say, in the order that the reader chooses; and one contribution with all replies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.means import is_open
from wijkstem.domain.permissions import may_triage
from wijkstem.errors import NotFound
from wijkstem.queries.discussion import (
    DiscussionPage,
    Earlier,
    Shown,
    ThreadPage,
    discussion_page,
    earlier_words,
    thread_page,
)
from wijkstem.queries.means import MeansFacts, MeansPage
from wijkstem.queries.open_data.keyset import Key
from wijkstem.web import inputs
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.discussion_words import SORTINGS, contribution_path, mentioning, told
from wijkstem.web.language import translated
from wijkstem.web.links import means_path
from wijkstem.web.opened_means import means
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import now
from wijkstem.web.work import ask
from wijkstem.words.discussion import Sorting
from wijkstem.words.means import MeansKind

_KEY = re.compile(r"\d{1,9}(?:\.\d{1,9})?")


@dataclass(frozen=True)
class Doing:
    """What the reader of a discussion can do."""

    #: It is open: who is not logged in reads what they could do then.
    open: bool
    logged_in: bool
    official: bool
    #: Where a button brings them back.
    here: str


async def read(request: Request, found: MeansPage) -> Mapping[str, object]:
    """A part of the discussion for the page of its means."""
    it, who = found.means, visitor(request)
    sorting = _sorting(request)
    part: DiscussionPage = await ask(
        request,
        discussion_page,
        it.id,
        sorting=sorting,
        after=_after(request, sorting),
        person_id=who.actor.person_id,
    )
    last, url = part.room.last_number, means_path(it.number, it.slug)
    return {
        "room": part.room,
        "contributions": [
            told(one, it.number, last, who.rules, who.lang) for one in part.contributions
        ],
        "sortings": [
            (f"{url}?sorteer={one.value}#gesprek", translated(text, who.lang), one is sorting)
            for one, text in SORTINGS.items()
        ],
        "next": f"{url}?sorteer={sorting.value}&na={_key(part.last)}#gesprek" if part.last else "",
        "begin": f"{url}?sorteer={sorting.value}#gesprek" if request.query_params.get("na") else "",
        "url": f"/meedoen/{it.number}",
        "doing": _doing(request, found, who),
    }


def _doing(request: Request, found: MeansPage, who: Visitor) -> Doing:
    return Doing(
        is_open(found.means, now(request)),
        who.actor.person_id is not None,
        may_triage(who.actor),
        means_path(found.means.number, found.means.slug),
    )


def _sorting(request: Request) -> Sorting:
    asked = request.query_params.get("sorteer")
    return next((one for one in Sorting if one == asked), Sorting.SUPPORT)


def _after(request: Request, sorting: Sorting) -> Key | None:
    """Behind which contribution the part begins; what fits no order begins at the beginning."""
    asked = request.query_params.get("na", "")
    if not _KEY.fullmatch(asked):
        return None
    key = tuple(int(one) for one in asked.split("."))
    return key if len(key) == (2 if sorting is Sorting.SUPPORT else 1) else None


def _key(last: Key) -> str:
    return ".".join(str(one) for one in last)


async def discussion(request: Request) -> MeansPage:
    """The means of the address. Raises NotFound for one that is no discussion, or that nobody sees yet."""
    found = await means(request)
    check_discussion(found.means)
    return found


def check_discussion(it: MeansFacts) -> None:
    """Raises NotFound for what is no discussion, or what nobody sees yet."""
    if it.kind is not MeansKind.DISCUSSION or not it.public:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")


async def thread(request: Request, found: MeansPage, *, after: int = 0) -> ThreadPage:
    """The contribution of the address. Raises NotFound for a number that is not there."""
    number = inputs.whole(str(request.path_params["contribution"]))
    part: ThreadPage = await ask(
        request,
        thread_page,
        found.means.id,
        number,
        after=after,
        person_id=visitor(request).actor.person_id,
    )
    return part


@for_everybody("na")
async def one(request: Request) -> Response:
    """A contribution with the replies to it."""
    found, who = await discussion(request), visitor(request)
    after = inputs.whole(request.query_params.get("na"))
    part = await thread(request, found, after=after)
    it, number = part.contribution, found.means.number
    url = contribution_path(number, it.number)
    return page(
        request,
        "discussions/one.html",
        means=found.means,
        means_url=means_path(number, found.means.slug),
        it=told(it, number, part.room.last_number, who.rules, who.lang),
        above=contribution_path(number, part.above) if part.above else "",
        url=f"/meedoen/{number}",
        next=f"{url}?na={part.last}" if part.last else "",
        begin=url if after else "",
        room=part.room,
        doing=_doing(request, found, who),
    )


@for_everybody()
async def earlier(request: Request) -> Response:
    """The words that a contribution had before. Raises NotFound for what is hidden: its earlier words are too."""
    found = await discussion(request)
    part = await thread(request, found)
    it: Shown = part.contribution
    if it.hidden:
        raise NotFound("unknown_contribution", "Deze bijdrage is er niet.")
    before: tuple[Earlier, ...] = await ask(request, earlier_words, it.id)
    number, last = found.means.number, part.room.last_number
    return page(
        request,
        "discussions/earlier.html",
        means=found.means,
        means_url=means_path(number, found.means.slug),
        it=it,
        url=contribution_path(number, it.number),
        versions=[
            (mentioning(words, number, last), said_at)
            for words, said_at in (
                (it.words, it.changed_at or it.said_at),
                *((one.words, one.said_at) for one in before),
            )
        ],
    )
