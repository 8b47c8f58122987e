"""What happens around every request: one small class each, plain ASGI; `arrival.py` has those that find out who asks."""

import time

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from wijkstem.kit.ids import new_id
from wijkstem.web import hosts
from wijkstem.web.context import municipality, path_of, services
from wijkstem.web.errors import failed
from wijkstem.web.metrics import request_counted
from wijkstem.web.sizes import most_bytes
from wijkstem.web.use import Use

logger = structlog.get_logger(__name__)

#: As they go out.
Headers = list[tuple[bytes, bytes]]

#: Asked for so often that they would drown the rest of the log.
_DULL = frozenset({"/static", "/healthz", "/readyz", "/metrics"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
        " frame-src 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Our own pages may know where somebody came from (errors.py uses it), other sites may not.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000"
#: The same as they go out: put together once, because every answer has them.
_ENCODED = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_HSTS = (b"strict-transport-security", HSTS.encode())


def guarded(headers: Headers, *, https: bool) -> Headers:
    """``headers`` with what every answer says; an answer that knows better keeps its own."""
    own = {name for name, _ in headers}
    ours = (*_ENCODED, _HSTS) if https else _ENCODED
    return [*headers, *(pair for pair in ours if pair[0] not in own)]


#: In a request's scope: the `Request` of the outermost class here.
_SHARED = "wijkstem.request"


class Middleware:
    """Something around the rest of the application; what is not HTTP passes untouched.

    All of them look at one `Request`: what one found out of the head (its address, its cookies) the next need not
    find again. None of them reads the body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _SHARED in scope:
            await self.handle(scope[_SHARED], receive, send)
        else:
            request = scope[_SHARED] = Request(scope, receive)
            try:
                await self.handle(request, receive, send)
            finally:
                del scope[_SHARED]  # each holds the other

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        """One request."""
        raise NotImplementedError


class Observed(Middleware):
    """Gives the request its correlation id, and counts and logs how it ended: the route, never the address."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        request.state.correlation_id = new_id()
        began, status = time.perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            # Every line that is written on the way, also in the thread that does the work, says which request.
            with bound_contextvars(correlation_id=str(request.state.correlation_id)):
                await self.app(request.scope, receive, watched)
        finally:
            self._note(request, status, time.perf_counter() - began)

    def _note(self, request: Request, status: int, seconds: float) -> None:
        # The pattern and not the path: a path can name a plan, a message or a search.
        route = getattr(request.scope.get("route"), "path", "(none)")
        request_counted(route, request.method, status, seconds)
        where = municipality(request)
        use: Use = request.app.state.use
        use.seen(where.municipality.slug if where else None, route, request.method, status)
        if status < 500 and hosts.BOOTH.fullmatch(path_of(request)):
            return  # nobody needs to know at which moment somebody voted
        if getattr(request.state, "quiet", False):
            return  # said once for all by who made the page, or turned readers away (`caching.py`)
        log = logger.debug if route in _DULL and status < 400 else logger.info
        log(
            "request",
            route=route,
            method=request.method,
            status=status,
            ms=round(seconds * 1000, 1),
            municipality=where.municipality.slug if where else None,
            correlation_id=str(request.state.correlation_id),
        )


class SecurityHeaders(Middleware):
    """What a browser must not do with our pages, on every answer, errors included."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        https = services(request).settings.https

        async def guarding(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = guarded(message["headers"], https=https)
            await send(message)

        await self.app(request.scope, receive, guarding)


class Failures(Middleware):
    """The last one to catch what went wrong in a page or in the middleware below."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(request.scope, receive, watched)
        except Exception as error:  # whatever it was, a resident gets a page and not a closed line
            if begun:
                raise
            answer = await failed(request, error)
            await answer(request.scope, receive, send)


class BodyLimit(Middleware):
    """Refuses a body that is too large: by what it says of itself, and by what really comes in."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        most = most_bytes(path_of(request), services(request).settings)
        said = request.headers.get("content-length", "0")
        if not said.isdecimal() or int(said) > most:
            raise HTTPException(413 if said.isdecimal() else 400)
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413)
            return message

        await self.app(request.scope, counted, send)
