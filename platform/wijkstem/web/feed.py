"""A list of initiatives as an Atom feed (RFC 4287): any list, with the same address but for its path."""

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.steps import collecting
from wijkstem.kit.i18n import N_
from wijkstem.queries.initiative_list import ListedRow, Order, initiative_list
from wijkstem.queries.paging import Paged
from wijkstem.web.asking import FEED, FILTERS, LIST, Asked, asked_for, in_words
from wijkstem.web.atom import Entry, atom
from wijkstem.web.cards import card
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.language import translated
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import today
from wijkstem.web.work import ask

#: Readers come back before there are more new ones than this.
MOST = 50


@for_everybody(*FILTERS)
async def feed(request: Request) -> Response:
    """The newest public initiatives that fit, each with how it stands."""
    who, asked = visitor(request), asked_for(request.query_params)
    found: Paged[ListedRow] = await ask(
        request,
        initiative_list,
        collecting=collecting(who.rules),
        filters=asked.filters,
        order=Order.NEWEST,
        per_page=MOST,
    )
    site = services(request).settings.site(who.municipality_id)
    return atom(
        who,
        feed_id=site + asked.address(FEED),
        title=_title(asked, who),
        page=site + asked.address(LIST),
        entries=[_entry(request, row, site) for row in found.rows],
        changed=max((row.step_since for row in found.rows), default=who.rules.versions[0].in_force),
    )


def _title(asked: Asked, who: Visitor) -> str:
    name = translated(
        N_("Initiatieven in %(name)s"), who.lang, {"name": who.rules.municipality.name}
    )
    narrowed = ", ".join(text for text, _ in in_words(asked, who))
    return ": ".join([name, *filter(None, [narrowed])])


def _entry(request: Request, row: ListedRow, site: str) -> Entry:
    one = card(row, visitor(request), today(request))
    return Entry(
        # The number alone: the words after it follow the title, and a title can change.
        id=f"{site}{LIST}/{one.number}",
        title=one.title,
        published=one.submitted,
        updated=row.step_since,
        url=site + one.url,
        terms=tuple(filter(None, (one.subject, one.place))),
        summary=". ".join(filter(None, (one.instrument, one.place, one.status))) + ".",
    )
