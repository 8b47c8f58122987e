"""A file with inhabitants, as Statistics Netherlands (CBS) publishes them for all of the country: codes, years, people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wijkstem.domain.source_cells import Row, is_empty, text, whole, year
from wijkstem.domain.source_documents import document, document_columns, says_document
from wijkstem.domain.source_files import Asked, Column, Layout, Skip
from wijkstem.domain.sources import Document, Line, Said
from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.kit.sheets import Cell
from wijkstem.words.sources import Note, SourceKind

_CODE = re.compile(r"(GM\d{4}|WK\d{6}|BU\d{8})", re.ASCII)
#: More than live anywhere in the country.
_MOST = 20_000_000

COLUMNS = (
    Column("gebied", N_("De code van het CBS van een wijk of van de gemeente."), needed=True, also=("code", "gebiedscode", "gwb_code", "codering_3", "wijkenenbuurten", "wijkcode", "regio_s", "regios"), example="WK000000"),
    Column("jaar", N_("Het jaar. Het gaat om 1 januari."), needed=True, also=("periode", "perioden", "jaartal"), example="2025"),
    Column("inwoners", N_("Hoeveel mensen er wonen."), needed=True, also=("aantalinwoners_5", "aantal_inwoners", "a_inw", "totalebevolking_1", "bevolking"), example="4120"),
    *document_columns(N_("Wie de mensen telde, zoals het CBS."), needed=False),
)  # fmt: skip


@dataclass(frozen=True)
class InhabitantsLine:
    """How many people live somewhere on the first of January of a year."""

    code: str
    year: int
    people: int
    #: None: the file does not say it.
    source: Document | None = None

    @property
    def slot(self) -> str:
        return f"{self.code}|{self.year}"

    @property
    def said(self) -> Said:
        where = (str(self.source.id),) if self.source else ()
        return (self.code, self.year, self.people, *where)

    @property
    def documents(self) -> Sequence[Document]:
        return (self.source,) if self.source else ()


def inhabitants_line(row: Row, asked: Asked) -> Line | None:
    """Raises Skip for places of other municipalities, for small neighbourhoods (buurten), and for what is not known."""
    code = row.read("gebied", _code)
    if code is not None and (not _is_ours(code, asked) or code.startswith("BU")):
        raise Skip
    if is_empty(row.cell("inwoners")):
        raise Skip(gap=True)
    on = row.read("jaar", lambda cell: year(cell, today=asked.today))
    people = row.read("inwoners", whole)
    if on is not None and on > asked.today.year:
        row.wrong("jaar", FieldError("future_year", "Dit jaar moet nog komen."))
    if people is not None and people > _MOST:
        row.wrong("inwoners", FieldError("too_many", "Zoveel mensen wonen hier niet."))
    source = document(row) if says_document(row) else None
    if row.faults or code is None or on is None or people is None:
        return None
    if code in asked.rules.former_codes:
        row.notes.append(Note.FORMER_CODES)
    return InhabitantsLine(code, on, people, source)


def _code(cell: Cell) -> str:
    said = text(cell).upper().replace(" ", "")
    if not _CODE.fullmatch(said):
        raise FieldError("no_code", "Dit is geen code van het CBS, zoals WK000000.")
    return said


def _is_ours(code: str, asked: Asked) -> bool:
    """Of this municipality, or of one that went into it."""
    here = asked.rules.municipality.cbs_code.removeprefix("GM")
    return code[2:6] == here or code in asked.rules.former_codes


INHABITANTS = Layout(SourceKind.INHABITANTS, COLUMNS, inhabitants_line)
