"""Indicators by neighbourhood: all neighbourhoods beside each other, and all indicators of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response

from wijkstem.domain.neighbourhood_history import meaning
from wijkstem.kit.charts import Bar, Bars, Point, bars
from wijkstem.kit.i18n import N_
from wijkstem.queries.neighbourhood_figures import (
    Comparison,
    PlaceFigure,
    PlaceLine,
    PlacePage,
    comparison,
    neighbourhood_figures,
)
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web import as_of, inputs
from wijkstem.web.context import visitor
from wijkstem.web.figure_words import HIDDEN, people_told, said
from wijkstem.web.forms import Form
from wijkstem.web.indicator_files import places_table
from wijkstem.web.language import translated
from wijkstem.web.links import figures_path, indicator_path, neighbourhood_path
from wijkstem.web.neighbourhoods import of_address
from wijkstem.web.pages import page
from wijkstem.web.place_history import history_told
from wijkstem.web.public import for_everybody
from wijkstem.web.spreadsheets import download
from wijkstem.web.wording import today
from wijkstem.web.work import ask
from wijkstem.words import Unit

FOR_EACH = {1: N_("%(figure)s per inwoner"), 1000: N_("%(figure)s per 1.000 inwoners")}
#: The year, and the day on which it is looked at.
PARAMETERS = ("jaar", *as_of.PARAMETERS)


@dataclass(frozen=True)
class PlaceRow:
    """A neighbourhood in the comparison."""

    url: str
    name: str
    #: What is compared, in words; "" for a gap.
    figure: str
    #: The same, not divided; "" where nothing was divided.
    number: str
    hidden: bool
    inhabitants: int | None
    people: int | None
    reach: tuple[str, str] | None
    bar: Bar | None


@for_everybody(*PARAMETERS)
async def compare(request: Request) -> Response:
    """One indicator in every neighbourhood."""
    who, asked = visitor(request), as_of.asked(request)
    found = await _comparison(request, asked)
    it, drawn = found.definition, _bars(found)
    rows = _rows(found, drawn, who.rules, who.lang)
    url = indicator_path(it.code)
    return page(
        request,
        "indicators/places.html",
        status=asked.status,
        asked=asked,
        name=it.name.in_language(who.lang),
        url=as_of.with_query(url, asked.query),
        here=f"{url}/wijken",
        years=Form({"jaar": str(found.year or "")}),
        choices=[(one, one) for one in reversed(found.years)],
        counted=it.formula is not None,
        year=found.year,
        found=found,
        rows=rows,
        whole=_row(found, found.whole, None, who.rules, who.lang),
        with_people=any(row.people is not None for row in rows),
        width=drawn.width,
        line=drawn.line,
        fewest=who.rules.indicators.fewest,
        table_url=as_of.with_query(f"{url}/wijken.csv", asked.query, jaar=found.year),
    )


async def _comparison(request: Request, asked: as_of.AsOf) -> Comparison:
    found: Comparison = await ask(
        request,
        comparison,
        request.path_params["indicator"],
        rules=visitor(request).rules,
        year=_year(request),
        as_of=asked.day,
    )
    return found


def _year(request: Request) -> int | None:
    """The year that was asked for; what is no year is a year without figures."""
    typed = request.query_params.get("jaar")
    return inputs.whole(typed) if typed else None


def _compared(found: Comparison, one: PlaceFigure) -> Decimal | None:
    return one.rate if found.by_rate else one.value


def _bars(found: Comparison) -> Bars:
    """The whole municipality is what neighbourhoods are held against, unless they add up to it."""
    points = [
        Point(0, _compared(found, one), "", *(one.reach or (None, None))) for one in found.places
    ]
    fair = found.by_rate or not found.inhabitants
    return bars(points, line=_compared(found, found.whole) if fair else None)


def _rows(
    found: Comparison, drawn: Bars, rules: MunicipalityRules, lang: str
) -> Sequence[PlaceRow]:
    """The highest first; what has no figure last, by name."""
    pairs = zip(found.places, drawn.bars, strict=True)
    rows = [(_compared(found, one), _row(found, one, bar, rules, lang)) for one, bar in pairs]
    rows.sort(key=lambda pair: (pair[0] is None, -(pair[0] or 0), pair[1].name.casefold()))
    return [row for _, row in rows]


def _row(
    found: Comparison, one: PlaceFigure, bar: Bar | None, rules: MunicipalityRules, lang: str
) -> PlaceRow:
    unit = found.definition.unit
    reach = (said(one.reach[0], unit, lang), said(one.reach[1], unit, lang)) if one.reach else None
    known = rules.municipality.neighbourhood(one.code) is not None
    return PlaceRow(
        url=figures_path(one.code) if known else "",
        name=_name(one.code, found.year, rules),
        figure=_said(_compared(found, one), unit, found.inhabitants if found.by_rate else 0, lang),
        number=_said(one.value, unit, 0, lang) if found.by_rate else "",
        hidden=one.hidden,
        inhabitants=one.inhabitants,
        people=people_told(one.people, one.value),
        reach=reach,
        bar=bar,
    )


def _name(code: str, year: int | None, rules: MunicipalityRules) -> str:
    """Of today's list, or as the list of that year called it."""
    known = rules.municipality.neighbourhood(code)
    if known is not None:
        return known.name
    return meaning(rules, code, year).former_name or code


