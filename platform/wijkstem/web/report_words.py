"""A yearly report in words: chapters with their texts, and their figures as tables. The page and its file say the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wijkstem.domain.year_reports import REGISTER, FrozenFigure
from wijkstem.kit.i18n import N_
from wijkstem.queries.year_reports import ReportPage
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.web.figure_words import said
from wijkstem.web.language import translated
from wijkstem.web.wording import place
from wijkstem.words.year_reports import Chapter

#: In the address of a chapter's form.
SLUGS: Final = {
    Chapter.CHANGES: "wat-anders-is",
    Chapter.CAME_IN: "wat-er-binnenkwam",
    Chapter.BECAME: "wat-ervan-werd",
    Chapter.TERMS: "op-tijd-of-te-laat",
    Chapter.MONEY: "geld",
    Chapter.PEOPLE: "wie-meedeed",
    Chapter.COMPLAINTS: "klachten",
    Chapter.LEARNED: "wat-wij-leerden",
}
TITLES: Final = {
    Chapter.CHANGES: N_("Wat er anders is in deze editie"),
    Chapter.CAME_IN: N_("Wat er binnenkwam"),
    Chapter.BECAME: N_("Wat ervan werd"),
    Chapter.TERMS: N_("Op tijd of te laat"),
    Chapter.MONEY: N_("Geld"),
    Chapter.PEOPLE: N_("Wie meedeed en wie niet"),
    Chapter.COMPLAINTS: N_("Klachten, bezwaar en beroep"),
    Chapter.LEARNED: N_("Wat wij leerden"),
}
#: What officials are asked to write about.
ASKED: Final = {
    Chapter.CHANGES: N_("Wat klopte er niet? En wat staat er nu?"),
    Chapter.CAME_IN: N_("Waar gingen de plannen over? Wat viel op?"),
    Chapter.BECAME: N_("Welke plannen zijn uitgevoerd? Welke niet, en waarom?"),
    Chapter.TERMS: N_("Waar ging het snel? Waar duurde het te lang, en waarom?"),
    Chapter.MONEY: N_("Waar ging het geld naartoe?"),
    Chapter.PEOPLE: N_("Wie deden er mee? Wie misten wij?"),
    Chapter.COMPLAINTS: N_("Waarover klaagden mensen? Wat deed de gemeente daarmee?"),
    Chapter.LEARNED: N_("Wat gaat de gemeente anders doen?"),
}
GAP: Final = N_("geen cijfer")
HIDDEN: Final = N_("te weinig mensen")


@dataclass(frozen=True)
class Table:
    """Figures: the first cell of a row names it."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class ToldChapter:
    """A chapter as it is read."""

    chapter: Chapter
    slug: str
    title: str
    asked: str
    text: str
    tables: Sequence[Table]
    #: What there is no figure of, in a sentence; "": nothing is missing.
    missing: str


def told_chapters(
    it: ReportPage,
    figures: Iterable[FrozenFigure],
    rules: MunicipalityRules,
    lang: str,
) -> list[ToldChapter]:
    """Every chapter of an edition, with these figures."""
    of: dict[Chapter, list[FrozenFigure]] = {}
    for one in figures:
        of.setdefault(one.chapter, []).append(one)
    return [
        ToldChapter(
            one.chapter,
            SLUGS[one.chapter],
            translated(TITLES[one.chapter], lang),
            translated(ASKED[one.chapter], lang),
            one.text,
            _tables(of.get(one.chapter, []), it.facts.year, rules, lang),
            _missing(one.chapter, of, lang),
        )
        for one in it.chapters
    ]


def _missing(chapter: Chapter, of: Mapping[Chapter, Sequence[FrozenFigure]], lang: str) -> str:
    figures = of.get(chapter, ())
    if chapter is Chapter.CHANGES:
        return ""
    if chapter is Chapter.COMPLAINTS and all(one.formula != REGISTER for one in figures):
        return translated(
            N_("Over klachten, bezwaar en beroep zijn hier geen cijfers bekend."), lang
        )
    return "" if figures else translated(N_("Bij dit hoofdstuk zijn geen cijfers bekend."), lang)


