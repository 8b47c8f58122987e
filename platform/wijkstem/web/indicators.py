"""What the municipality steers by: its own figures as the source has them, and what is counted here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal
from starlette.requests import Request
from starlette.responses import Response

from wijkstem.kit.i18n import N_
from wijkstem.queries.indicators import Counted, counted
from wijkstem.rules.indicators import Indicator, YearFigure
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.context import visitor
from wijkstem.web.language import translated
from wijkstem.web.pages import page
from wijkstem.web.public import for_everybody
from wijkstem.web.work import ask
from wijkstem.words import Direction, Intent, Unit

#: How a figure of each unit is read; a grade is a bare number.
UNITS = {
    Unit.COUNT: "%(figure)s",
    Unit.PERCENT: "%(figure)s%%",
    Unit.GRADE: "%(figure)s",
    Unit.DAYS: N_("%(figure)s dagen"),
    Unit.EURO: "€\u00a0%(figure)s",
}
UNIT_NAMES = {
    Unit.COUNT: N_("aantal"),
    Unit.PERCENT: N_("percentage"),
    Unit.GRADE: N_("rapportcijfer"),
    Unit.DAYS: N_("dagen"),
    Unit.EURO: N_("euro"),
}
DIRECTIONS = {
    Direction.HIGHER: N_("Hoe hoger, hoe beter."),
    Direction.LOWER: N_("Hoe lager, hoe beter."),
    Direction.NEITHER: "",
}


@dataclass(frozen=True)
class Reading:
    """A figure in words; "" for one that is not there."""

    figure: str
    #: The year, or that the source does not tell it; "" where there is no figure.
    year: str
    #: Of whom it is, for a benchmark; else what the source says with it.
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """An indicator as the page shows it."""

    code: str
    name: str
    unit: str
    direction: str
    baseline: Reading
    targets: Sequence[Reading]
    ambition: Reading
    realisation: Sequence[Reading]
    benchmarks: Sequence[Reading]
    source: str
    explanation: str
    #: By year, for what is counted here; a year without a figure is not in it.
    by_year: Mapping[int, str]

    @property
    def steered(self) -> bool:
        """Whether there is more to tell than what was counted here."""
        return bool(self.source or self.baseline.figure or self.targets or self.ambition.figure)


@for_everybody()
async def listing(request: Request) -> Response:
    """Every indicator; what is counted here apart from what comes from elsewhere."""
    who = visitor(request)
    figures: dict[Intent, Counted] = await ask(request, counted, intents=_intents(who.rules))
    pairs = [
        (_shown(one, figures[one.intent], who.lang), one) for one in who.rules.indicators.indicators
    ]
    return page(
        request,
        "indicators/list.html",
        years=sorted({year for some in figures.values() for year in some.by_year}),
        computed=[shown for shown, one in pairs if one.formula],
        steered=[shown for shown, _ in pairs if shown.steered],
    )


def _intents(rules: MunicipalityRules) -> dict[str, Intent]:
    """Every instrument that ever was, and what it is for."""
    return {
        name: instrument.intent
        for version in rules.versions
        for name, instrument in version.instruments.items()
    }


def _shown(one: Indicator, figures: Counted, lang: str) -> Shown:
    return Shown(
        code=one.code,
        name=one.name.in_language(lang),
        unit=translated(UNIT_NAMES[one.unit], lang),
        direction=translated(DIRECTIONS[one.direction], lang) if DIRECTIONS[one.direction] else "",
        baseline=_reading(one.baseline, one.unit, lang),
        targets=[_reading(target, one.unit, lang) for target in one.targets],
        ambition=_reading(one.ambition, one.unit, lang),
        realisation=_realisation(one, figures, lang),
        benchmarks=[
            _reading(benchmark, one.unit, lang, of=benchmark.of.in_language(lang))
            for benchmark in one.benchmarks
        ],
        source=one.source.in_language(lang) if one.source else "",
        explanation=one.explanation.in_language(lang) if one.explanation else "",
        by_year=_by_year(one, figures, lang),
    )


def _realisation(one: Indicator, figures: Counted, lang: str) -> list[Reading]:
    if one.formula is None:
        return [_reading(figure, one.unit, lang) for figure in one.realisation]
    now = figures.realisation(one.formula)
    if now is None:
        return []
    return [Reading(said(now, one.unit, lang), translated(N_("tot nu toe"), lang))]


def _by_year(one: Indicator, figures: Counted, lang: str) -> dict[int, str]:
    if one.formula is None:
        return {}
    return {
        year: said(figure, one.unit, lang)
        for year, figure in figures.by_year_of(one.formula).items()
        if figure is not None
    }


def _reading(figure: YearFigure | None, unit: Unit, lang: str, *, of: str = "") -> Reading:
    if figure is None:
        return Reading("", "")
    year = str(figure.year) if figure.year else translated(N_("jaar niet bekend"), lang)
    note = figure.explanation.in_language(lang) if figure.explanation else ""
    return Reading(said(figure.number, unit, lang), year, of or note)


def said(figure: Decimal, unit: Unit, lang: str) -> str:
    """A figure with as many decimals as the source gives: "6,60" is not "6,6"."""
    exponent = figure.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return translated(UNITS[unit], lang, {"figure": format_decimal(figure, pattern, lang)})
