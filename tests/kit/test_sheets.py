"""Tables as people send them: every way of writing them, nothing guessed, and a long one without memory."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from wijkstem.kit import sheets
from wijkstem.kit.sheets import BadSheet, Cell, rows


def cells(data: bytes) -> list[tuple[int, tuple[Cell, ...]]]:
    return [(row.number, row.cells) for row in rows(io.BytesIO(data))]


@pytest.mark.parametrize(
    "data",
    [
        "naam;één\n".encode(),
        b"\xef\xbb\xbf" + "naam;één\r\n".encode(),
        "naam;één\n".encode("cp1252"),
        "naam\téén\n".encode("utf-16"),
        "naam,één".encode(),
    ],
)
def test_csv_of_any_program_is_read(data: bytes) -> None:
    assert cells(data) == [(1, ("naam", "één"))]


def test_lines_are_numbered_as_an_editor_does() -> None:
    assert cells(b'a;b\n\n"een\ntwee";3\n;\n4;5\n') == [
        (1, ("a", "b")),
        (4, ("een\ntwee", "3")),
        (6, ("4", "5")),
    ]


def book(*lines: Sequence[object], formats: dict[str, str] | None = None) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    for cell, shown_as in (formats or {}).items():
        sheet[cell].number_format = shown_as
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_workbook_gives_figures_days_and_percentages_as_it_shows_them() -> None:
    data = book(
        ["naam", 6.4, 44, 0.44, date(2025, 4, 6), None, True, 6.6000000000000005],
        formats={"D1": "0%"},
    )
    figures = ("naam", Decimal("6.4"), Decimal(44), "44%", date(2025, 4, 6), None, "WAAR")
    assert cells(data) == [(1, (*figures, Decimal("6.6")))]


def test_empty_rows_of_a_workbook_keep_their_numbers() -> None:
    assert cells(book(["a"], [], [None], ["b"])) == [(1, ("a",)), (4, ("b",))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_excel"),
        (b"PK\x03\x04 not a zip at all", "unreadable"),
        (b'a;"b\nc;d\n', "csv"),
        (b"\xff\x00\x81\x00", "unreadable"),
        (b"a;" * 300, "too_wide"),
    ],
)
def test_what_is_no_table_is_said_so(data: bytes, code: str) -> None:
    with pytest.raises(BadSheet) as refused:
        cells(data)
    assert refused.value.code == code


def test_zip_that_is_no_workbook_and_one_with_a_bomb_are_refused() -> None:
    other, bomb = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("a.txt", "a")
    entities = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    source = zipfile.ZipFile(io.BytesIO(book(["a"])))
    with zipfile.ZipFile(bomb, "w") as packed:
        for name in source.namelist():
            inside = entities if name.endswith("sheet1.xml") else source.read(name)
            packed.writestr(name, inside)
    for data in (other, bomb):
        with pytest.raises(BadSheet):
            cells(data.getvalue())


def test_what_would_unpack_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1000)
    with pytest.raises(BadSheet) as refused:
        cells(book(["a"]))
    assert refused.value.code == "too_long"


def test_file_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert len(cells(b"a\n" * 4)) == 4
    with pytest.raises(BadSheet):
        cells(b"a\n" * 5)


class Endless(io.RawIOBase):
    """A file that is made while it is read, so that only what is kept takes memory."""

    def __init__(self, lines: int) -> None:
        self.size, self.at = lines * 16, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (self.at if whence == 1 else self.size if whence == 2 else 0)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self.size - self.at)
        line = b"WK990100;2025;1\n"
        start = self.at % 16
        buffer[:size] = (line * (size // 16 + 2))[start : start + size]
        self.at += size
        return size


def peak(lines: int) -> int:
    tracemalloc.start()
    try:
        count = 0
        for _ in rows(io.BufferedReader(Endless(lines))):
            count += 1
        assert count == lines
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_long_file_takes_no_more_memory_than_a_short_one() -> None:
    peak(10)
    assert peak(40_000) < peak(4_000) + 200_000


def test_rows_are_given_while_the_file_is_read() -> None:
    found: Iterator[sheets.SheetRow] = rows(io.BytesIO(b"a;b\n1;2\n"))
    assert next(found).cells == ("a", "b")
