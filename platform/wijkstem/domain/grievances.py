"""A file with complaints, objections and appeals: in a period, of a kind, how many ended how, and in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from wijkstem.domain.source_cells import Row, day, is_empty, text, whole, year
from wijkstem.domain.source_files import Asked, Column, Layout
from wijkstem.domain.sources import Document, Line, Said
from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.kit.sheets import Cell
from wijkstem.words.sources import GrievanceKind, GrievanceOutcome, SourceKind

T = TypeVar("T")

KINDS = {
    "klacht": GrievanceKind.COMPLAINT,
    "klachten": GrievanceKind.COMPLAINT,
    "bezwaar": GrievanceKind.OBJECTION,
    "bezwaren": GrievanceKind.OBJECTION,
    "beroep": GrievanceKind.APPEAL,
    "beroepen": GrievanceKind.APPEAL,
}
OUTCOMES = {
    "gegrond": GrievanceOutcome.UPHELD,
    "deels gegrond": GrievanceOutcome.PARTLY_UPHELD,
    "gedeeltelijk gegrond": GrievanceOutcome.PARTLY_UPHELD,
    "ongegrond": GrievanceOutcome.REJECTED,
    "niet-ontvankelijk": GrievanceOutcome.INADMISSIBLE,
    "niet ontvankelijk": GrievanceOutcome.INADMISSIBLE,
    "opgelost": GrievanceOutcome.SETTLED,
    "informeel opgelost": GrievanceOutcome.SETTLED,
    "ingetrokken": GrievanceOutcome.WITHDRAWN,
    "loopt nog": GrievanceOutcome.OPEN,
    "in behandeling": GrievanceOutcome.OPEN,
}

COLUMNS = (
    Column("soort", N_("Klacht, bezwaar of beroep."), needed=True, example="bezwaar"),
    Column("jaar", N_("Het jaar waarin het klaar was, of nog liep."), also=("periode",), example="2025"),
    Column("van", N_("De eerste dag, als het geen heel jaar is."), also=("vanaf", "begin"), example="1-1-2025"),
    Column("tot", N_("De laatste dag, als het geen heel jaar is."), also=("tot_en_met", "t/m", "einde"), example="31-3-2025"),
    Column("uitkomst", N_("Hoe het afliep."), needed=True, also=("afdoening", "resultaat"), choices=tuple(OUTCOMES), example="ongegrond"),
    Column("aantal", N_("Hoeveel het er waren."), needed=True, example="12"),
    Column("op_tijd", N_("Hoeveel daarvan binnen de termijn klaar waren. Leeg is niet bekend."), also=("binnen_termijn", "tijdig"), example="10"),
)  # fmt: skip


@dataclass(frozen=True)
class GrievanceLine:
    """How many of a kind ended in one way in a period."""

    kind: GrievanceKind
    period_from: date
    period_to: date
    outcome: GrievanceOutcome
    number: int
    in_time: int | None

    @property
    def slot(self) -> str:
        days = (self.period_from.isoformat(), self.period_to.isoformat())
        return "|".join((self.kind, *days, self.outcome))

    @property
    def said(self) -> Said:
        days = (self.period_from.isoformat(), self.period_to.isoformat())
        return (self.kind, *days, self.outcome, self.number, self.in_time)

    @property
    def documents(self) -> Sequence[Document]:
        return ()


def grievance_line(row: Row, asked: Asked) -> Line | None:
    """What is still open was settled by nobody, so not in time either."""
    kind = row.read("soort", lambda cell: _one_of(cell, KINDS, _KINDS))
    outcome = row.read("uitkomst", lambda cell: _one_of(cell, OUTCOMES, _OUTCOMES))
    start, end = _period(row, asked)
    number = row.read("aantal", whole)
    in_time = row.optional("op_tijd", whole)
    if in_time is not None and number is not None and in_time > number:
        row.wrong("op_tijd", FieldError("more_in_time", "Dit is meer dan het aantal."))
    if kind is None or outcome is None or start is None or end is None or number is None:
        return None
    if row.faults:
        return None
    return GrievanceLine(kind, start, end, outcome, number, in_time)


_KINDS = N_("Kies klacht, bezwaar of beroep.")
_OUTCOMES = N_("Deze uitkomst kennen wij niet. Kijk in de uitleg welke er zijn.")


def _one_of(cell: Cell, words: Mapping[str, T], otherwise: str) -> T:
    found = words.get(text(cell).casefold())
    if found is None:
        raise FieldError("not_one_of", otherwise)
    return found


def _period(row: Row, asked: Asked) -> tuple[date | None, date | None]:
    if not is_empty(row.cell("van")) or not is_empty(row.cell("tot")):
        start, end = row.read("van", day), row.read("tot", day)
        if start and end and start > end:
            row.wrong("tot", FieldError("backwards", "Dit is eerder dan de eerste dag."))
        return start, end
    found = row.read("jaar", lambda cell: year(cell, today=asked.today))
    if found and found > asked.today.year:
        row.wrong("jaar", FieldError("future_year", "Dit jaar moet nog komen."))
    return (date(found, 1, 1), date(found, 12, 31)) if found else (None, None)


GRIEVANCES = Layout(SourceKind.GRIEVANCES, COLUMNS, grievance_line, either=("jaar", "van"))
