"""Our own council information for machines: a read API in the shape of mini-ORI, the same for everybody."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries import ori
from wijkstem.queries.paging import Paged
from wijkstem.web.context import services, visitor
from wijkstem.web.inputs import identifier
from wijkstem.web.language import translated
from wijkstem.web.ori_description import MOST, description
from wijkstem.web.ori_shapes import BASE, DOCUMENTS, ITEMS, MEETINGS, Shape, Shapes
from wijkstem.web.problems import HEADERS, problem
from wijkstem.web.public import for_everybody
from wijkstem.web.work import ask

USUAL: Final = 50
LISTS: Final[Mapping[str, Callable[..., Paged[Any]]]] = {
    MEETINGS: ori.told_meetings,
    ITEMS: ori.told_items,
    DOCUMENTS: ori.told_documents,
}
ONES: Final[Mapping[str, Callable[..., Any]]] = {
    MEETINGS: ori.told_meeting,
    ITEMS: ori.told_item,
    DOCUMENTS: ori.told_document,
}
WRONG = N_("Dit verzoek klopt niet")


@for_everybody(data=False)
async def described(request: Request) -> Response:
    """What can be asked, and what the answers look like."""
    shapes = _shapes(request)
    return _json(description(shapes.site, shapes.municipality.name))


@for_everybody("page", "pageSize", "vergadering")
async def listed(request: Request) -> Response:
    """A page of a list."""
    kind = _kind(request)
    try:
        page = _number(request, "page", 1, 10_000_000)
        size = _number(request, "pageSize", USUAL, MOST)
        only = _meeting(request, kind)
    except ValueError as wrong:
        lang = visitor(request).lang
        return problem(400, translated(WRONG, lang), translated(str(wrong), lang), lang)
    found: Paged[Any] = await ask(request, LISTS[kind], page=page, per_page=size, **only)
    if page > found.pages:
        raise NotFound("no_such_page", "Zo lang is deze lijst niet.")
    return _json(_page(request, kind, found))


def _page(request: Request, kind: str, found: Paged[Any]) -> Shape:
    shapes = _shapes(request)
    shaped = _shaper(shapes, kind)
    own = {n: v for n, v in request.query_params.items() if n in ("pageSize", "vergadering")}

    def at(page: int) -> str | None:
        if not 1 <= page <= found.pages:
            return None
        return f"{shapes.site}{BASE}/{kind}?{urlencode({**own, 'page': page})}"

    return {
        "next": at(found.page + 1),
        "previous": at(found.page - 1),
        "results": [shaped(one) for one in found.rows],
    }


@for_everybody()
async def one(request: Request) -> Response:
    """One of them by its id."""
    kind = _kind(request)
    found = await ask(request, ONES[kind], request.path_params["key"])
    if found is None:
        raise NotFound("unknown_key", "Dit is er niet, of niet meer.")
    return _json(_shaper(_shapes(request), kind)(found))


def _kind(request: Request) -> str:
    kind: str = request.path_params["kind"]
    if kind not in LISTS:
        raise NotFound("unknown_kind", "Deze lijst is er niet.")
    return kind


def _number(request: Request, name: str, usual: int, most: int) -> int:
    """Raises ValueError with a sentence for what cannot be."""
    said = request.query_params.get(name)
    if said is None:
        return usual
    if not (said.isascii() and said.isdecimal() and len(said) < 10 and 1 <= int(said) <= most):
        raise ValueError(
            N_(
                "Kies voor page en pageSize een heel getal van 1 of meer. pageSize is hoogstens 100."
            )
        )
    return int(said)


def _meeting(request: Request, kind: str) -> dict[str, UUID]:
    said = request.query_params.get("vergadering")
    if said is None or kind == MEETINGS:
        return {}
    key = identifier(said)
    if key is None:
        raise ValueError(N_("vergadering is de id van een vergadering."))
    return {"meeting_id": key}


def _shaper(shapes: Shapes, kind: str) -> Callable[[Any], Shape]:
    made: dict[str, Callable[[Any], Shape]] = {
        MEETINGS: shapes.meeting,
        ITEMS: shapes.item,
        DOCUMENTS: shapes.document,
    }
    return made[kind]


def _shapes(request: Request) -> Shapes:
    who = visitor(request)
    return Shapes(services(request).settings.site(who.municipality_id), who.rules.municipality)


def _json(content: Any) -> Response:
    return JSONResponse(content, headers=HEADERS)
