"""A list of initiatives as an Atom feed (RFC 4287): any list, with the same address but for its path."""

from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.steps import collecting
from wijkstem.kit.i18n import N_
from wijkstem.queries.initiative_list import ListedRow, Order, initiative_list
from wijkstem.queries.paging import Paged
from wijkstem.web.asking import FEED, FILTERS, LIST, Asked, asked_for, in_words
from wijkstem.web.cards import Card, card
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.language import translated
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import today
from wijkstem.web.work import ask

ATOM = "http://www.w3.org/2005/Atom"
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
    shown = [(card(row, who, today(request)), row.step_since) for row in found.rows]
    # Never today: a feed in which nothing changed is the same to the letter.
    changed = max((since for _, since in shown), default=who.rules.versions[0].in_force)
    root = _head(asked, who, site, changed)
    for one, since in shown:
        _entry(root, one, since, site)
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    response = Response(body, media_type="application/atom+xml")
    response.headers["Content-Language"] = who.lang
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    return response


def _head(asked: Asked, who: Visitor, site: str, changed: date) -> Element:
    address = site + asked.address(FEED)
    name = translated(
        N_("Initiatieven in %(name)s"), who.lang, {"name": who.rules.municipality.name}
    )
    root = Element("feed", {"xmlns": ATOM, "xml:lang": who.lang})
    _add(root, "id", address)
    _add(root, "title", ": ".join([name, *filter(None, [_narrowed(asked, who)])]))
    _add(root, "updated", _at(changed))
    _add(SubElement(root, "author"), "name", who.rules.municipality.name)
    SubElement(root, "link", {"rel": "self", "href": address, "type": "application/atom+xml"})
    page = site + asked.address(LIST)
    SubElement(root, "link", {"rel": "alternate", "href": page, "type": "text/html"})
    return root


def _narrowed(asked: Asked, who: Visitor) -> str:
    return ", ".join(text for text, _ in in_words(asked, who))


def _entry(root: Element, one: Card, since: date, site: str) -> None:
    entry = SubElement(root, "entry")
    address = site + one.url
    # The number alone: the words after it follow the title, and a title can change.
    _add(entry, "id", f"{site}{LIST}/{one.number}")
    _add(entry, "title", one.title)
    _add(entry, "published", _at(one.submitted))
    _add(entry, "updated", _at(since))
    SubElement(entry, "link", {"rel": "alternate", "href": address, "type": "text/html"})
    for term in filter(None, (one.subject, one.place)):
        SubElement(entry, "category", {"term": term})
    _add(entry, "summary", ". ".join(filter(None, (one.instrument, one.place, one.status))) + ".")


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _at(day: date) -> str:
    return f"{day}T00:00:00Z"
