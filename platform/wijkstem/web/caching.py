"""Public pages, rendered once for everybody and never older than the request that gets them.

A page is kept with the moment of its municipality that it shows (`queries/moment.py`). Before it is given out, the
database is asked which moment it is now. That question, and the rendering of a page, are asked once for all who wait
for it, and always after each of them arrived (`kit/collected.py`). So whoever asks after a commit sees it, and under
pressure the database hears some hundreds of short questions a second, however many visitors there are.
"""

import asyncio
import hashlib
from collections.abc import MutableMapping
from typing import Any, Final
from urllib.parse import urlencode

import structlog
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from wijkstem.kit.clock import local_date
from wijkstem.kit.collected import Collected
from wijkstem.kit.i18n import SOURCE
from wijkstem.kit.ids import new_id
from wijkstem.web import hosts, language, notices
from wijkstem.web.busy import busy
from wijkstem.web.context import services
from wijkstem.web.cookies import claims_session, guarded_name, session_secret
from wijkstem.web.giving import (
    VALIDATED,
    coding_of,
    etags,
    give,
    give_nothing_new,
    make_ready,
)
from wijkstem.web.lanes import Lanes, TooBusy
from wijkstem.web.middleware import Headers, Middleware
from wijkstem.web.moments import Moments, dated, to_be_dated
from wijkstem.web.problems import HEADERS, of_an_api
from wijkstem.web.public import Public, PublicAddresses, public_page
from wijkstem.web.shelf import Address, Answered, Form, Shelf, Slot, form

logger = structlog.get_logger(__name__)

_READS: Final = frozenset({"GET", "HEAD"})
_LOGGING_IN: Final = ("/inloggen/", "/uitloggen/")
#: Of a rendered answer, what is worked out anew whenever it is given.
_OWN: Final = frozenset({b"cache-control", b"vary", b"content-length", b"etag"})
#: The rendering of an address rests as long as it took when many wait, so it is half of the work at most.
_RESTS: Final = 1.0
#: Seconds between two lines in the log about readers who were turned away.
_TELLS: Final = 10.0


