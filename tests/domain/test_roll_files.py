"""Lists of voters: taken in whole, or every wrong line named; and given back with a code and nothing else changed."""

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.adapters.oidc.said import subject_of_number
from wijkstem.domain.roll_files import Asked, BadList, RollFile, print_file, read_list
from wijkstem.domain.rounds import Voters
from wijkstem.domain.voting_codes import is_code, new_code, read
from wijkstem.words.rounds import Roll

CENTRE, NORTH = uuid4(), uuid4()
AREAS = {"centrum": CENTRE, "1": CENTRE, "noord": NORTH, "2": NORTH}
ASKED = Asked(AREAS, Voters(16, date(2026, 2, 1), Roll.OPEN), subject_of_number)
LIST_ONLY = replace(ASKED, voters=Voters(16, date(2026, 2, 1), Roll.LIST))
HEAD = "bsn;naam;gebied;geboortedatum\n"
ANNA = "999990019;Anna Ën;Centrum;31-12-1980\n"
BRAM = "999990020;Bram;2;1950-03-04\n"


def problems(text: str | bytes, asked: Asked = ASKED) -> list[tuple[int, str]]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(BadList) as refused:
        read_list(data, asked)
    return [(one.line, one.error.code) for one in refused.value.problems]


def taken(text: str, asked: Asked = ASKED) -> RollFile:
    return read_list(text.encode(), asked)


def test_a_list_as_it_should_be() -> None:
    file = taken(HEAD + ANNA + BRAM)
    assert [(voter.subject, voter.area_id) for voter in file.voters] == [
        ("bsn:999990019", CENTRE),
        ("bsn:999990020", NORTH),
    ]


def test_the_file_comes_back_with_a_code_beside_each_voter() -> None:
    file = taken(HEAD + ANNA + BRAM)
    codes = [new_code(), new_code()]
    rows = list(
        csv.reader(io.StringIO(print_file(file, codes).decode(), newline=""), delimiter=";")
    )
    assert [row[:-1] for row in rows] == [
        line.split(";") for line in (HEAD + ANNA + BRAM).splitlines()
    ]
    assert rows[0][-1] == "stemcode"
    assert [read(row[-1]) for row in rows[1:]] == codes
    assert all(is_code(read(row[-1])) for row in rows[1:])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_files_of_other_programs(encoding: str, delimiter: str, ends: str) -> None:
    text = (HEAD + ANNA + "\n" + BRAM).replace(";", delimiter).replace("\n", ends)
    file = read_list(text.encode(encoding), ASKED)
    assert file.voters == taken(HEAD + ANNA + BRAM).voters
    back = print_file(file, [new_code(), new_code()]).decode(encoding)
    assert "Anna Ën" in back


@pytest.mark.parametrize(
    "born", ["31-12-1980", "31/12/1980", "1980-12-31", "19801231", "31.12.1980"]
)
def test_dates_as_they_are_written(born: str) -> None:
    assert taken(HEAD + ANNA.replace("31-12-1980", born)).voters


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda line: line.replace("999990019", "999990018"), "number"),
        (lambda line: line.replace("999990019", ""), "number"),
        (lambda line: line.replace("Centrum", "Zuid"), "area"),
        (lambda line: line.replace("31-12-1980", "31-02-1980"), "born"),
        (lambda line: line.replace("31-12-1980", "gisteren"), "born"),
        (lambda line: line.replace("31-12-1980", "31-12-1880"), "born"),
        (lambda line: line.replace("31-12-1980", "31-12-2080"), "born"),
        (lambda line: line.replace("31-12-1980", "02-02-2010"), "young"),
        (lambda line: line.replace(";Centrum", ""), "cells"),
        (lambda line: line.replace("Anna", "Anna;"), "cells"),
    ],
)
def test_every_wrong_line_is_named(change: Callable[[str], str], code: str) -> None:
    assert problems(HEAD + BRAM + change(ANNA)) == [(3, code)]


def test_all_wrong_lines_are_named_at_once() -> None:
    text = HEAD + ANNA + "x;y;z;q\n" + "\n" + ANNA + BRAM.replace("1950", "2050")
    assert problems(text) == [(3, "area"), (5, "twice"), (6, "born")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (HEAD, "empty"),
        ("naam;gebied;geboortedatum\nx;y;z\n", "columns"),
        ("bsn;gebied\n1;2\n", "columns"),
        (HEAD.replace("naam", "stemcode") + ANNA, "has_codes"),
        (HEAD.replace("naam", "bsn") + ANNA, "twice"),
        (b"bsn;gebied;geboortedatum\n\x81\x8d;1;2\n", "encoding"),
    ],
)
def test_files_that_are_no_list(text: str | bytes, code: str) -> None:
    assert problems(text) == [(1, code)]


def test_quotes_that_do_not_close() -> None:
    assert problems(HEAD + ANNA + '"x;y;z\n')[0][1] == "csv"


def test_a_reference_will_do_where_nobody_logs_in() -> None:
    text = "kenmerk;gebied;geboortedatum\nA-1001;Centrum;31-12-1980\n"
    assert taken(text, LIST_ONLY).voters[0].subject == "kenmerk:A-1001"
    assert problems(text) == [(1, "columns")], "who logs in would be on the roll twice"
    assert problems(text.replace("A-1001", "!"), LIST_ONLY) == [(2, "reference")]


def test_the_same_people_are_the_same_list() -> None:
    one, two = taken(HEAD + ANNA + BRAM), taken(HEAD + ANNA.replace("Anna Ën", "A.") + BRAM)
    assert one.digest == two.digest
    assert one.digest != taken(HEAD + ANNA).digest


@given(st.binary(max_size=300))
def test_whatever_the_file_is(data: bytes) -> None:
    with suppress(BadList):
        assert read_list(HEAD.encode() + data, ASKED).voters
