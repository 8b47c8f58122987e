"""Which pages are the same for everybody who is not logged in; every other page is one visitor's own.

Such a page is rendered for nobody: from a request that carries its address, the parameters named here and the
language, and nothing else of the browser's. So it cannot hold anything of the visitor who happened to ask first.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

Endpoint = Callable[[Request], Awaitable[Response]]
_MARK: Final = "public_page"


@dataclass(frozen=True)
class Public:
    """A page for everybody."""

    #: The parameters that it looks at, `taal` aside; what a newsletter or a search engine adds changes nothing.
    parameters: tuple[str, ...]
    #: Whether it shows anything from the database.
    data: bool


def for_everybody(*parameters: str, data: bool = True) -> Callable[[Endpoint], Endpoint]:
    """Mark a page as the same for everybody who is not logged in."""

    def marked(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _MARK, Public(parameters, data))
        return endpoint

    return marked


def public_page(endpoint: object) -> Public | None:
    """How ``endpoint`` was marked."""
    found: Public | None = getattr(endpoint, _MARK, None)
    return found


class PublicAddresses:
    """Which addresses have a public page: found without asking the router, which is asked when it is rendered."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._exact: dict[str, tuple[Route, Public]] = {}
        self._patterns: list[tuple[re.Pattern[str], Route, Public]] = []
        for route in routes:
            page = public_page(route.endpoint) if isinstance(route, Route) else None
            if page is None or not isinstance(route, Route):
                continue
            if route.param_convertors:
                self._patterns.append((route.path_regex, route, page))
            else:
                self._exact.setdefault(route.path, (route, page))

    def at(self, path: str) -> tuple[Route, Public] | None:
        """The route and the mark of the page at ``path``."""
        found = self._exact.get(path)
        if found is not None:
            return found
        return next(
            ((route, page) for pattern, route, page in self._patterns if pattern.match(path)), None
        )