def _tables(
    figures: Sequence[FrozenFigure], year: int, rules: MunicipalityRules, lang: str
) -> list[Table]:
    counted = [one for one in figures if one.formula and not one.part]
    places = [one for one in figures if one.formula and one.part]
    surveyed = [one for one in figures if not one.formula]
    made = []
    if counted:
        made.append(_counted(counted, year, lang))
    if places:
        made.append(_by_place(places, year, rules, lang))
    if surveyed:
        made.append(_surveyed(surveyed, year, lang))
    return made


def _counted(figures: Sequence[FrozenFigure], year: int, lang: str) -> Table:
    rows = [
        [
            name(one, lang),
            _cell(one, one.value, lang, hidden=one.hidden),
            _cell(one, one.before, lang, hidden=one.before_hidden),
        ]
        for one in figures
    ]
    caption = translated(N_("Geteld in %(year)s en in het jaar ervoor"), lang, {"year": year})
    return Table(caption, [translated(N_("Cijfer"), lang), str(year), str(year - 1)], rows)


def _by_place(
    figures: Sequence[FrozenFigure], year: int, rules: MunicipalityRules, lang: str
) -> Table:
    columns = list(dict.fromkeys(one.indicator for one in figures))
    names = {one.indicator: name(one, lang) for one in figures}
    cells = {
        (one.part, one.indicator): _cell(one, one.value, lang, hidden=one.hidden) for one in figures
    }
    codes = sorted({one.part for one in figures}, key=lambda code: place(rules, code) or code)
    gap = translated(GAP, lang)
    rows = [
        [place(rules, code) or code, *(cells.get((code, one), gap) for one in columns)]
        for code in codes
    ]
    caption = translated(N_("Per wijk in %(year)s"), lang, {"year": year})
    return Table(caption, [translated(N_("Wijk"), lang), *(names[one] for one in columns)], rows)


def _surveyed(figures: Sequence[FrozenFigure], year: int, lang: str) -> Table:
    unknown = translated(N_("niet bekend"), lang)
    rows = [
        [
            name(one, lang),
            _cell(one, one.value, lang, hidden=one.hidden),
            str(one.sample_size) if one.sample_size is not None else unknown,
            one.source,
        ]
        for one in figures
    ]
    headings = (N_("Vraag"), N_("Antwoord"), N_("Hoeveel mensen antwoordden"), N_("Bron"))
    caption = translated(N_("Uit onderzoek over %(year)s"), lang, {"year": year})
    return Table(caption, [translated(one, lang) for one in headings], rows)


def _cell(one: FrozenFigure, value: str | None, lang: str, *, hidden: bool = False) -> str:
    if hidden:
        return translated(HIDDEN, lang)
    return translated(GAP, lang) if value is None else said(Decimal(value), one.unit, lang)


def name(one: FrozenFigure, lang: str) -> str:
    """What a figure was called when it was frozen."""
    return one.name_en if lang == "en" else one.name_nl


def _how(one: FrozenFigure, lang: str) -> str:
    if one.formula == REGISTER:
        return translated(N_("uit een lijst van de gemeente"), lang)
    if one.formula:
        return f"{one.formula} {one.formula_version}"
    return translated(N_("uit onderzoek"), lang)


def definitions(figures: Iterable[FrozenFigure], lang: str) -> Table:
    """By which definition each figure was worked out, so that anybody can do it again."""
    rows = {
        one.indicator: [
            name(one, lang),
            one.indicator,
            one.definition_version,
            _how(one, lang),
        ]
        for one in figures
    }
    headings = (N_("Cijfer"), N_("Code"), N_("Versie van de uitleg"), N_("Rekenwijze en versie"))
    return Table(
        translated(N_("Hoe elk cijfer is geteld"), lang),
        [translated(one, lang) for one in headings],
        list(rows.values()),
    )
