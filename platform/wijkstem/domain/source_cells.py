"""What a cell says: a figure, a whole number, a year, a day or a word. Never guessed: what can be read in two ways is refused."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from wijkstem.domain.sources import Fault
from wijkstem.errors import FieldError
from wijkstem.kit.sheets import Cell, plain
from wijkstem.kit.text import clean, has_control_characters
from wijkstem.words.sources import Note

T = TypeVar("T")

#: How people say that there is no figure.
NOTHING = frozenset({"", "-", "–", ".", "n.v.t.", "nvt", "n.b.", "onbekend", "geen", "x"})
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(\D|$))", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_FRACTION = re.compile(r"(-?\d{1,15})[.,](\d{1,6})", re.ASCII)
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_THOUSANDS = (
    re.compile(r"-?\d{1,3}(\.\d{3})+(,\d{1,6})?", re.ASCII),
    re.compile(r"-?\d{1,3}(,\d{3})+(\.\d{1,6})?", re.ASCII),
)
_MONTHS = "jan|feb|mrt|maa|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
_DATED = re.compile(
    rf"\d{{1,2}}[-/]\d{{1,2}}([-/]\d{{2,4}})?|\d{{4}}-\d{{2}}-\d{{2}}( .*)?|"
    rf"\d{{1,2}}[- ]({_MONTHS})[a-z]*([- ]\d{{2,4}})?|({_MONTHS})[a-z]*[- ]\d{{1,4}}",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
#: From when on Excel counts days, and what looks like such a count.
_EXCEL_BEGAN = date(1899, 12, 30)
_EXCEL_DAYS = range(18_000, 80_000)
FIRST_YEAR, YEARS_AHEAD = 1950, 30


def shown(cell: Cell) -> str:
    """As the sender would know it again."""
    if isinstance(cell, Decimal):
        return plain(cell).replace(".", ",")
    if isinstance(cell, date):
        return f"{cell.day}-{cell.month}-{cell.year}"
    return clean(cell or "")


def text(cell: Cell) -> str:
    """A word or a name, "" for nothing. Raises FieldError for what cannot be kept."""
    said = shown(cell)
    if has_control_characters(said) or "\n" in said:
        raise FieldError("signs", "Hierin staan tekens die niemand ziet. Typ het opnieuw.")
    return said


def is_empty(cell: Cell) -> bool:
    """Whether there is no figure: a gap, which is no zero."""
    return shown(cell).casefold() in NOTHING


def digits(cell: Cell) -> str:
    """A figure, digit for digit, with a decimal point. Raises FieldError."""
    if isinstance(cell, Decimal):
        return _fitting(plain(cell))
    if isinstance(cell, date):
        raise _made_a_date()
    said = _bare(cell or "")
    if _EITHER.fullmatch(said):
        raise FieldError(
            "two_ways", "Is dit een duizendtal of een breuk? Schrijf het zonder punt of komma."
        )
    read = _read(said)
    if read is not None:
        return _fitting(read)
    if _DATED.fullmatch(said):
        raise _made_a_date()
    raise FieldError("no_number", "Dit is geen getal.")


def _bare(typed: str) -> str:
    """Without what stands around a figure, and without the blanks between thousands."""
    said = _SPACES.sub("", clean(typed)).replace("\u2212", "-")
    return said.removeprefix("€").removesuffix("%").strip()


def _read(said: str) -> str | None:
    """With a decimal point and nothing between thousands; None for what is no figure."""
    if _WHOLE.fullmatch(said):
        return said
    if found := _FRACTION.fullmatch(said):
        return f"{found[1]}.{found[2]}"
    if _THOUSANDS[0].fullmatch(said):
        return said.replace(".", "").replace(",", ".")
    return said.replace(",", "") if _THOUSANDS[1].fullmatch(said) else None


def _fitting(said: str) -> str:
    """Raises FieldError for what has more digits than a figure has."""
    if _WHOLE.fullmatch(said) or _FRACTION.fullmatch(said):
        return said
    raise FieldError("too_long_number", "Dit getal heeft te veel cijfers.")


def _made_a_date() -> FieldError:
    return FieldError("excel_date", "Excel maakte hier een datum van. Typ het getal opnieuw.")


def decimals_of(cell: Cell) -> str:
    """The sign before the decimals, where a cell shows one: "," or "."; "" where it does not."""
    if not isinstance(cell, str):
        return ""
    found = re.search(r"([.,])\d{1,6}%?$", clean(cell))
    return found[1] if found else ""


def whole(cell: Cell) -> int:
    """A number of things. Raises FieldError."""
    said = Decimal(digits(cell))
    if said != said.to_integral_value() or said < 0:
        raise FieldError("no_count", "Dit moet een heel getal zijn, 0 of meer.")
    return int(said)


def at_least_one(cell: Cell) -> int:
    """A number of things of which there is one at least. Raises FieldError."""
    number = whole(cell)
    if not number:
        raise FieldError("no_one", "Dit moet 1 of meer zijn.")
    return number


def year(cell: Cell, *, today: date) -> int:
    """A year that a figure can be about. Raises FieldError."""
    said = shown(cell).removesuffix("JJ00")  # as Statistics Netherlands (CBS) writes a whole year
    if isinstance(cell, date):
        raise FieldError("year_date", "Schrijf alleen het jaar: %(year)s.", year=cell.year)
    if not re.fullmatch(r"[0-9]{4}", said):
        if said.isascii() and said.isdecimal() and int(said) in _EXCEL_DAYS:
            raise _counted_days(int(said))
        raise FieldError("no_year", "Schrijf een jaar, bijvoorbeeld 2025.")
    if not FIRST_YEAR <= int(said) <= today.year + YEARS_AHEAD:
        raise FieldError("no_year", "Schrijf een jaar, bijvoorbeeld 2025.")
    return int(said)


def day(cell: Cell) -> date:
    """A day, as 31-12-2025 or 2025-12-31. Raises FieldError."""
    if isinstance(cell, date):
        return cell
    said = shown(cell)
    if said.isascii() and said.isdecimal() and int(said) in _EXCEL_DAYS:
        raise _counted_days(int(said))
    found = _DAY_FIRST.fullmatch(said)
    backwards = _YEAR_FIRST.fullmatch(said)
    parts = found.groups()[::-1] if found else backwards.groups() if backwards else ()
    try:
        return date(*map(int, parts))
    except (TypeError, ValueError):
        raise FieldError("no_day", "Schrijf een datum, bijvoorbeeld 31-12-2025.") from None


def _counted_days(days: int) -> FieldError:
    """Excel counts days; out of its own file that is no date any more."""
    meant = _EXCEL_BEGAN + timedelta(days=days)
    return FieldError(
        "excel_days", "Excel schreef een datum als getal. Bedoelt u %(day)s?", day=shown(meant)
    )


class Row:
    """The cells of one row by what they are about; whatever is wrong with them is gathered."""

    def __init__(
        self,
        number: int,
        cells: tuple[Cell, ...],
        places: Mapping[str, tuple[int, str]],
        defaults: Mapping[str, str],
    ) -> None:
        self.number = number
        self._cells = cells
        #: By our name of a column where it stands, and its heading as it was typed.
        self._places = places
        self._defaults = defaults
        self.faults: list[Fault] = []
        self.notes: list[Note] = []

    def cell(self, name: str) -> Cell:
        """What stands there, or what the form says; None for neither."""
        place, _ = self._places.get(name, (len(self._cells), ""))
        found = self._cells[place] if place < len(self._cells) else None
        return self._defaults.get(name) if found is None or found == "" else found

    def read(self, name: str, how: Callable[[Cell], T]) -> T | None:
        """What a cell says; None with a fault when it cannot be read."""
        try:
            return how(self.cell(name))
        except FieldError as error:
            self.wrong(name, error)
            return None

    def optional(self, name: str, how: Callable[[Cell], T]) -> T | None:
        """The same; None for an empty cell."""
        return None if is_empty(self.cell(name)) else self.read(name, how)

    def wrong(self, name: str, error: FieldError) -> None:
        """Keep what is wrong with a cell."""
        _, heading = self._places.get(name, (0, name))
        self.faults.append(Fault(self.number, heading[:60], shown(self.cell(name)), error))
