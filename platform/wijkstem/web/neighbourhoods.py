"""The neighbourhoods: a list of them, and the page of one with its plans, its programme and its gatherings."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.permissions import may_convene
from wijkstem.domain.steps import collecting
from wijkstem.errors import NotFound
from wijkstem.queries.initiative_list import Stage
from wijkstem.queries.neighbourhoods import (
    Counts,
    NeighbourhoodPage,
    neighbourhood_page,
    neighbourhoods,
)
from wijkstem.rules.schema import Neighbourhood
from wijkstem.web.advice_told import advice_told
from wijkstem.web.asking import STAGES
from wijkstem.web.cards import Card, card
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.gathering_words import shown
from wijkstem.web.inputs import whole
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path, neighbourhood_path
from wijkstem.web.means_nearby import nearby
from wijkstem.web.pages import page
from wijkstem.web.programme import told
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import now, today
from wijkstem.web.work import ask

#: Of what people could take part in here, the last ones.
MOST_PAST = 3


@dataclass(frozen=True)
class Line:
    """A neighbourhood in the list, with how much there is of it."""

    url: str
    name: str
    plans: int
    coming: int
    items: int


@dataclass(frozen=True)
class Stack:
    """The newest plans of a stage, and the way to all of them."""

    name: str
    url: str
    cards: list[Card]
    total: int


@for_everybody()
async def listing(request: Request) -> Response:
    """Every neighbourhood."""
    who = visitor(request)
    found: Counts = await ask(
        request, neighbourhoods, collecting=collecting(who.rules), today=today(request)
    )
    lines = [
        Line(
            neighbourhood_path(one.code),
            one.name,
            found.plans.get(one.code, 0),
            found.coming.get(one.code, 0),
            found.items.get(one.code, 0),
        )
        for one in who.rules.municipality.neighbourhoods
    ]
    return page(
        request,
        "neighbourhoods/list.html",
        name=who.rules.municipality.name,
        lines=sorted(lines, key=lambda line: line.name.casefold()),
    )


@for_everybody("pagina")
async def one(request: Request) -> Response:
    """What happens in a neighbourhood."""
    who, on = visitor(request), today(request)
    it = of_address(request)
    found: NeighbourhoodPage = await ask(
        request,
        neighbourhood_page,
        it.code,
        collecting=collecting(who.rules),
        today=on,
        page=whole(request.query_params.get("pagina")),
    )
    at = now(request)
    return page(
        request,
        "neighbourhoods/one.html",
        nearby=await nearby(request, [it.code], per_page=MOST_PAST),
        code=it.code,
        name=it.name,
        inhabitants=it.inhabitants,
        stacks=[_stack(stage, it.code, found, request) for stage, _ in STAGES],
        advice=[
            (initiative_path(a.number, a.slug), a.title, advice_told(a.facts, on, who.lang))
            for a in found.advice.rows
        ],
        advised=found.advice.total,
        programme=[told(item, who.lang) for item in found.programme],
        coming=[shown(one, who, at) for one in found.gatherings.coming],
        past=[shown(one, who, at) for one in found.gatherings.past.rows],
        found=found.gatherings.past,
        may_convene=may_convene(who.actor),
    )


def of_address(request: Request) -> Neighbourhood:
    """The neighbourhood of the address. Raises NotFound for none of this municipality."""
    who: Visitor = visitor(request)
    found = who.rules.municipality.neighbourhood(request.path_params["code"])
    if found is None:
        raise NotFound("unknown_neighbourhood", "Deze wijk is er niet.")
    return found


def _stack(stage: Stage, code: str, found: NeighbourhoodPage, request: Request) -> Stack:
    who, on = visitor(request), today(request)
    return Stack(
        name=translated(dict(STAGES)[stage], who.lang),
        url=f"/initiatieven?wijk={code}&stand={stage.value}#gevonden",
        cards=[card(row, who, on) for row in found.plans[stage].rows],
        total=found.plans[stage].total,
    )
