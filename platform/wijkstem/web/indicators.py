"""What the municipality steers by: where it stands and which way it goes, and all there is to know of one figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.steering import (
    Standing,
)
from wijkstem.queries.histories import (
    History,
    IndicatorPage,
    Seen,
    histories,
    history,
    indicator_page,
)
from wijkstem.queries.neighbourhood_figures import is_compared
from wijkstem.rules.indicators import Indicator
from wijkstem.web import as_of
from wijkstem.web.context import Visitor, visitor
from wijkstem.web.figure_charts import picture
from wijkstem.web.figure_looks import Look, judged, look_of
from wijkstem.web.figure_words import (
    DIRECTIONS,
    GROUPS,
    KINDS,
    STANDINGS,
    UNIT_NAMES,
    people_told,
    said,
    seen_said,
    year_said,
)
from wijkstem.web.forms import Form
from wijkstem.web.indicator_files import history_table
from wijkstem.web.language import translated
from wijkstem.web.links import indicator_path
from wijkstem.web.pages import page
from wijkstem.web.part_words import BREAKDOWNS
from wijkstem.web.parts import parts_of
from wijkstem.web.public import for_everybody
from wijkstem.web.spreadsheets import download
from wijkstem.web.wording import today
from wijkstem.web.work import ask
from wijkstem.words import Breakdown
from wijkstem.words.indicators import IndicatorGroup
from wijkstem.words.sources import FigureKind


@dataclass(frozen=True)
class CountedLine:
    """An indicator that was counted here, with the last two years."""

    look: Look
    before: str
    now: str
    group: IndicatorGroup | None
    headline: bool


@for_everybody(*as_of.PARAMETERS)
async def listing(request: Request) -> Response:
    """Goals first, and then everything that was counted here."""
    who, asked, on = visitor(request), as_of.asked(request), today(request)
    found = await ask(request, histories, rules=who.rules, today=on, as_of=asked.day)
    year = (asked.day or on).year
    goals = [one for one in found if one.beside or one.definition.formula is None]
    ours = [one for one in found if one.definition.formula is not None]
    counted = [_line(one, year, asked, who.lang) for one in ours]
    known = [one for one in counted if one.before or one.now]
    return page(
        request,
        "indicators/list.html",
        status=asked.status,
        asked=asked,
        year=year,
        goals=[look_of(one, year, asked, who.lang) for one in goals],
        tally=_tally([judged(one, year) for one in goals], who.lang),
        headlines=[one for one in known if one.headline],
        groups=_groups(known, who.lang),
        uncounted=[one.look for one in counted if not (one.before or one.now)],
        compares=any(one.before for one in counted),
    )


def _groups(
    known: Sequence[CountedLine], lang: str
) -> list[tuple[str, str, Sequence[CountedLine]]]:
    """What was counted by what it is about, each with the name of its place on the page."""
    groups: list[tuple[str, str, Sequence[CountedLine]]] = []
    for group, words in GROUPS.items():
        lines = [one for one in known if one.group is group]
        if lines:
            groups.append((group.value if group else "other", translated(words, lang), lines))
    return groups


def _tally(judged: Sequence[Standing], lang: str) -> list[tuple[str, int]]:
    """How many goals are how far, in the order of the labels."""
    counts = ((words, judged.count(one)) for one, (words, _) in STANDINGS.items())
    return [(translated(words, lang), number) for words, number in counts if number]


def _line(one: History, year: int, asked: as_of.AsOf, lang: str) -> CountedLine:
    unit = one.definition.unit
    shown = {
        at: seen_said(seen, unit, lang)
        for at, seen in one.by_year.items()
        if at in (year - 1, year)
    }
    return CountedLine(
        look_of(one, year, asked, lang),
        shown.get(year - 1, ""),
        shown.get(year, ""),
        one.definition.group,
        headline=one.definition.headline,
    )


@dataclass(frozen=True)
class FigureRow:
    """A figure as a row of the table."""

    kind: str
    year: str
    figure: str
    #: Of how many people or answers.
    people: int | None
    reach: tuple[str, str] | None
    source: str
    url: str
    note: str
    it: Seen

    @property
    def tells(self) -> bool:
        """Whether there is more to say than the figure."""
        return bool(self.people is not None or self.reach or self.note or self.source)


@for_everybody("naar", *as_of.PARAMETERS)
async def one(request: Request) -> Response:
    """Everything about one indicator."""
    who, asked = visitor(request), as_of.asked(request)
    shown: IndicatorPage = await ask(
        request,
        indicator_page,
        request.path_params["indicator"],
        rules=who.rules,
        today=today(request),
        as_of=asked.day,
        by=_way(request),
    )
    found = shown.history
    it, year = found.definition, (asked.day or today(request)).year
    url = indicator_path(it.code)
    return page(
        request,
        "indicators/one.html",
        status=asked.status,
        asked=asked,
        it=it,
        url=url,
        look=look_of(found, year, asked, who.lang),
        picture=picture(found, who.lang),
        unit=translated(UNIT_NAMES[it.unit], who.lang),
        direction=_direction(it, who.lang),
        rows=[_row(one, it, who.lang) for one in found.figures],
        beside=[_row(one, it, who.lang) for one in found.beside],
        in_all=_in_all(found, who),
        source=it.source.in_language(who.lang) if it.source else "",
        explanation=it.explanation.in_language(who.lang) if it.explanation else "",
        responsible=it.responsible.in_language(who.lang) if it.responsible else "",
        earlier=[(one.version, one.until, one.name.in_language(who.lang)) for one in it.earlier],
        ways=_ways(shown, who.lang),
        way=Form({"naar": shown.by or ""}),
        by=translated(BREAKDOWNS[shown.by], who.lang) if shown.by else "",
        by_month=shown.by is Breakdown.MONTH,
        parts=parts_of(shown, who),
        counted_by=found.counted_by,
        year=year,
        fewest=who.rules.indicators.fewest,
        compared=is_compared(it),
        places_url=as_of.with_query(f"{url}/wijken", asked.query),
        table_url=as_of.with_query(f"{url}/cijfers.csv", asked.query),
    )


def _way(request: Request) -> Breakdown | None:
    """How the address asks to tell the figures apart; what is no way is not looked at."""
    asked = request.query_params.get("naar")
    return next((one for one in BREAKDOWNS if one == asked), None)


def _ways(shown: IndicatorPage, lang: str) -> list[tuple[str, str]]:
    return [
        (way, translated(words, lang)) for way, words in BREAKDOWNS.items() if way in shown.ways
    ]


async def _found(request: Request, asked: as_of.AsOf) -> History:
    who = visitor(request)
    code = request.path_params["indicator"]
    found: History = await ask(
        request, history, code, rules=who.rules, today=today(request), as_of=asked.day
    )
    return found


def _direction(it: Indicator, lang: str) -> str:
    return translated(DIRECTIONS[it.direction], lang) if DIRECTIONS[it.direction] else ""


def _in_all(found: History, who: Visitor) -> str:
    if found.in_all is None or found.in_all.value is None:
        return ""
    return said(found.in_all.value, found.definition.unit, who.lang)


def _row(one: Seen, it: Indicator, lang: str) -> FigureRow:
    told = {each.year: each.text.in_language(lang) for each in it.by_year}
    own = told.get(one.year, "") if one.year and one.kind is FigureKind.REALISATION else ""
    ends = None
    if one.reach:
        ends = said(one.reach[0], it.unit, lang), said(one.reach[1], it.unit, lang)
    return FigureRow(
        kind=translated(KINDS[one.kind], lang),
        year=year_said(one, lang),
        figure=seen_said(one, it.unit, lang),
        people=people_told(one.people, one.value),
        reach=ends,
        source=one.source or "",
        url=one.url,
        note=one.note.in_language(lang) if one.note else own,
        it=one,
    )


@for_everybody(*as_of.PARAMETERS)
async def table(request: Request) -> Response:
    """The figures of an indicator as a file for a spreadsheet."""
    who, asked = visitor(request), as_of.asked(request)
    if asked.form.errors:
        return await one(request)  # which says what is wrong with the day
    found = await _found(request, asked)
    body = history_table(found, asked.day or today(request), who.lang).encode()
    return download(body, "text/csv; charset=utf-8", f"{found.definition.code}.csv")
