"""The list of voters as the municipality exports it (CSV), looked at as a whole before anything of it is kept.

The same file goes back once, with a code beside each voter: whoever makes the letters needs the other columns, and we do not.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from wijkstem.domain.people import age_on
from wijkstem.domain.rolls import Voter
from wijkstem.domain.rounds import Voters
from wijkstem.domain.voting_codes import grouped
from wijkstem.errors import FieldError, RuleBroken
from wijkstem.kit.canonical import sha256
from wijkstem.kit.i18n import N_
from wijkstem.kit.text import clean
from wijkstem.words.rounds import Roll

AREA, BORN, NUMBER, REFERENCE, CODE = "gebied", "geboortedatum", "bsn", "kenmerk", "stemcode"
_OLDEST: Final = 120
#: What a reference of the municipality's own may look like.
_REFERENCE: Final = re.compile(r"[\w./-]{3,40}")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line of the file, as the line is numbered in a text editor."""

    line: int
    error: FieldError


class BadList(RuleBroken):
    """The file cannot be taken in as it is; nothing of it was kept."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("bad_list", N_("Er is niets bewaard. Verbeter eerst deze regels."))
        self.problems = problems


@dataclass(frozen=True)
class RollFile:
    """A file in which everything is right."""

    header: list[str] = field(repr=False)
    rows: list[list[str]] = field(repr=False)
    delimiter: str
    encoding: str
    voters: tuple[Voter, ...] = field(repr=False)
    digest: str
    #: Where each voter stands, as a text editor numbers lines.
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """What a line is held against."""

    #: By name and by number, in lower case.
    areas: Mapping[str, UUID]
    voters: Voters
    #: What a login service would say of a citizen service number; None for what is none.
    subject_of: Callable[[str], str | None]


def reference_subject(typed: str) -> str | None:
    """Somebody by what the municipality itself calls them; they cannot log in as this."""
    found = _REFERENCE.fullmatch(clean(typed))
    return f"kenmerk:{found[0].upper()}" if found else None


def read_list(data: bytes, asked: Asked) -> RollFile:
    """Raises BadList with everything that is wrong, line by line."""
    text, encoding = _decoded(data)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    problems: list[Problem] = []
    rows: list[tuple[int, list[str]]] = []
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        wrong = FieldError("csv", "Deze regel kan niet: er mist een teken dat de tekst afsluit.")
        raise BadList([Problem(reader.line_num, wrong)]) from error
    header = _header(rows, asked)
    columns = {clean(name).casefold(): place for place, name in enumerate(header)}
    voters: list[Voter] = []
    seen: dict[str, int] = {}
    for line, row in rows[1:]:
        try:
            voter = _voter(row, len(header), columns, asked)
            _once(voter, line, seen)
            voters.append(voter)
        except FieldError as error:
            problems.append(Problem(line, error))
    if problems:
        raise BadList(problems)
    digest = sha256("\n".join(f"{voter.subject} {voter.area_id}" for voter in voters))
    lines = tuple(line for line, _ in rows[1:])
    kept = [row for _, row in rows[1:]]
    return RollFile(header, kept, delimiter, encoding, tuple(voters), digest, lines)


def print_file(file: RollFile, codes: list[str]) -> bytes:
    """The file for the letters: as it came, with one column more."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=file.delimiter)
    writer.writerow([*file.header, CODE])
    for row, code in zip(file.rows, codes, strict=True):
        writer.writerow([*row, grouped(code)])
    return out.getvalue().encode(file.encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    """UTF-8, or what older Windows programs write."""
    for encoding in ("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise _whole("encoding", N_("Wij kunnen dit bestand niet lezen. Bewaar het als CSV (UTF-8)."))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(";,\t", key=first.count)


def _header(rows: list[tuple[int, list[str]]], asked: Asked) -> list[str]:
    if len(rows) < 2:
        raise _whole("empty", N_("Er staat niemand in dit bestand."))
    header = rows[0][1]
    names = [clean(name).casefold() for name in header]
    if CODE in names:
        raise _whole("has_codes", N_("Dit bestand heeft al een kolom stemcode. Haal die weg."))
    needed = {AREA, BORN}
    if missing := sorted(needed - set(names)):
        raise _whole("columns", N_("Deze kolom ontbreekt: %(name)s."), name=missing[0])
    if NUMBER not in names and (asked.voters.roll is Roll.OPEN or REFERENCE not in names):
        raise _whole("columns", N_("Deze kolom ontbreekt: %(name)s."), name=NUMBER)
    if len(set(names)) < len(names):
        raise _whole("twice", N_("Er zijn twee kolommen met dezelfde naam."))
    return header


def _whole(code: str, sentence: str, **values: object) -> BadList:
    return BadList([Problem(1, FieldError(code, sentence, **values))])


def _voter(row: list[str], width: int, columns: Mapping[str, int], asked: Asked) -> Voter:
    if len(row) != width:
        raise FieldError("cells", "Deze regel heeft meer of minder kolommen dan de eerste regel.")
    area = asked.areas.get(clean(row[columns[AREA]]).casefold())
    if area is None:
        raise FieldError("area", "Dit gebied hoort niet bij deze ronde.")
    born = _date(clean(row[columns[BORN]]))
    age = age_on(born, asked.voters.reference_day) if born else _OLDEST + 1
    if not 0 <= age <= _OLDEST:
        raise FieldError("born", "Deze geboortedatum kan niet. Schrijf bijvoorbeeld 31-12-1980.")
    if age < asked.voters.minimum_age:
        raise FieldError("young", "Deze inwoner is te jong om te stemmen.")
    return Voter(_subject(row, columns, asked), area)


def _subject(row: list[str], columns: Mapping[str, int], asked: Asked) -> str:
    if NUMBER in columns:
        subject = asked.subject_of(clean(row[columns[NUMBER]]))
        if subject is None:
            raise FieldError("number", "Dit is geen burgerservicenummer.")
        return subject
    subject = reference_subject(row[columns[REFERENCE]])
    if subject is None:
        raise FieldError("reference", "Dit kenmerk kan niet: gebruik 3 tot 40 letters en cijfers.")
    return subject


def _once(voter: Voter, line: int, seen: dict[str, int]) -> None:
    first = seen.setdefault(voter.subject, line)
    if first != line:
        raise FieldError("twice", "Deze inwoner staat ook op regel %(line)s.", line=first)


def _date(typed: str) -> date | None:
    """As 31-12-1980, 1980-12-31 or 19801231."""
    for pattern in (
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})",
        r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})",
    ):
        found = re.fullmatch(pattern, typed, re.ASCII)
        if found:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None
