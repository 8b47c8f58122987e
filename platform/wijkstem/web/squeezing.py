"""Answers that are not kept, made smaller for the browser that asked: but only on the way to our own pages.

What is compressed together tells by its length what it has in common (BREACH): who can make a browser ask us over
and over, with a guess in the address, could find out what else is on a page of the person who is logged in. Our
pages hold no secrets besides what they show, and it takes a request that comes from another site. A browser says
when that is so; then, and when it says nothing, the answer goes out as it is.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Message, Receive, Send

from wijkstem.kit.coding import IDENTITY, WORTH_IT, accepted, coded
from wijkstem.web.middleware import Middleware

_OURS: Final = frozenset({"same-origin", "none"})


class Squeezed(Middleware):
    """Compresses a page that comes in one piece."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        coding = IDENTITY
        if request.headers.get("sec-fetch-site") in _OURS:
            coding = accepted(request.headers.get("accept-encoding"))
        if coding == IDENTITY or request.method == "HEAD":
            await self.app(request.scope, receive, send)
            return
        start: Message | None = None

        async def squeezing(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
                return
            if start is not None and message["type"] == "http.response.body":
                body = message.get("body", b"")
                if not message.get("more_body", False) and len(body) >= WORTH_IT:
                    message = {**message, "body": coded(body, coding)}
                    headers = MutableHeaders(scope=start)
                    headers["Content-Encoding"] = coding
                    headers["Content-Length"] = str(len(message["body"]))
                    headers.add_vary_header("Accept-Encoding")
                begun, start = start, None
                await send(begun)
            await send(message)

        await self.app(request.scope, receive, squeezing)


def _is_page(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    return "content-encoding" not in headers and headers.get("content-type", "").startswith(
        "text/html"
    )
