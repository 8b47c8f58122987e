"""The columns of a file with what surveys found, and how one row becomes a line."""

from datetime import date
from decimal import Decimal

from rapidfuzz import process

from wijkstem.domain.observations import ObservationLine
from wijkstem.domain.source_cells import (
    Row,
    at_least_one,
    day,
    decimals_of,
    digits,
    is_empty,
    text,
    year,
)
from wijkstem.domain.source_documents import document, document_columns
from wijkstem.domain.source_files import (
    MUNICIPALITY_COLUMNS,
    Asked,
    Column,
    Layout,
    Skip,
    neighbourhood,
    own_municipality,
)
from wijkstem.domain.sources import Document, Line
from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.kit.sheets import Cell
from wijkstem.rules.indicators import Indicator
from wijkstem.words import Unit
from wijkstem.words.sources import FigureKind, Note, SourceKind

KINDS = {
    "nulmeting": FigureKind.BASELINE,
    "streefwaarde": FigureKind.TARGET,
    "doelstelling": FigureKind.TARGET,
    "doel": FigureKind.TARGET,
    "ambitie": FigureKind.AMBITION,
    "realisatie": FigureKind.REALISATION,
    "meting": FigureKind.REALISATION,
    "benchmark": FigureKind.BENCHMARK,
}
UNITS = {
    "%": Unit.PERCENT,
    "procent": Unit.PERCENT,
    "percentage": Unit.PERCENT,
    "rapportcijfer": Unit.GRADE,
    "cijfer": Unit.GRADE,
    "aantal": Unit.COUNT,
    "dagen": Unit.DAYS,
    "euro": Unit.EURO,
    "€": Unit.EURO,
}
#: From and to which a figure of a unit can be; None: no end.
RANGES: dict[Unit, tuple[int, int | None]] = {
    Unit.PERCENT: (0, 100),
    Unit.GRADE: (1, 10),
    Unit.COUNT: (0, None),
    Unit.DAYS: (0, None),
    Unit.EURO: (0, None),
}
#: Where no year is said the source does not tell it; of what was measured it must be known.
_MAY_BE_TIMELESS = {FigureKind.BASELINE, FigureKind.AMBITION}

COLUMNS = (
    *MUNICIPALITY_COLUMNS,
    Column("indicator", N_("De naam of de code van de indicator."), needed=True, also=("code",)),
    Column("soort", N_("Wat voor cijfer het is."), needed=True, also=("soort_cijfer",), choices=tuple(KINDS), example="realisatie"),
    Column("jaar", N_("Het jaar. Bij een nulmeting of ambitie mag dit leeg zijn."), also=("periode", "perioden"), example="2025"),
    Column("van", N_("De eerste dag, als het geen heel jaar is."), also=("vanaf", "begin"), example="1-1-2025"),
    Column("tot", N_("De laatste dag, als het geen heel jaar is."), also=("tot_en_met", "t/m", "einde"), example="30-6-2025"),
    Column("waarde", N_("Het cijfer. Een lege cel is een meting die er niet is."), needed=True, also=("cijfer", "figuur"), example="6,4"),
    Column("eenheid", N_("Wij kijken of dit past bij de indicator."), example="%"),
    Column("wijk", N_("De code of de naam van de wijk. Leeg is de hele gemeente."), also=("wijkcode", "gebied")),
    Column("steekproef", N_("Hoeveel mensen antwoord gaven."), also=("n", "respondenten", "aantal_respondenten"), example="1200"),
    *document_columns(N_("Het onderzoek waar het cijfer uit komt."), needed=True),
)  # fmt: skip


def observation_line(row: Row, asked: Asked) -> Line | None:
    """Raises Skip for a row of another municipality, and for one without a figure."""
    own_municipality(row, asked)
    if is_empty(row.cell("waarde")):
        raise Skip(gap=True)
    indicator = row.read("indicator", lambda cell: _indicator(cell, asked))
    kind = row.read("soort", _kind)
    start, end = _period(row, asked, kind)
    place = neighbourhood(row, asked)
    source = document(row)
    sample = row.optional("steekproef", at_least_one)
    value = row.read("waarde", digits)
    if indicator and value is not None:
        _check_unit(row, indicator, value)
    if indicator and kind:
        _check_kind(row, indicator, kind, end, asked)
    if row.faults or not (indicator and kind and value and source):
        return None
    _note(row, kind, start, sample, source)
    version = str(indicator.on(end or asked.today).version)
    return ObservationLine(indicator.code, version, kind, start, end, place, value, sample, source)


