"""The demo's post at /demo/post: everybody's messages, only where everything is made up."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.errors import NotFound
from wijkstem.queries import postbox
from wijkstem.web.context import services
from wijkstem.web.inputs import whole
from wijkstem.web.pages import page
from wijkstem.web.work import ask


async def boxes(request: Request) -> Response:
    """Everybody who has post."""
    _only_in_demo(request)
    found = await ask(request, postbox.boxes, page=_page(request))
    return page(request, "demo/boxes.html", boxes=found.rows, found=found)


async def box(request: Request) -> Response:
    """One person's messages."""
    _only_in_demo(request)
    person_id: UUID = request.path_params["person"]
    found = await ask(request, postbox.letters, person_id, page=_page(request))
    if not found.rows:
        raise NotFound("no_post", "Deze persoon heeft geen berichten.")
    return page(request, "demo/box.html", letters=found.rows, found=found, person=person_id)


async def letter(request: Request) -> Response:
    """One message, as it would have arrived."""
    _only_in_demo(request)
    message_id: UUID = request.path_params["message"]
    found = await ask(request, postbox.letter, message_id)
    if found is None:
        raise NotFound("no_message", "Dit bericht is er niet.")
    return page(request, "demo/letter.html", letter=found)


def _page(request: Request) -> int:
    return whole(request.query_params.get("pagina"))


def _only_in_demo(request: Request) -> None:
    if not services(request).settings.demo:
        raise NotFound("no_demo", "Deze pagina is er alleen in de demo.")