class Kept(Middleware):
    """Readers without a session: from the shelf where that may be, and else one after the other."""

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self._turned_away = 0
        self._told = 0.0

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        lanes = _lanes(request)
        if not _in_the_crowd(request):
            lanes.at_work += 1
            try:
                await self.app(request.scope, receive, send)
            finally:
                lanes.at_work -= 1
        elif lanes.full:
            await self._turn_away(request, receive, send)
        else:
            lanes.inside += 1
            try:
                await self._answer(request, receive, send)
            except TooBusy:
                await self._turn_away(request, receive, send)
            finally:
                lanes.inside -= 1

    async def _turn_away(self, request: Request, receive: Receive, send: Send) -> None:
        self._turned_away += 1
        now = asyncio.get_running_loop().time()
        if now - self._told > _TELLS:
            logger.warning("too busy", turned_away=self._turned_away)
            self._told, self._turned_away = now, 0
        request.state.quiet = True
        await busy(request)(request.scope, receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        found = _public(request)
        if found is None:
            state = request.scope.setdefault("state", {})
            async with _lanes(request).place(state):
                await self.app(request.scope, receive, send)
            return
        route, public, address = found
        request.scope["route"] = route
        request.state.quiet = True
        known = etags(request.headers.get("if-none-match", ""))
        page = await self._page(request, route, public, address, known)
        https = services(request).settings.https
        if isinstance(page, str):
            await give_nothing_new(send, page, https=https, also=_also(request))
        elif page.etag and "*" in known:
            await give_nothing_new(send, page.etag, https=https, also=_also(request))
        else:
            coding = coding_of(page, request.headers.get("accept-encoding"))
            if coding not in page.sent:
                make_ready(page, coding, https=https)
                request.app.state.shelf.weigh(address)
            await give(send, page, coding, head=request.method == "HEAD")

    async def _page(
        self,
        request: Request,
        route: Route,
        public: Public,
        address: Address,
        known: frozenset[str],
    ) -> Answered | str:
        """The page as it is now, or its mark when that is one which the browser has."""
        shelf: Shelf = request.app.state.shelf
        asked = asyncio.get_running_loop().time()
        slot = shelf.get(address)
        if slot is None:
            slot = self._slot(request.app, route, public, address)
            shelf.put(slot)
        asked_as = _form(request, address)
        if asked_as is not None:
            shelf.remember(asked_as, slot)
        if slot.page is not None or known:
            of = await made_of(request.app, public, address)
            page = slot.page
            if page is None or not (page.of == of or page.began >= asked):
                page = None
            mark = page.etag if page is not None else _etag(address, of)
            if mark in known or page is not None:
                return mark if mark in known or page is None else page
        return await slot.rendering.ask()

    def _slot(self, app: Any, route: Route, public: Public, address: Address) -> Slot:
        lanes: Lanes = app.state.lanes
        state: dict[str, object] = {}

        async def render() -> Answered:
            answered = await self._rendered(app, public, address, state)
            slot.page = answered if answered.of else None
            app.state.shelf.weigh(address)
            return answered

        rendering = Collected(render, rest=_RESTS, admission=lambda: lanes.place(state))
        slot = Slot(address, public, route.path, rendering)
        return slot

    async def _rendered(
        self, app: Any, public: Public, address: Address, state: dict[str, object]
    ) -> Answered:
        """What the application answers to nobody in particular."""
        began = asyncio.get_running_loop().time()
        of = _undated(app)
        correlation = new_id()
        marked = {**state, "correlation_id": correlation}
        to_be_dated(marked)
        scope = _nobodys(app, address, marked)
        with bound_contextvars(correlation_id=str(correlation)):
            answered = await _captured(self.app, scope, began)
            logger.info(
                "page made",
                route=getattr(scope.get("route"), "path", "(none)"),
                status=answered.status,
                ms=round((asyncio.get_running_loop().time() - began) * 1000, 1),
                municipality=address.municipality_id,
            )
        at = dated(marked)
        dated_by_data = public.data and address.municipality_id is not None
        may_be_kept = (
            answered.status == 200
            and public_page(scope.get("endpoint")) is public
            and (bool(at) or not dated_by_data)
            and all(name != b"set-cookie" for name, _ in answered.headers)
        )
        if may_be_kept:
            answered.of = f"{of}.{at}" if dated_by_data else of
            answered.etag = _etag(address, answered.of)
            answered.headers = [
                *((name, value) for name, value in answered.headers if name not in _OWN),
                (b"etag", answered.etag.encode()),
                VALIDATED,
            ]
        return answered


def _in_the_crowd(request: Request) -> bool:
    """Whether a reader asks who brings no session of ours, for something that is made for people.

    A secret that we never gave out is told by its mark: a flood of them must not take the places of people.
    """
    return (
        request.method in _READS
        and hosts.FOR_MACHINES.fullmatch(request.scope["path"]) is None
        # Who logs in waits for a provider, perhaps long, and is about to do something.
        and not request.scope["path"].startswith(_LOGGING_IN)
        # Voters with a code have no session, and are no mere readers.
        and hosts.BOOTH.fullmatch(request.scope["path"]) is None
        # A file is made in a thread of its own, and then goes out as slowly as somebody takes it.
        and hosts.DATASETS.fullmatch(request.scope["path"]) is None
        and not _has_a_session_of_ours(request)
    )


def _has_a_session_of_ours(request: Request) -> bool:
    parts = services(request)
    if not claims_session(request, parts.settings):
        return False
    secret = session_secret(request, parts.settings)
    return secret is not None and parts.tag_keys.signed(secret)


def _public(request: Request) -> tuple[Route, Public, Address] | None:
    """The public page that is asked for; None when the answer is this visitor's own."""
    addresses: PublicAddresses = request.app.state.public
    path, lang = request.scope["path"], SOURCE
    found = addresses.at(path)
    if found is None or request.scope.get("root_path"):
        return None
    if "cookie" in request.headers:
        if guarded_name(notices.COOKIE, services(request).settings) in request.cookies:
            return None
        if claims_session(request, services(request).settings):
            return None  # from before secrets had a mark, or made up: the database knows
        lang = _known(request.cookies.get(_language_name(request))) or SOURCE
    query = ""
    if request.scope["query_string"]:
        if _known(request.query_params.get(language.PARAMETER)):
            return None  # remembered in a cookie
        asked = request.query_params.multi_items()
        query = urlencode([(k, v) for k, v in asked if k in found[1].parameters])
    host = request.headers.get("host", "")
    parts = services(request)
    name, _ = hosts.split(host)
    here = hosts.municipality_at(name, parts.settings.base_host, parts.rules)
    if here is None and not hosts.is_bare(name, parts.settings.base_host):
        return None
    request.state.municipality = here
    slug = here.municipality.slug if here else None
    return *found, Address(request.scope["scheme"], host, slug, path, query, lang)


def _known(lang: str | None) -> str | None:
    return lang if lang in language.translations().languages else None


async def made_of(app: Any, public: Public, address: Address) -> str:
    """What a page would be made of that is rendered now."""
    of = _undated(app)
    if not public.data or address.municipality_id is None:
        return of
    moments: Moments = app.state.moments
    return f"{of}.{await moments.now(address.municipality_id)}"


def _undated(app: Any) -> str:
    """Code, words and rules, and the day: terms are shown by it."""
    return f"{app.state.fingerprint}.{local_date(app.state.services.clock.now())}"


def _etag(address: Address, of: str) -> str:
    """Weak, because the same page goes out in several codings."""
    mark = hashlib.blake2b(f"{address}{of}".encode("utf-8", "replace"), digest_size=12)
    return f'W/"{mark.hexdigest()}"'


def _nobodys(app: Any, address: Address, state: dict[str, object]) -> Scope:
    """A request with nothing in it but the address and the language."""
    headers = [(b"host", address.host.encode("latin-1"))]
    if address.lang != SOURCE:
        name = _language_name(Request({"type": "http", "app": app}))
        headers.append((b"cookie", f"{name}={address.lang}".encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": address.scheme,
        "path": address.path,
        "root_path": "",
        "query_string": address.query.encode(),
        "headers": headers,
        "client": None,
        "server": None,
        "app": app,
        "state": state,
    }


async def _captured(app: Any, scope: Scope, began: float) -> Answered:
    status, headers, body = 500, [], []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        else:
            body.append(message.get("body", b""))

    await app(scope, receive, send)
    return Answered(status, headers, b"".join(body), began)


def _also(request: Request) -> Headers:
    """What an answer without a body says as well."""
    said = HEADERS if of_an_api(request) else {}
    return [(name.lower().encode(), value.encode()) for name, value in said.items()]


def _language_name(request: Request) -> str:
    return guarded_name(language.COOKIE, services(request).settings)


def _form(request: Request, address: Address) -> Form | None:
    """How it was asked for; None with a cookie of a visitor's own, which is nobody's business.

    Programs always come by the door where they are counted (`api/door.py`).
    """
    if of_an_api(request):
        return None
    cookies = request.headers.getlist("cookie")
    if cookies not in ([], [f"{_language_name(request)}={address.lang}"]):
        return None
    return form(request.scope, address.host.encode("latin-1"), "".join(cookies).encode())


def _lanes(request: Request) -> Lanes:
    found: Lanes = request.app.state.lanes
    return found
