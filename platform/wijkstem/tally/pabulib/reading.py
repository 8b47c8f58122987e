"""Bytes to a `PbFile`: the three sections, with the line of everything that is wrong."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.tally.pabulib.files import PbFile, Table
from wijkstem.tally.remarks import Remark, remark

SECTIONS: Final = ("META", "PROJECTS", "VOTES")
#: A cell longer than this is a quote that was never closed.
LONGEST_CELL: Final = 1_000_000
#: There may be several.
_REMARKS: Final = "comment"
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class _Section:
    """Rows with their lines; the first is the header."""

    line: int
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read(data: bytes) -> PbFile:
    """The file.

    Raises:
        FieldError: something is wrong; the sentence names the line.
    """
    text, remarks = _decoded(data)
    sections = _sections(text)
    for name in SECTIONS:
        if name not in sections:
            _find_open_quote(name, sections)
            raise FieldError("pb_section", "In het bestand ontbreekt het deel %(name)s.", name=name)
    return PbFile(
        meta=_meta(sections["META"]),
        projects=_table("PROJECTS", sections["PROJECTS"]),
        votes=_table("VOTES", sections["VOTES"]),
        remarks=remarks,
    )


def _find_open_quote(name: str, sections: dict[str, "_Section"]) -> None:
    """A quote that is never closed swallows the sections after it."""
    for section in sections.values():
        for line, row in section.rows:
            if any(f"\n{name}" in cell for cell in row):
                raise FieldError(
                    "pb_quotes", 'Regel %(line)s: een " begint hier en eindigt nergens.', line=line
                )


def _decoded(data: bytes) -> tuple[str, tuple[Remark, ...]]:
    encodings = ["utf-16"] if data.startswith(_WIDE_MARKS) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if encoding == "utf-8-sig":
            return text, ()
        said = N_("Het bestand is geen UTF-8. Het is gelezen als %(encoding)s.")
        return text, (remark("pb_encoding", said, encoding=encoding),)
    raise FieldError("pb_text", "Dit is geen tekstbestand.")


def _sections(text: str) -> dict[str, _Section]:
    found: dict[str, _Section] = {}
    current: _Section | None = None
    for line, row in _rows(text):
        name = row[0].strip().upper()
        if name in SECTIONS and not any(row[1:]):
            if name in found:
                raise FieldError(
                    "pb_twice",
                    "Regel %(line)s: het deel %(name)s staat er twee keer.",
                    line=line,
                    name=name,
                )
            current = found[name] = _Section(line)
        elif current is None:
            raise FieldError(
                "pb_start", "Regel %(line)s: het bestand moet beginnen met META.", line=line
            )
        else:
            current.rows.append((line, row))
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with the line on which it begins."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", skipinitialspace=True)
    line, asked = 1, 1
    try:
        for row in reader:
            line, asked = asked, reader.line_num + 1
            if any(cell.strip() for cell in row):
                yield line, row
    except csv.Error as error:
        raise FieldError(
            "pb_quotes", 'Regel %(line)s: een " begint hier en eindigt nergens.', line=asked
        ) from error


def _meta(section: _Section) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    found: dict[str, str] = {}
    for number, (line, row) in enumerate(section.rows):
        key = row[0].strip()
        if number == 0 and key.lower() == "key":
            continue
        if len(row) < 2 or not key:
            raise FieldError(
                "pb_meta", "Regel %(line)s: hier hoort een naam; een waarde.", line=line
            )
        # A remark with semicolons that were not quoted is still one remark.
        value = ";".join(row[1:])
        if key != _REMARKS and found.setdefault(key, value) != value:
            raise FieldError(
                "pb_twice",
                "Regel %(line)s: het deel %(name)s staat er twee keer.",
                line=line,
                name=key,
            )
        pairs.append((key, value))
    return tuple(pairs)


def _table(name: str, section: _Section) -> Table:
    if not section.rows:
        raise FieldError(
            "pb_columns",
            "Regel %(line)s: het deel %(name)s heeft geen kolommen.",
            line=section.line,
            name=name,
        )
    line, header = section.rows[0]
    columns = tuple(cell.strip() for cell in header)
    while columns and not columns[-1]:
        columns = columns[:-1]
    if len(set(columns)) < len(columns):
        raise FieldError("pb_column", "Regel %(line)s: een kolom staat er twee keer.", line=line)
    rows = section.rows[1:]
    return Table(
        columns,
        tuple(_fitted(line, row, len(columns)) for line, row in rows),
        tuple(line for line, _ in rows),
    )


def _fitted(line: int, row: list[str], columns: int) -> tuple[str, ...]:
    """As many cells as columns; empty ones at the end may be left out or added."""
    if any(cell.strip() for cell in row[columns:]):
        raise FieldError(
            "pb_cells",
            "Regel %(line)s: er zijn %(cells)s waarden voor %(columns)s kolommen.",
            line=line,
            cells=len(row),
            columns=columns,
        )
    return (*row[:columns], *[""] * (columns - len(row)))
