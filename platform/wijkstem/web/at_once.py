"""The short way of a page from the shelf: outside everything else, for a request that has come the long way before.

The readers of a rush ask for the same pages in the same few ways. Which page such a request gets was worked out when
it first came (`caching.py`) from what stands in its `Form` and from nothing else, so it need not be worked out again.
Whether the page is as it is now is asked for each request, as ever. Who cannot have it from here goes the long way.
"""

import time
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from wijkstem.web.caching import made_of
from wijkstem.web.giving import coding_of, etags, give, give_nothing_new
from wijkstem.web.lanes import Lanes
from wijkstem.web.metrics import request_counted
from wijkstem.web.shelf import Answered, Shelf, Slot, form

_READS: Final = frozenset({"GET", "HEAD"})
#: What of a browser's headers has a say in the answer.
_SAYS: Final = frozenset({b"host", b"cookie", b"accept-encoding", b"if-none-match"})


class AtOnce:
    """Gives what stands ready, counted as every request is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not await _given(scope, send):
            await self.app(scope, receive, send)


async def _given(scope: Scope, send: Send) -> bool:
    """Whether the answer went out from here."""
    began = time.perf_counter()
    said = _said(scope)
    if said is None:
        return False
    app = scope["app"]
    shelf: Shelf = app.state.shelf
    slot = shelf.asked_as(form(scope, said.get(b"host", b""), said.get(b"cookie", b"")))
    if slot is None or slot.page is None:
        return False
    page = await _as_it_is_now(app, slot)
    if page is None:
        return False
    status = await _sent(scope, send, page, said)
    if status:
        request_counted(slot.route, scope["method"], status, time.perf_counter() - began)
        app.state.use.seen(slot.address.municipality_id, slot.route, scope["method"], status)
    return bool(status)


def _said(scope: Scope) -> dict[bytes, bytes] | None:
    """The headers that count; None for a request that is looked at with more care."""
    if scope["method"] not in _READS or scope.get("root_path"):
        return None
    said: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _SAYS:
            if name in said:
                return None
            said[name] = value
    return said


async def _as_it_is_now(app: Any, slot: Slot) -> Answered | None:
    """The page, if it is what would be rendered now."""
    lanes: Lanes = app.state.lanes
    if lanes.full:
        return None
    lanes.inside += 1
    try:
        of = await made_of(app, slot.public, slot.address)
    except Exception:  # noqa: BLE001  # on the long way it happens again, and is told to the visitor
        return None
    finally:
        lanes.inside -= 1
    page = slot.page
    return page if page is not None and page.of == of else None


async def _sent(scope: Scope, send: Send, page: Answered, said: dict[bytes, bytes]) -> int:
    """Send it; 0 when it never went out in what this browser takes."""
    known = etags(said[b"if-none-match"].decode("latin-1")) if b"if-none-match" in said else ()
    if page.etag in known or "*" in known:
        https = scope["app"].state.services.settings.https
        return await give_nothing_new(send, page.etag, https=https)
    coding = coding_of(page, said.get(b"accept-encoding", b"").decode("latin-1"))
    if coding not in page.sent:
        return 0
    return await give(send, page, coding, head=scope["method"] == "HEAD")
