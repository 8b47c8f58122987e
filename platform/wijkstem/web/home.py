"""The first page of a municipality, the choice of one at the bare address, and the pages that the law asks for."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.steps import collecting
from wijkstem.kit.text import first_sentence
from wijkstem.queries.endings import (
    ANSWERED,
    CARRIED_OUT,
    TURNED_DOWN,
    Ending,
    last_endings,
    newest,
)
from wijkstem.queries.initiative_list import Filters, ListedRow, Order, Stage, initiative_list
from wijkstem.queries.means import MeansFacts, open_means
from wijkstem.queries.paging import Paged
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web import hosts
from wijkstem.web.cards import card
from wijkstem.web.context import Visitor, municipality, services, visitor
from wijkstem.web.links import initiative_path
from wijkstem.web.means_words import told_all
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import course_of, now, place, today
from wijkstem.web.work import ask
from wijkstem.words import Intent, Milestone

#: How many of each the first page shows.
MOST = 3

#: When somebody last went through the accessibility page and saw that it is true.
LOOKED_AT: Final = date(2026, 11, 22)


@dataclass(frozen=True)
class Ended:
    """What became of a plan or a question, in words."""

    url: str
    title: str
    place: str
    status: str
    closed_on: date
    support: int
    #: Why, in a sentence.
    why: str


@for_everybody()
async def index(request: Request) -> Response:
    """What somebody can do here, what is open now, and what became of earlier plans."""
    if municipality(request) is None:
        return choose(request)
    who, on = visitor(request), today(request)
    open_now: Paged[ListedRow] = await ask(
        request,
        initiative_list,
        collecting=collecting(who.rules),
        filters=Filters(stage=Stage.OPEN),
        order=Order.CLOSING,
        per_page=MOST,
    )
    ended: dict[Milestone, list[Ending]] = await ask(request, last_endings, most=MOST)

    def told(*of: Milestone) -> list[Ended]:
        return [_ended(one, who) for one in newest(ended, of, MOST)]

    means: tuple[MeansFacts, ...] = await ask(request, open_means, now=now(request))
    return page(
        request,
        "home/index.html",
        means=told_all(means, who.rules, now(request), who.lang),
        name=who.rules.municipality.name,
        questions=_questions(who, on),
        open_now=[card(row, who, on) for row in open_now.rows],
        how_many=open_now.total,
        carried_out=told(*CARRIED_OUT),
        turned_down=told(*TURNED_DOWN),
        answered=told(*ANSWERED),
    )


def _questions(who: Visitor, on: date) -> list[str]:
    """The instruments for who wants to know something."""
    instruments = who.rules.on(on).instruments
    return [name for name, one in instruments.items() if one.intent is Intent.QUESTION]


def _ended(one: Ending, who: Visitor) -> Ended:
    course = course_of(who.rules, one.rules_version, one.instrument)
    step = course.path.step(one.step)
    return Ended(
        url=initiative_path(one.number, one.slug),
        title=one.title,
        place=place(who.rules, one.neighbourhood_code),
        status=step.name.in_language(who.lang),
        closed_on=one.closed_on,
        support=one.valid_for,
        why=first_sentence(one.reasons or step.explanation.in_language(who.lang)),
    )


def choose(request: Request) -> Response:
    """Every municipality with its own address, on the port of this one."""
    parts = services(request)
    addresses = [
        (
            rules.municipality.name,
            hosts.address(request, parts.settings.base_host, rules.municipality.slug),
        )
        for rules in sorted(parts.rules, key=_in_the_register)
    ]
    return page(request, "home/choose.html", municipalities=addresses)


def _in_the_register(rules: MunicipalityRules) -> str:
    """'s-Hertogenbosch stands under the H."""
    return rules.municipality.name.removeprefix("'s-")


@for_everybody(data=False)
async def accessibility(request: Request) -> Response:
    """The statement in the form of the government's model: what is known, and where to go when something fails."""
    here = municipality(request)
    return page(
        request,
        "home/accessibility.html",
        site=hosts.name(request),
        contact=here.municipality.accessibility if here else None,
        looked_at=LOOKED_AT,
    )


@for_everybody(data=False)
async def privacy(request: Request) -> Response:
    """What is kept of whom, and for how long."""
    return page(request, "home/privacy.html")


@for_everybody(data=False)
async def report_weakness(request: Request) -> Response:
    """Where somebody who found a weakness can go."""
    return page(request, "home/report_weakness.html")
