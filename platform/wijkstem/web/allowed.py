"""What may be done at an address, when somebody did something else there."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from wijkstem.web.errors import failed


async def not_allowed(request: Request, error: Exception) -> Response:
    """405 with everything that may be done there: an address can have a route for each method."""
    methods: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            methods |= route.methods or set()
    if isinstance(error, HTTPException) and methods:
        error.headers = {**(error.headers or {}), "Allow": ", ".join(sorted(methods))}
    return await failed(request, error)
