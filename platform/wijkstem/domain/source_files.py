"""Reading a file with figures: which columns it has, and each row as a line or as what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from wijkstem.domain.source_cells import Row, text
from wijkstem.domain.sources import Fault, Line, Numbered
from wijkstem.errors import FieldError
from wijkstem.kit.i18n import N_
from wijkstem.kit.sheets import BadSheet, SheetRow
from wijkstem.rules.indicators import Indicator
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words.sources import Note, SourceKind

#: Names of columns that were not used, that are kept to be told.
MOST_IGNORED = 300


@dataclass(frozen=True)
class Column:
    """A column by our name, what others call it, and what stands in it in words."""

    name: str
    about: str
    needed: bool = False
    also: tuple[str, ...] = ()
    #: Such as somebody could type it.
    example: str = ""
    #: All that may stand in it, where that is a closed set.
    choices: tuple[str, ...] = ()


class Skip(Exception):
    """A row that is right and holds nothing for us: of another municipality, or without a figure."""

    def __init__(self, *, gap: bool = False) -> None:
        self.gap = gap


@dataclass(frozen=True)
class Asked:
    """What a row is held against."""

    rules: MunicipalityRules
    today: date
    #: What the form says for rows that do not say it themselves, by our name of a column.
    defaults: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """By code, by name, and by what sources call them: in lower case, once for all rows."""
        found: dict[str, Indicator] = {}
        for one in self.rules.indicators.indicators:
            names = (one.code, one.name.nl, one.name.en, *one.known_as)
            found |= {name.casefold(): one for name in names}
        return found


@dataclass(frozen=True)
class Layout:
    """A kind of file: its columns, and how one row is read. What is wrong stands in the row."""

    kind: SourceKind
    columns: tuple[Column, ...]
    line: Callable[[Row, Asked], Line | None]
    #: One of these must be there.
    either: tuple[str, ...] = ()


@dataclass(frozen=True)
class Batch:
    """Some rows, read."""

    lines: tuple[Numbered, ...] = ()
    faults: tuple[Fault, ...] = ()
    #: Rows of other municipalities, and rows without a figure.
    skipped: int = 0
    gaps: int = 0
    notes: frozenset[Note] = frozenset()


@dataclass(frozen=True)
class Headings:
    """The first row, understood."""

    places: Mapping[str, tuple[int, str]]
    #: Columns that nothing is done with: one that was misspelt would go unseen.
    ignored: str


def headings(first: SheetRow, layout: Layout, asked: Asked) -> Headings:
    """Raises BadSheet when a column is missing or stands there twice."""
    named = {name: column for column in layout.columns for name in (column.name, *column.also)}
    places: dict[str, tuple[int, str]] = {}
    ignored = []
    for place, cell in enumerate(first.cells):
        heading = text(cell)
        column = named.get(_plain(heading))
        if column is None:
            ignored.append(heading)
        elif column.name in places:
            raise BadSheet(
                "column_twice", N_("De kolom %(name)s staat er twee keer."), name=heading
            )
        else:
            places[column.name] = (place, heading)
    there = places.keys() | asked.defaults.keys()
    missing = [one.name for one in layout.columns if one.needed and one.name not in there]
    if layout.either and not there & set(layout.either):
        missing.append(layout.either[0])
    if missing:
        raise BadSheet("column_missing", N_("Deze kolom ontbreekt: %(name)s."), name=missing[0])
    return Headings(places, ", ".join(name for name in ignored if name)[:MOST_IGNORED])


def _plain(heading: str) -> str:
    """As one can compare it: "Bron meting" is "bron_meting"."""
    return "_".join(heading.casefold().replace("_", " ").replace("-", " ").split())


def batches(
    rows: Iterable[SheetRow], found: Headings, layout: Layout, asked: Asked, *, size: int
) -> Iterator[Batch]:
    """The rows below the headings, some hundreds at a time."""
    pile: list[SheetRow] = []
    for row in rows:
        pile.append(row)
        if len(pile) == size:
            yield _batch(pile, found, layout, asked)
            pile = []
    if pile:
        yield _batch(pile, found, layout, asked)


def _batch(pile: list[SheetRow], found: Headings, layout: Layout, asked: Asked) -> Batch:
    lines, faults, notes = list[Numbered](), list[Fault](), set[Note]()
    skipped = gaps = 0
    for sheet_row in pile:
        row = Row(sheet_row.number, sheet_row.cells, found.places, asked.defaults)
        try:
            line = layout.line(row, asked)
        except Skip as skip:
            gaps, skipped = gaps + skip.gap, skipped + (not skip.gap)
            continue
        faults.extend(row.faults)
        if line is not None and not row.faults:
            lines.append(Numbered(row.number, line))
            notes |= set(row.notes)
    return Batch(tuple(lines), tuple(faults), skipped, gaps, frozenset(notes))


OTHER_MUNICIPALITY = N_("Dit is geen code van een gemeente.")


def own_municipality(row: Row, asked: Asked) -> None:
    """Raises Skip for a row of another municipality."""
    code, name = text(row.cell("gemeentecode")).upper(), text(row.cell("gemeente"))
    here = asked.rules.municipality
    if code and not (code.startswith("GM") and code[2:].isdecimal() and len(code) == len("GM0000")):
        row.wrong("gemeentecode", FieldError("no_municipality", OTHER_MUNICIPALITY))
    elif (code and code != here.cbs_code) or (
        not code and name and name.casefold() not in {here.name.casefold(), here.slug}
    ):
        raise Skip


def typed(
    layout: Layout, values: Mapping[str, str], asked: Asked
) -> tuple[Line | None, list[Fault]]:
    """One line that was typed into a form, by our names of the columns. Raises Skip."""
    places = {name: (place, name) for place, name in enumerate(values)}
    row = Row(1, tuple(values.values()), places, asked.defaults)
    line = layout.line(row, asked)
    return (None if row.faults else line), row.faults


MUNICIPALITY_COLUMNS = (
    Column("gemeentecode", N_("De code van uw gemeente. Andere gemeenten slaan wij over."), example="GM0000"),
    Column("gemeente", N_("De naam van uw gemeente, als u geen code hebt.")),
)  # fmt: skip


def neighbourhood(row: Row, asked: Asked) -> str | None:
    """The code of a neighbourhood, by its code or its name; None: of the whole municipality, or wrong."""
    said = text(row.cell("wijk"))
    if not said:
        return None
    here = asked.rules.municipality
    for one in here.neighbourhoods:
        if said.casefold() in {one.code.casefold(), one.name.casefold()}:
            return one.code
    if said.upper() in asked.rules.former_codes:
        return said.upper()
    row.wrong("wijk", FieldError("no_neighbourhood", "Deze wijk kennen wij niet."))
    return None
