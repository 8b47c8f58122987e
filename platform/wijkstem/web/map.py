"""The map: the list's results by neighbourhood, drawn here and with script also to move and to zoom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.steps import collecting
from wijkstem.kit.i18n import N_
from wijkstem.queries.neighbourhood_counts import neighbourhood_counts
from wijkstem.rules.shapes import Shapes
from wijkstem.settings import Settings
from wijkstem.web.asking import FILTERS, LIST, WHERE, Asked, asked_for, choices, in_words
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.drawing import Area, Drawing, drawing
from wijkstem.web.language import translated
from wijkstem.web.middleware import HEADERS
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.work import ask

#: From how many initiatives on a neighbourhood gets the next colour.
STEPS = (1, 3, 6, 12)


@dataclass(frozen=True)
class Place:
    """A neighbourhood with what was found in it."""

    code: str
    name: str
    count: int
    #: The list of just these.
    url: str
    #: Which of the colours it has: 0 for none.
    level: int
    area: Area | None


@for_everybody(*FILTERS)
async def shown(request: Request) -> Response:
    """How many public initiatives fit, in each neighbourhood."""
    who, asked = visitor(request), asked_for(request.query_params)
    counts: dict[str, int] = await ask(
        request, neighbourhood_counts, collecting=collecting(who.rules), filters=asked.filters
    )
    shapes, settings = who.rules.shapes, services(request).settings
    sheet = drawing(shapes) if shapes else None
    places = _places(who, asked, counts, sheet)
    response = page(
        request,
        "initiatives/map.html",
        form=asked.form,
        narrowed=asked.narrowed,
        named=[text for text, _ in in_words(asked, who)],
        choices={**choices(asked, who), "orders": []},
        total=sum(counts.values()),
        places=places,
        unseen=[one for one in places if one.area is None],
        sheet=sheet,
        source=shapes.source if shapes else "",
        for_script=_for_script(places, shapes, settings, who.lang) if shapes else None,
        as_list=asked.address(LIST),
    )
    if settings.tile_url:
        response.headers["Content-Security-Policy"] = with_tiles(settings.tile_url)
    return response


def _places(
    who: Visitor, asked: Asked, counts: Mapping[str, int], sheet: Drawing | None
) -> list[Place]:
    areas = {area.code: area for area in sheet.areas} if sheet else {}
    return [
        Place(
            code=one.code,
            name=one.name,
            count=counts.get(one.code, 0),
            url=asked.address(LIST, without=(WHERE,), more={WHERE: one.code}) + "#gevonden",
            level=sum(counts.get(one.code, 0) >= least for least in STEPS),
            area=areas.get(one.code),
        )
        for one in who.rules.municipality.neighbourhoods
    ]


def _for_script(
    places: Sequence[Place], shapes: Shapes, settings: Settings, lang: str
) -> dict[str, object]:
    """What `static/map/map.js` draws."""
    rings = {one.code: one.polygons for one in shapes.features}
    return {
        "tiles": settings.tile_url,
        "attribution": settings.tile_attribution,
        "zoomIn": translated(N_("Vergroot de kaart"), lang),
        "zoomOut": translated(N_("Verklein de kaart"), lang),
        "places": [
            {
                "name": one.name,
                "count": one.count,
                "url": one.url,
                "level": one.level,
                "middle": one.area.middle,
                "polygons": [
                    [[(y, x) for x, y in ring] for ring in polygon] for polygon in rings[one.code]
                ],
            }
            for one in places
            if one.area
        ],
    }


def with_tiles(tile_url: str) -> str:
    """The page's policy when pictures of a map come from elsewhere: from there, and from nowhere else."""
    parts = urlsplit(tile_url)
    policy = HEADERS["Content-Security-Policy"]
    return f"{policy}; img-src 'self' data: {parts.scheme}://{parts.netloc}"
