"""Tables as people send them, CSV or Excel (XLSX), row by row: a file of any length, and never whole in memory."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_

#: A cell: text, a figure or a day as the spreadsheet has it; None: empty. A CSV has texts only.
Cell = str | Decimal | date | None

#: Rows of one file; and what a spreadsheet may be when it is unpacked, in all and of its texts, which stand in memory.
MOST_ROWS: Final = 250_000
MOST_UNPACKED, MOST_TEXTS = 400_000_000, 40_000_000
MOST_COLUMNS: Final = 200
#: How much of a CSV is looked at to see what stands between its cells.
_LOOKED_AT = 65_536

_UNREADABLE = N_("Wij kunnen dit bestand niet lezen. Bewaar het als CSV (UTF-8) of als XLSX.")


class BadSheet(FieldError):
    """The file as a whole cannot be read, or not from some line on."""


@dataclass(frozen=True)
class SheetRow:
    """A row, and where it stands as an editor or a spreadsheet numbers it."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def empty(self) -> bool:
        return not any(cell is not None and cell != "" for cell in self.cells)


def rows(file: BinaryIO) -> Iterator[SheetRow]:
    """Every row that is not empty, the headings first. Raises BadSheet."""
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadSheet("old_excel", N_("Dit is een oud Excel-bestand. Bewaar het als XLSX of CSV."))
    found = _from_workbook(file) if start.startswith(b"PK") else _from_csv(file)
    for count, row in enumerate(row for row in found if not row.empty):
        if count > MOST_ROWS:
            raise BadSheet("too_long", N_("Dit bestand is te lang. Deel het op in stukken."))
        if len(row.cells) > MOST_COLUMNS:
            raise BadSheet("too_wide", N_("Dit bestand heeft te veel kolommen."))
        yield row


def _from_csv(file: BinaryIO) -> Iterator[SheetRow]:
    text = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    try:
        first = text.read(_LOOKED_AT)
        delimiter = _delimiter(first)
        text.seek(0)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        for cells in reader:
            yield SheetRow(reader.line_num, tuple(cells))
    except csv.Error as error:
        raise BadSheet(
            "csv", N_("Regel %(line)s kan niet: er mist een teken."), line=reader.line_num
        ) from error
    finally:
        # The file is its sender's: only the reader's hands come off.
        if not file.closed:
            text.detach()


def _encoding(file: BinaryIO) -> str:
    """UTF-8 or UTF-16 as Excel writes it, or what older Windows programs write."""
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(_LOOKED_AT):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252" if b"\x00" not in start else _unreadable()
    finally:
        file.seek(0)
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def _unreadable() -> str:
    raise BadSheet("unreadable", _UNREADABLE)


def _delimiter(first: str) -> str:
    line = first.partition("\n")[0]
    return max(";,\t", key=line.count)


def _from_workbook(file: BinaryIO) -> Iterator[SheetRow]:
    """The first sheet, with what its formulas gave."""
    _require_fit(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet: Any = book.worksheets[0]
        # What the file says of its own size can be wrong.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield SheetRow(number, tuple(map(_cell, cells)))
        book.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
    ) as error:
        # openpyxl says in many ways that a file is no workbook; what defusedxml finds is a ValueError.
        raise BadSheet("unreadable", _UNREADABLE) from error


def _require_fit(file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        raise BadSheet("unreadable", _UNREADABLE) from error
    finally:
        file.seek(0)
    texts = sum(one.file_size for one in parts if "sharedStrings" in one.filename)
    if sum(one.file_size for one in parts) > MOST_UNPACKED or texts > MOST_TEXTS:
        raise BadSheet("too_long", N_("Dit bestand is te lang. Deel het op in stukken."))


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, int | float):
        return _figure(value, str(cell.number_format or ""))
    # A time of the day, or a length of time: no figure of ours.
    return str(value)


def _figure(value: float, shown_as: str) -> Cell:
    """As the spreadsheet shows it: fifteen digits at most, and per cent where it says so."""
    figure = Decimal(format(value, ".15g"))
    if "%" in shown_as:
        return f"{plain(figure * 100)}%"
    return figure


def plain(figure: Decimal) -> str:
    """Without an exponent, and without zeros that nobody wrote."""
    text = format(figure.normalize(), "f")
    return "0" if text in {"-0", "0"} else text
