"""The list of initiatives, and the page of one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_edit, may_see
from wijkstem.errors import NotFound
from wijkstem.kit.i18n import N_
from wijkstem.queries.initiative_list import ListedRow, Order, Stage, initiative_list
from wijkstem.queries.initiatives import InitiativeFacts, InitiativePage, initiative_page
from wijkstem.queries.paging import Paged
from wijkstem.queries.steps import collecting
from wijkstem.web import inputs
from wijkstem.web.context import Visitor, services, visitor
from wijkstem.web.following import offer
from wijkstem.web.forms import Form
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.support import own_support, withdrawal
from wijkstem.web.telling import BEFORE, Told, told
from wijkstem.web.wording import course_of, place, places, status_kind, today
from wijkstem.web.work import ask
from wijkstem.words import Collects

STAGES = (
    (Stage.OPEN, N_("U kunt nu steunen of stemmen")),
    (Stage.RUNNING, N_("In behandeling")),
    (Stage.CLOSED, N_("Afgerond")),
)
ORDERS = (
    (Order.NEWEST, N_("Nieuwste eerst")),
    (Order.CLOSING, N_("Wat het eerst sluit")),
    (Order.SUPPORT, N_("Meeste steun eerst")),
)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Card:
    """An initiative in the list, in words."""

    url: str
    title: str
    instrument: str
    status: str
    status_kind: str
    place: str
    submitted: date
    closes: date | None
    #: Whether what closes is a vote.
    voting: bool
    support: int
    against: int
    threshold: int | None
    votes: bool


@for_everybody("wijk", "soort", "stand", "volgorde", "pagina")
async def listing(request: Request) -> Response:
    """The public initiatives that fit what the visitor picked."""
    who, asked = visitor(request), request.query_params
    found: Paged[ListedRow] = await ask(
        request,
        initiative_list,
        collecting=collecting(who.rules),
        instrument=inputs.picked(asked.get("soort")),
        neighbourhood=inputs.picked(asked.get("wijk")),
        stage=_one_of(Stage, asked.get("stand")),
        order=_one_of(Order, asked.get("volgorde")) or Order.NEWEST,
        page=_page_number(asked.get("pagina")),
    )
    picked = {
        name: asked[name] for name in ("wijk", "soort", "stand", "volgorde") if asked.get(name)
    }
    return page(
        request,
        "initiatives/list.html",
        form=Form(picked),
        rows=[_card(row, who, today(request)) for row in found.rows],
        found=found,
        narrowed=bool(picked.keys() - {"volgorde"}),
        prefix=f"/initiatieven?{urlencode(picked | {'pagina': ''})}",
        instruments=_instruments(who),
        places=places(who.rules),
        stages=[(stage.value, translated(name, who.lang)) for stage, name in STAGES],
        orders=[(order.value, translated(name, who.lang)) for order, name in ORDERS],
    )


def _one_of(words: type[E], value: str | None) -> E | None:
    return words(value) if value in set(words) else None


def _page_number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 7 else 1


def _instruments(who: Visitor) -> list[tuple[str, str]]:
    """Every instrument that ever was; of one that changed, the newest name."""
    named = {
        name: instrument.name.in_language(who.lang)
        for version in who.rules.versions
        for name, instrument in version.instruments.items()
    }
    return sorted(named.items(), key=lambda pair: pair[1])


def _card(row: ListedRow, who: Visitor, on: date) -> Card:
    course = course_of(who.rules, row.rules_version, row.instrument)
    step = course.path.step(row.step)
    late = row.due_on is not None and row.due_on < on
    return Card(
        url=initiative_path(row.number, row.slug),
        title=row.title,
        instrument=course.instrument.name.in_language(who.lang),
        status=step.name.in_language(who.lang),
        status_kind=status_kind(final=row.final, result=row.result, late=False),
        place=place(who.rules, row.neighbourhood_code),
        submitted=row.filed_on,
        closes=row.due_on if step.collects and not late else None,
        voting=step.collects is Collects.VOTES,
        support=row.valid_for,
        against=row.valid_against,
        threshold=row.threshold,
        votes=row.threshold is None and row.valid_for + row.valid_against > 0,
    )


@for_everybody(BEFORE)
async def one(request: Request) -> Response:
    """An initiative at its own address; at an address with other words, the way to its own."""
    found = await visible(request)
    address = initiative_path(found.initiative.number, found.initiative.slug)
    if request.url.path != address:
        query = f"?{request.url.query}" if request.url.query else ""
        # The words follow the title, which can still change: nobody should remember this for good.
        return RedirectResponse(address + query, 301, headers={"Cache-Control": "no-cache"})
    return show(request, found)


async def visible(request: Request) -> InitiativePage:
    """The initiative of the address. Raises NotFound when it is not there, or not for this visitor."""
    who = visitor(request)
    found: InitiativePage = await ask(
        request,
        initiative_page,
        request.path_params["number"],
        person_id=who.actor.person_id if who.actor.strong else None,
        follower_id=who.actor.person_id,
        before=inputs.whole(request.query_params.get(BEFORE)) or None,
    )
    required(found.initiative, who.actor)
    return found


def required(facts: InitiativeFacts | None, actor: Actor) -> InitiativeFacts:
    """Raises NotFound for what is not there, or not for this visitor."""
    if facts is None or not may_see(actor, public=facts.public, submitter_id=facts.submitter_id):
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    return facts


def show(
    request: Request, found: InitiativePage, *, status: int = 200, problem: str = ""
) -> Response:
    """The page of an initiative, with what went wrong just now on top."""
    who = visitor(request)
    initiative = told(found, who, today(request))
    return page(
        request,
        "initiatives/one.html",
        status=status,
        it=initiative,
        problem=problem,
        own=own_support(found, initiative.course, who.lang),
        withdrawal=withdrawal(initiative, who.actor) is not None,
        may_edit=_may_edit(initiative, who),
        following=offer(found, who),
        address=services(request).settings.site(who.municipality_id) + initiative.url,
    )


def _may_edit(it: Told, who: Visitor) -> bool:
    # What people support is what they read: then nobody changes it any more.
    unread = it.facts.step == it.course.path.start and it.step.collects is None
    return unread and may_edit(who.actor, submitter_id=it.facts.submitter_id)