def _said(value: Decimal | None, unit: Unit, inhabitants: int, lang: str) -> str:
    if value is None:
        return ""
    figure = said(value, unit, lang)
    return translated(FOR_EACH[inhabitants], lang, {"figure": figure}) if inhabitants else figure


@for_everybody(*PARAMETERS)
async def table(request: Request) -> Response:
    """The comparison as a file for a spreadsheet."""
    who, asked = visitor(request), as_of.asked(request)
    if asked.form.errors:
        return await compare(request)  # which says what is wrong with the day
    found = await _comparison(request, asked)
    named = [(_name(one.code, found.year, who.rules), one) for one in found.places]
    body = places_table(found, named, asked.day or today(request), who.lang).encode()
    return download(body, "text/csv; charset=utf-8", f"{found.definition.code}-wijken.csv")


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator on the page of a neighbourhood."""

    url: str
    name: str
    here: str
    whole: str
    #: For each inhabitant; "" where it is not divided, or not known.
    here_rate: str
    whole_rate: str
    people: int | None
    reach: tuple[str, str] | None


@for_everybody(*PARAMETERS)
async def one(request: Request) -> Response:
    """All indicators of a neighbourhood, beside those of the municipality."""
    who, asked, place = visitor(request), as_of.asked(request), of_address(request)
    found: PlacePage = await ask(
        request,
        neighbourhood_figures,
        place.code,
        rules=who.rules,
        year=_year(request),
        as_of=asked.day,
    )
    rows = [_indicator(line, found.year, asked, who.lang) for line in found.lines]
    return page(
        request,
        "neighbourhoods/figures.html",
        status=asked.status,
        asked=asked,
        place=place.name,
        place_url=neighbourhood_path(place.code),
        here=figures_path(place.code),
        years=Form({"jaar": str(found.year or "")}),
        choices=[(one, one) for one in reversed(found.years)],
        year=found.year,
        rows=rows,
        counted_by=found.counted_by if any(row.here_rate for row in rows) else (),
        before=history_told(who.rules, place.code, who.lang),
        fewest=who.rules.indicators.fewest,
    )


def _indicator(line: PlaceLine, year: int | None, asked: as_of.AsOf, lang: str) -> IndicatorRow:
    it, here, whole = line.definition, line.here, line.whole
    ends = (
        (said(here.reach[0], it.unit, lang), said(here.reach[1], it.unit, lang))
        if here.reach
        else None
    )
    url = f"{indicator_path(it.code)}/wijken"
    return IndicatorRow(
        url=as_of.with_query(url, asked.query, jaar=year),
        name=it.name.in_language(lang),
        here=translated(HIDDEN, lang) if here.hidden else _said(here.value, it.unit, 0, lang),
        whole=translated(HIDDEN, lang) if whole.hidden else _said(whole.value, it.unit, 0, lang),
        here_rate=_said(here.rate, it.unit, line.inhabitants, lang),
        whole_rate=_said(whole.rate, it.unit, line.inhabitants, lang),
        people=people_told(here.people, here.value),
        reach=ends,
    )
