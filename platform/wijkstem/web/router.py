"""The way from an address to its page, without trying every address there is."""

from collections.abc import Sequence
from typing import Any

from starlette.routing import BaseRoute, Router
from starlette.types import Receive, Scope, Send


class ByFirstWord(Router):
    """Starlette's router, which tries one route after the other: here only those that begin with the same word.

    There are some hundreds of routes, and the booth's stand at the end. Which route is found stays the same, with
    what belongs to it: another method, a slash too many, a page that does not exist.
    """

    def __init__(self, routes: Sequence[BaseRoute], **given: Any) -> None:
        super().__init__(routes, **given)
        words = {word for route in routes if (word := _first_word(_pattern(route))) is not None}
        self._rooms = {
            word: Router([one for one in routes if _first_word(_pattern(one)) in {word, None}])
            for word in words
        }

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by Starlette, in the middle of everything that stands around a page."""
        scope.setdefault("router", self)  # addresses are made from all routes
        room = None
        if scope["type"] == "http" and not scope.get("root_path"):
            room = self._rooms.get(_first_word(scope["path"]) or "")
        await (super().app if room is None else room.app)(scope, receive, send)


def _pattern(route: BaseRoute) -> str:
    path: str = getattr(route, "path", "/{anything}")
    return path


def _first_word(path: str) -> str | None:
    """What stands before the second slash; None for what differs from address to address."""
    word = path[1:].partition("/")[0]
    return None if "{" in word else word
