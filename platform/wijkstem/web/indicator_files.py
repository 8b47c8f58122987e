"""An indicator's figures as a file for a spreadsheet; the open data have them for machines."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from wijkstem.kit.i18n import N_
from wijkstem.queries.histories import History, Seen
from wijkstem.queries.neighbourhood_figures import Comparison, PlaceFigure
from wijkstem.rules.indicators import Indicator
from wijkstem.web.figure_words import KINDS, UNIT_NAMES, plain
from wijkstem.web.language import translated
from wijkstem.web.spreadsheets import spreadsheet

COLUMNS = (
    N_("Indicator"),
    N_("Definitie"),
    N_("Wat"),
    N_("Jaar"),
    N_("Cijfer"),
    N_("Eenheid"),
    N_("Mensen of antwoorden"),
    N_("Laagste"),
    N_("Hoogste"),
    N_("Te weinig mensen om te tonen"),
    N_("Later anders geteld op"),
    N_("Bron"),
    N_("Uitleg"),
    N_("Zoals te zien op"),
)


def history_table(found: History, day: date, lang: str) -> str:
    """One line a figure; what is not known is left empty."""
    lines = (_line(one, found.definition, day, lang) for one in (*found.beside, *found.figures))
    return spreadsheet([translated(name, lang) for name in COLUMNS], lines)


def _line(one: Seen, it: Indicator, day: date, lang: str) -> list[str]:
    low, high = one.reach or (None, None)
    source = one.source or (it.source.in_language(lang) if it.source else "")
    return [
        it.name.in_language(lang),
        str(it.version),
        translated(KINDS[one.kind], lang),
        str(one.year or ""),
        _figure(one.value, lang),
        translated(UNIT_NAMES[it.unit], lang),
        _number(one.people),
        _figure(low, lang),
        _figure(high, lang),
        translated(N_("ja"), lang) if one.hidden else "",
        str(one.corrected_on or ""),
        source,
        one.note.in_language(lang) if one.note else "",
        str(day),
    ]


PLACE_COLUMNS = (
    N_("Indicator"),
    N_("Definitie"),
    N_("Wijk"),
    N_("Code"),
    N_("Jaar"),
    N_("Cijfer"),
    N_("Eenheid"),
    N_("Inwoners"),
    N_("Cijfer per inwoner"),
    N_("Per hoeveel inwoners"),
    N_("Mensen of antwoorden"),
    N_("Laagste"),
    N_("Hoogste"),
    N_("Te weinig mensen om te tonen"),
    N_("Zoals te zien op"),
    N_("Bron van de inwoners"),
)


def places_table(
    found: Comparison, named: Iterable[tuple[str, PlaceFigure]], day: date, lang: str
) -> str:
    """One line a neighbourhood; no year is all years together."""
    lines = (_place(name, one, found, day, lang) for name, one in named)
    return spreadsheet([translated(column, lang) for column in PLACE_COLUMNS], lines)


def _place(name: str, one: PlaceFigure, found: Comparison, day: date, lang: str) -> list[str]:
    it, (low, high) = found.definition, one.reach or (None, None)
    return [
        it.name.in_language(lang),
        str(it.version),
        name,
        one.code,
        str(found.year or ""),
        _figure(one.value, lang),
        translated(UNIT_NAMES[it.unit], lang),
        _number(one.inhabitants),
        _figure(one.rate, lang),
        str(found.inhabitants) if one.rate is not None else "",
        _number(one.people),
        _figure(low, lang),
        _figure(high, lang),
        translated(N_("ja"), lang) if one.hidden else "",
        str(day),
        _counted_by(found) if one.rate is not None else "",
    ]


def _counted_by(found: Comparison) -> str:
    return "; ".join(one.in_words() for one in found.counted_by)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _figure(value: Decimal | None, lang: str) -> str:
    return "" if value is None else plain(value, lang, grouped=False)