def _indicator(cell: Cell, asked: Asked) -> Indicator:
    said = text(cell).casefold()
    known = asked.indicators
    if said in known:
        return known[said]
    close = process.extractOne(said, list(known), score_cutoff=70) if said else None
    if close is None:
        raise FieldError("no_indicator", "Dit cijfer kennen wij niet.")
    raise FieldError(
        "no_indicator_but",
        "Dit cijfer kennen wij niet. Bedoelt u “%(name)s”?",
        name=known[close[0]].name.nl,
    )


def _kind(cell: Cell) -> FigureKind:
    said = text(cell).casefold()
    if said not in KINDS:
        raise FieldError("no_kind", "Deze soort kennen wij niet. Kijk in de uitleg.")
    return KINDS[said]


def _period(row: Row, asked: Asked, kind: FigureKind | None) -> tuple[date | None, date | None]:
    """The first and the last day; no days at all where the source does not tell them."""
    if not is_empty(row.cell("van")) or not is_empty(row.cell("tot")):
        start, end = row.read("van", day), row.read("tot", day)
        if start and end and start > end:
            row.wrong("tot", FieldError("backwards", "Dit is eerder dan de eerste dag."))
        return start, end
    if is_empty(row.cell("jaar")):
        if kind and kind not in _MAY_BE_TIMELESS:
            row.wrong("jaar", FieldError("year_needed", "Vul het jaar in."))
        return None, None
    found = row.read("jaar", lambda cell: year(cell, today=asked.today))
    return (date(found, 1, 1), date(found, 12, 31)) if found else (None, None)


def _check_unit(row: Row, indicator: Indicator, value: str) -> None:
    """Whether the figure can be one of this indicator at all."""
    said = text(row.cell("eenheid")).casefold()
    if said and UNITS.get(said) is not indicator.unit:
        row.wrong("eenheid", FieldError("other_unit", "Deze eenheid past niet bij de indicator."))
    if text(row.cell("waarde")).endswith("%") and indicator.unit is not Unit.PERCENT:
        row.wrong("waarde", FieldError("percent", "Bij dit cijfer past geen procent."))
        return
    least, most = RANGES[indicator.unit]
    if Decimal(value) < least or (most is not None and Decimal(value) > most):
        sentence = (
            N_("Dit moet tussen %(least)s en %(most)s liggen.")
            if most is not None
            else N_("Dit mag niet kleiner zijn dan %(least)s.")
        )
        values = {"least": least} | ({"most": most} if most is not None else {})
        row.wrong("waarde", FieldError("out_of_range", sentence, **values))


def _check_kind(
    row: Row, indicator: Indicator, kind: FigureKind, end: date | None, asked: Asked
) -> None:
    if kind is not FigureKind.REALISATION:
        return
    if indicator.formula is not None:
        row.wrong("indicator", FieldError("computed", "Dit cijfer telt de website zelf."))
    if end is not None and end.year > asked.today.year:
        row.wrong("jaar", FieldError("future", "Dit is later dan nu. Is het een streefwaarde?"))


def _note(
    row: Row, kind: FigureKind, start: date | None, sample: int | None, source: Document
) -> None:
    sign = decimals_of(row.cell("waarde"))
    row.notes.extend({",": [Note.COMMA], ".": [Note.POINT]}.get(sign, []))
    row.notes.extend(
        note
        for note, there in (
            (Note.NO_SAMPLE, kind is FigureKind.REALISATION and sample is None),
            (Note.NO_YEAR, start is None),
            (Note.NO_URL, not source.url),
        )
        if there
    )


OBSERVATIONS = Layout(SourceKind.OBSERVATIONS, COLUMNS, observation_line, either=("jaar", "van"))
