"""A list as an Atom feed (RFC 4287), whatever it is a list of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.responses import Response

from wijkstem.web.context import Visitor

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """One thing in a feed."""

    id: str
    title: str
    published: date
    updated: date
    url: str
    terms: tuple[str, ...]
    summary: str


def atom(
    who: Visitor, *, feed_id: str, title: str, page: str, entries: Sequence[Entry], changed: date
) -> Response:
    """The feed. ``changed`` is never today's date by itself: a feed in which nothing changed is the same to the letter."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": who.lang})
    _add(root, "id", feed_id)
    _add(root, "title", title)
    _add(root, "updated", _at(changed))
    _add(SubElement(root, "author"), "name", who.rules.municipality.name)
    SubElement(root, "link", {"rel": "self", "href": feed_id, "type": "application/atom+xml"})
    SubElement(root, "link", {"rel": "alternate", "href": page, "type": "text/html"})
    for one in entries:
        _entry(root, one)
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    response = Response(body, media_type="application/atom+xml")
    response.headers["Content-Language"] = who.lang
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    return response


def _entry(root: Element, one: Entry) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "id", one.id)
    _add(entry, "title", one.title)
    _add(entry, "published", _at(one.published))
    _add(entry, "updated", _at(one.updated))
    SubElement(entry, "link", {"rel": "alternate", "href": one.url, "type": "text/html"})
    for term in one.terms:
        SubElement(entry, "category", {"term": term})
    _add(entry, "summary", one.summary)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _at(day: date) -> str:
    return f"{day}T00:00:00Z"
