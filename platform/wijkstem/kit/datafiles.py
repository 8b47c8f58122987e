"""Rows written to a file as they come: as CSV (RFC 4180), JSON or GeoJSON (RFC 7946), counted and with a checksum.

Nothing of what was written stays in memory, and the same rows are always the same bytes.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import BinaryIO, Final

#: What stands in a cell; None: nothing is known.
Value = str | int | float | Decimal | bool | date | None
#: Longitude and latitude (WGS84).
Point = tuple[float, float]
#: A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
#: So many bytes are gathered before they go to the file.
_TOGETHER: Final = 64 * 1024


class Form(StrEnum):
    """How the rows are written; also how the name of the file ends."""

    CSV = "csv"
    JSON = "json"
    GEOJSON = "geojson"


MEDIA: Final = {
    Form.CSV: "text/csv; charset=utf-8; header=present",
    Form.JSON: "application/json",
    Form.GEOJSON: "application/geo+json",
}


@dataclass(frozen=True)
class Record:
    """A row, and where it lies."""

    values: tuple[Value, ...]
    point: Point | None = None


@dataclass(frozen=True)
class Written:
    """What came to stand in a file."""

    rows: int
    size: int
    #: SHA-256 of all of it.
    digest: bytes


def cell(value: str) -> str:
    """A text as no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


class _Sink:
    """Into the file, in large pieces, counted and digested on the way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._waiting = file, io.BytesIO()
        self._hash, self.size = hashlib.sha256(), 0

    def write(self, text: str) -> int:
        self._waiting.write(text.encode())
        if self._waiting.tell() >= _TOGETHER:
            self.flush()
        return len(text)

    def flush(self) -> None:
        piece = self._waiting.getvalue()
        self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)
        self._waiting = io.BytesIO()

    @property
    def digest(self) -> bytes:
        return self._hash.digest()


def write(form: Form, columns: Sequence[str], records: Iterable[Record], file: BinaryIO) -> Written:
    """All of ``records`` into ``file``."""
    sink = _Sink(file)
    rows = _WRITERS[form](sink, columns, records)
    sink.flush()
    return Written(rows, sink.size, sink.digest)


def _as_csv(sink: _Sink, columns: Sequence[str], records: Iterable[Record]) -> int:
    lines = csv.writer(sink, lineterminator="\r\n")
    lines.writerow(columns)
    rows = 0
    for record in records:
        lines.writerow([_in_cell(value) for value in record.values])
        rows += 1
    return rows


def _in_cell(value: Value) -> str:
    if isinstance(value, str):
        return cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else _plain(value)


def _plain(value: int | float | Decimal | date) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _as_json(sink: _Sink, columns: Sequence[str], records: Iterable[Record]) -> int:
    names = [json.dumps(name, ensure_ascii=False) for name in columns]
    return _array(sink, "gegevens", records, lambda one: _object(names, one.values))


def _as_geojson(sink: _Sink, columns: Sequence[str], records: Iterable[Record]) -> int:
    names = [json.dumps(name, ensure_ascii=False) for name in columns]

    def feature(one: Record) -> str:
        where = "null"
        if one.point is not None:
            where = json.dumps({"type": "Point", "coordinates": one.point})
        said = _object(names, one.values)
        return f'{{"type":"Feature","geometry":{where},"properties":{said}}}'

    return _array(sink, "features", records, feature, '"type":"FeatureCollection",')


def _array(
    sink: _Sink,
    name: str,
    records: Iterable[Record],
    told: Callable[[Record], str],
    before: str = "",
) -> int:
    """One row a line; how many there are is known at the end, so it stands there."""
    sink.write(f'{{{before}"{name}":[')
    rows = 0
    for record in records:
        sink.write(f"{',' if rows else ''}\n{told(record)}")
        rows += 1
    sink.write(f'\n],"aantal":{rows}}}\n')
    return rows


def _object(names: Sequence[str], values: Sequence[Value]) -> str:
    said = (f"{name}:{_in_json(value)}" for name, value in zip(names, values, strict=True))
    return f"{{{','.join(said)}}}"


def _in_json(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    said = value.isoformat() if isinstance(value, date) else value
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


_WRITERS: Final[dict[Form, Callable[[_Sink, Sequence[str], Iterable[Record]], int]]] = {
    Form.CSV: _as_csv,
    Form.JSON: _as_json,
    Form.GEOJSON: _as_geojson,
}
