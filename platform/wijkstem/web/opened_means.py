"""The means of an address: looked up by its own page, and by the rooms below it."""

from starlette.requests import Request

from wijkstem.domain.permissions import may_open_means
from wijkstem.errors import NotFound
from wijkstem.queries.means import MeansFacts, MeansPage, means_page
from wijkstem.web.context import visitor
from wijkstem.web.work import ask
from wijkstem.words.means import MeansKind


async def means(request: Request) -> MeansPage:
    """Of the number in the address. Raises NotFound for a draft, but for who prepares them."""
    found: MeansPage = await ask(request, means_page, request.path_params["means"])
    if not found.means.public and not may_open_means(visitor(request).actor):
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return found


async def means_with_room(request: Request, kind: MeansKind) -> MeansFacts:
    """Of an address in a room. Raises NotFound for another kind, and for one that nobody else sees yet."""
    it = (await means(request)).means
    if it.kind is not kind or not it.public:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    return it
