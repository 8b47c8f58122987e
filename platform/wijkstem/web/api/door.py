"""The door that programs come in by: counted by their address, before anything is worked out for them.

Pages that stand ready for everybody are given without counting, because they cost nothing. A program that asks without
end is another matter, also when what it asks for stands ready: so its requests are counted here, outside the shelf.
"""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Send

from wijkstem.errors import NotFound
from wijkstem.web import hosts
from wijkstem.web.context import path_of
from wijkstem.web.limits import Limit, counted
from wijkstem.web.middleware import Middleware
from wijkstem.web.problems import HEADERS, of_an_api

_GET: Final = frozenset({"GET", "HEAD"})
#: The first that fits. Nobody logs in for these, so only the address counts.
READS: Final = (
    # A whole dataset is read from the database, and goes out in one piece.
    Limit("dataset", _GET, hosts.DATASETS, person=30, address=120),
    Limit("api", _GET, re.compile(r"/api/.*", re.DOTALL), person=750, address=3000),
)
_MAY: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}


class Door(Middleware):
    """Counts programs, and tells a browser what a page of somebody else may ask of us."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        path = path_of(request)
        found = next((one for one in READS if one.fits(request.method, path)), None)
        if found is not None:
            await counted(request, found)
        if of_an_api(request):
            if request.method == "OPTIONS":
                allowed = Response(status_code=204, headers={**HEADERS, **_MAY})
                await allowed(request.scope, receive, send)
                return
            if path.endswith("/"):
                # An address has one spelling (NL API Design Rules): no way on from another.
                raise NotFound("unknown_key", "Dit is er niet, of niet meer.")
        await self.app(request.scope, receive, send)
