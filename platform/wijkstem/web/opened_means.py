"""The means of an address: looked up by its own page, and by the rooms below it."""

from starlette.requests import Request

from wijkstem.domain.permissions import may_open_means
from wijkstem.errors import NotFound
from wijkstem.queries.means import MeansFacts, MeansPage, means_page
from wijkstem.web.context import visitor
from wijkstem.web.work import ask
from wijkstem.words.means import MeansKind

#: What the number is called in the addresses of each kind of room, and of each stage that a page needs.
_CALLED = ("means", "consulted", "advised", "noted", "dialogue", "cut")


def _number(request: Request) -> str:
    return next(str(request.path_params[one]) for one in _CALLED if one in request.path_params)


async def means(request: Request) -> MeansPage:
    """Of the number in the address. Raises NotFound for a draft, but for who prepares them."""
    found: MeansPage = await ask(request, means_page, _number(request))
    if not found.means.public and not may_open_means(visitor(request).actor):
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return found


async def means_with_room(request: Request, kind: MeansKind) -> MeansFacts:
    """Of an address in a room. Raises NotFound for another kind, and for one that nobody else sees yet."""
    it = (await means(request)).means
    if it.kind is not kind or not it.public:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return it
