"""The result of a budget round for everybody: who won and why, what adds up, and the files to check it with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain import published
from wijkstem.kit.i18n import N_
from wijkstem.kit.jinja import number as number_said
from wijkstem.kit.zipped import zipped
from wijkstem.queries.results import (
    AreaResult,
    Corrected,
    ResultPage,
    reconciliation,
    result_page,
)
from wijkstem.queries.round_files import published_files
from wijkstem.queries.vote_questions import home_of
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.language import translated
from wijkstem.web.links import initiative_path, means_path
from wijkstem.web.pages import page, redirect
from wijkstem.web.public import for_everybody
from wijkstem.web.wording import place
from wijkstem.web.work import ask, in_thread

#: What became of a plan, and how that looks.
STATUSES = {
    "won": (N_("Krijgt geld"), "good"),
    "partly": (N_("Krijgt een deel van het geld"), "good"),
    "lost": (N_("Krijgt geen geld"), "neutral"),
    "waits": (N_("Wacht op de loting"), "busy"),
}
METHODS = {"internet": N_("Via internet"), "paper": N_("Op papier")}
RULES = {
    "greedy": N_("De meeste stemmen eerst"),
    "equal-shares": N_("Iedere stemmer een even groot deel (equal shares)"),
}
#: In the export, for whoever opens it; the commands stay as they are.
HOW_TO_CHECK = """\
Uitslag van een stemming, om na te rekenen.

regels.json       de regels, zoals ze voor het stemmen vaststonden
bord.jsonl        het stembord: van elke stem een regel
koppen.json       de koppen van het stembord
sluiting.json     de aantallen bij de sluiting
stemmen-N.pb      de stemmen van gebied N (Pabulib)
uitslag-N.json    de uitslag van gebied N; is er geloot, zoek dan de getallen zelf op

Nakijken: wijkstem round verify DIT-BESTAND.zip
Zonder Wijkstem: check_board.py voor het bord, en elk programma dat Pabulib leest voor de telling.
"""


@dataclass(frozen=True)
class ToldPlan:
    """A plan in words."""

    number: int
    title: str
    url: str
    status: str
    look: str
    votes: int
    cost: int | float
    gets: int | float
    why: tuple[str, ...]


@dataclass(frozen=True)
class ToldArea:
    """An area: its winners first, then the others by their votes."""

    area: AreaResult
    voters: int
    given: int | float
    left: int | float
    rule: str
    other_rule: str
    plans: tuple[ToldPlan, ...]
    #: Of equal shares: round, plan that won, price of a vote, and what every open plan had.
    rounds: tuple[tuple[int, str, float, tuple[tuple[str, float, float], ...]], ...]
    served: int
    neighbourhoods: tuple[tuple[str, int, int], ...]
    methods: tuple[tuple[str, int, int], ...]
    lot: Mapping[str, str] | None
    #: The figures of the lot are of the first draw from this day on.
    lot_from: date | None
    corrected: tuple[Corrected, ...]


def told_areas(it: ResultPage, who: Visitor) -> list[ToldArea]:
    """In the visitor's language."""
    return [_area(area, it, who) for area in it.areas]


def _area(area: AreaResult, it: ResultPage, who: Visitor) -> ToldArea:
    result, reach = area.said["result"], area.said["reach"]
    plans = tuple(_plan(number, area, it, who) for number in result["plans"])
    order = {number: turn for turn, number in enumerate(result["winners"])}
    last = len(order)
    return ToldArea(
        area=area,
        voters=result["voters"],
        given=result["cost"],
        left=result["left"],
        rule=translated(RULES[result["rule"]], who.lang),
        other_rule=translated(RULES[area.said["other"]], who.lang),
        plans=tuple(
            sorted(
                plans, key=lambda one: (order.get(str(one.number), last), -one.votes, one.number)
            )
        ),
        rounds=tuple(_rounds(result)),
        served=reach["served"],
        neighbourhoods=tuple(
            (place(who.rules, code) or code, one["voters"], one["served"])
            for code, one in reach["neighbourhoods"].items()
        ),
        methods=tuple(
            (translated(METHODS[name], who.lang), one["voters"], one["served"])
            for name, one in reach["methods"].items()
        ),
        lot=area.said["lot"],
        lot_from=date.fromisoformat(area.said["lot"]["first_day"]) if area.said["lot"] else None,
        corrected=it.corrected,
    )


def _plan(number: str, area: AreaResult, it: ResultPage, who: Visitor) -> ToldPlan:
    why = area.said["why"][number]
    name = it.plans.get(int(number))
    status, look = STATUSES[why["status"]]
    url = initiative_path(name.initiative_number, name.slug) if name and name.title else ""
    return ToldPlan(
        number=int(number),
        title=name.title if name else "",
        url=url,
        status=translated(status, who.lang),
        look=look,
        votes=why["votes"],
        cost=why["cost"],
        gets=why["gets"],
        why=tuple(
            translated(sentence, who.lang, {n: number_said(v, who.lang) for n, v in values.items()})
            for sentence, values in why["words"]
        ),
    )


def _rounds(
    result: Mapping[str, Any],
) -> Iterator[tuple[int, str, float, tuple[tuple[str, float, float], ...]]]:
    for number, one in enumerate(result["rounds"], 1):
        if "plans" not in one:
            continue
        had = tuple(
            (plan, float(open_["effective_votes"]), float(open_["supporters_money"]))
            for plan, open_ in one["plans"].items()
        )
        yield number, one["plan"] or "", float(one["price"]), had


@for_everybody()
async def show(request: Request) -> Response:
    """Who won, why, and how many voters see a plan of theirs get money."""
    who, number = visitor(request), request.path_params["round"]
    if home := await ask(request, home_of, number):
        return redirect(request, f"{means_path(home.number, home.slug)}#meedoen")
    it: ResultPage = await ask(request, result_page, number)
    return page(
        request,
        "results/one.html",
        it=it,
        areas=told_areas(it, who),
        turnout=it.turnout,
        on_roll=sum(one.on_roll for one in it.totals),
        used=sum(one.used for one in it.totals),
    )


@for_everybody()
async def check(request: Request) -> Response:
    """Whether all figures add up."""
    it = await ask(request, reconciliation, request.path_params["round"])
    return page(request, "results/check.html", it=it)


async def export(request: Request) -> Response:
    """Everything that somebody needs to do the count again."""
    number = request.path_params["round"]
    files: dict[str, str] = await ask(request, published_files, number)
    packed = await in_thread(request, lambda: zipped({published.README: HOW_TO_CHECK, **files}))
    return Response(
        packed,
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="wijkbudget-{number}.zip"'},
    )
