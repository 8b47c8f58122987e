"""The API as HTTP: what is asked is read by the table of resources, and what is wrong with it told as RFC 9457 says."""

from typing import Any, Final
from urllib.parse import urlencode

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.open_data.keyset import Key, Part
from wijkstem.web.api.v1 import cursor
from wijkstem.web.api.v1.asked import (
    CURSOR,
    SIZE,
    Asked,
    Parameter,
    Wrong,
    asked_of,
    in_address,
)
from wijkstem.web.api.v1.describe import description
from wijkstem.web.api.v1.resources import Below, Resource
from wijkstem.web.api.v1.table import RESOURCES
from wijkstem.web.api.v1.tell import Here
from wijkstem.web.context import services, visitor
from wijkstem.web.language import translated
from wijkstem.web.ori import WRONG
from wijkstem.web.problems import HEADERS, problem
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import today
from wijkstem.web.work import ask

_FILTERS: Final = {one.name for it in RESOURCES.values() if it.listed for one in it.listed.filters}
_BELOW: Final = (
    CURSOR.name,
    SIZE.name,
    *sorted(
        {
            one.name
            for it in RESOURCES.values()
            for part in (it.below or {}).values()
            for one in part.filters
        }
    ),
)
#: Everything that any address of the API looks at; each reads its own.
PARAMETERS: Final = (CURSOR.name, SIZE.name, *sorted(_FILTERS))
_ANYTHING: Final = TypeAdapter[Any](Any)
TAKES: Final = N_("%(name)s is verkeerd. Geef %(takes)s.")


@for_everybody(data=False)
async def described(request: Request) -> Response:
    """What can be asked, and what the answers look like."""
    return _json(here_of(request), description(here_of(request)))


@for_everybody(data=False)
async def alone(request: Request) -> Response:
    """What stands in the rules, and is no list."""
    here, found = here_of(request), RESOURCES[request.url.path.rpartition("/")[2]].read_alone
    assert found is not None  # machine_routes.py leads here for these names only
    return _json(here, found(here))


@for_everybody(*PARAMETERS)
async def listed(request: Request) -> Response:
    """A part of a list."""
    it, here = _resource(request), here_of(request)
    listing = it.listed
    assert listing is not None  # the others have an address of their own
    try:
        what = asked_of(request.query_params, listing.filters, listing.keys)
    except Wrong as wrong:
        return _wrong(request, wrong)
    found: Part[Any] = await ask(request, listing.read, here, what)
    return _page(here, found, what, request.path_params["name"])


@for_everybody()
async def one(request: Request) -> Response:
    """One of a list by its key."""
    it, here = _resource(request), here_of(request)
    if it.single is None:
        raise _unknown()
    found = await ask(request, it.single.find, here, _key(request, it.single.key))
    if found is None:
        raise _unknown()
    return _json(here, found)


@for_everybody(*_BELOW)
async def below(request: Request) -> Response:
    """What belongs to one of a list."""
    it, here = _resource(request), here_of(request)
    asked_for: Below | None = (it.below or {}).get(request.path_params["part"])
    if asked_for is None or it.single is None:
        raise _unknown()
    key = _key(request, it.single.key)
    try:
        what = asked_of(request.query_params, asked_for.filters, asked_for.keys)
    except Wrong as wrong:
        return _wrong(request, wrong)
    found = await ask(request, asked_for.read, here, key, what)
    if found is None:
        raise _unknown()
    if isinstance(found, Part):
        path = (request.path_params["name"], in_address(key), request.path_params["part"])
        return _page(here, found, what, *path)
    return _json(here, found)


def _unknown() -> NotFound:
    return NotFound("unknown_key", "Dit is er niet, of niet meer.")


def _resource(request: Request) -> Resource:
    found = RESOURCES.get(request.path_params["name"])
    if found is None:
        raise _unknown()
    return found


def _key(request: Request, key: Parameter) -> Any:
    """What is no key of anything is simply not there."""
    try:
        return key.read(request.path_params["one"])
    except Wrong:
        raise _unknown() from None


def here_of(request: Request) -> Here:
    """Where and when it is asked."""
    who, settings = visitor(request), services(request).settings
    site = settings.site(who.municipality_id)
    return Here(who.rules, site, today(request), settings.smtp_sender)


def _wrong(request: Request, wrong: Wrong) -> Response:
    lang = visitor(request).lang
    said = {"name": wrong.name, "takes": translated(wrong.takes, lang)}
    return problem(400, translated(WRONG, lang), translated(TAKES, lang, said), lang)


def _page(here: Here, found: Part[Any], what: Asked, *path: str) -> Response:
    following = None if found.last is None else _address(here, found.last, what, *path)
    content = {"resultaten": list(found.rows), "volgende": following}
    return _json(here, content, following)


def _address(here: Here, last: Key, what: Asked, *path: str) -> str:
    asked = {name: in_address(value) for name, value in what.only.items()}
    asked |= {SIZE.name: str(what.most), CURSOR.name: cursor.written(last)}
    return f"{here.url(*path)}?{urlencode(asked)}"


def _json(here: Here, content: Any, following: str | None = None) -> Response:
    links = [f'<{here.url("openapi.json")}>; rel="service-desc"']
    links += [f'<{following}>; rel="next"'] if following else []
    return Response(
        _ANYTHING.dump_json(content),
        media_type="application/json",
        headers={**HEADERS, "Content-Language": "nl", "Link": ", ".join(links)},
    )
