"""Working a formula out on figures: in all and part by part, and hiding what is about too few people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from wijkstem.domain.disclosure import is_small, to_hide
from wijkstem.queries.figures import Cube, Row, Scope
from wijkstem.queries.formulas import Figures, Formula
from wijkstem.queries.towns import Towns
from wijkstem.words import Breakdown


@dataclass(frozen=True)
class Value:
    """One figure; a gap is None and never a zero."""

    #: A year, a month ("2026-03"), a CBS code, an instrument, a channel, or the youngest age of a band; "" for in all.
    part: str
    value: Decimal | None
    #: There is a figure, and it is about too few people to be shown; or others could be worked out from it.
    hidden: bool = False
    #: How many people or answers it is about, for figures that are about people; None where it is hidden.
    people: int | None = None
    #: The last day on which this was counted differently after its year or month was over; None: never.
    corrected_on: date | None = None


@dataclass(frozen=True)
class Surroundings:
    """What all formulas of a question share."""

    scope: Scope
    towns: Towns
    #: In which something was counted, of whatever.
    years: Collection[int]
    #: How many people a figure is about at least.
    fewest: int


class WorkingOut:
    """One formula on its rows."""

    def __init__(self, formula: Formula, rows: Iterable[Row], around: Surroundings) -> None:
        self._formula, self._scope, self._fewest = formula, around.scope, around.fewest
        self._towns = around.towns
        wanted = formula.needs(around.scope.by) | set(formula.places)
        ours = (row for row in rows if row.measure in wanted)
        self._cube = Cube(ours, around.years)
        #: Years of which there are too few people: they are in no sum, or the sum would tell of them.
        self.few = [year for year in self._cube.years if self._is_few(year)]
        self._years = [year for year in self._cube.years if year not in self.few]

    def _is_few(self, year: int) -> bool:
        if not self._formula.is_private(None):
            return False
        return is_small(self._people(self._of([year])), self._fewest)

    def in_all(self) -> Value:
        figures = self._of(self._years, ever=self._ever)
        if self.few and (not self._years or is_small(self._people(figures), self._fewest)):
            return Value("", None, hidden=True)
        return self._value("", figures)

    def parts(self) -> tuple[Value, ...]:
        match self._scope.by:
            case None:
                return ()
            case Breakdown.YEAR:
                return tuple(self._of_year(year) for year in self._cube.years)
            case by:
                hidden = self._hidden(by)
                return tuple(self._part(name, name in hidden) for name in self._names(by))

    @property
    def _ever(self) -> bool:
        return self._scope.year is None

    def _of_year(self, year: int) -> Value:
        if year in self.few:
            return Value(str(year), None, hidden=True)
        return self._value(str(year), self._of([year]))

    def _of(self, years: Sequence[int], *, ever: bool = False) -> Figures:
        town = self._towns.of(None if ever else max(years, default=None))
        return self._cube.figures(years, town, ever=ever)

    def _part(self, name: str, hidden: bool) -> Value:
        if hidden or (self.few and not self._years):
            return Value(name, None, hidden=True)
        return self._value(name, self._figures(self._years, name))

    def _names(self, by: Breakdown) -> list[str]:
        """Every neighbourhood, and else what there is; what belongs to no part is only counted in all."""
        known = self._towns.neighbourhoods if by is Breakdown.NEIGHBOURHOOD else ()
        return sorted({*known, *self._cube.parts} - {""})

    def _hidden(self, by: Breakdown) -> frozenset[str]:
        """What is hidden in one year is hidden in all years together: the other years are there to subtract."""
        if not self._formula.is_private(by):
            return frozenset()
        names = [*self._names(by), ""]
        each = (
            {name: self._people(self._figures([year], name)) for name in names}
            for year in self._years
        )
        return frozenset().union(*(to_hide(counts, self._fewest) for counts in each))

    def _figures(self, years: Sequence[int], part: str) -> Figures:
        by = self._scope.by
        town = self._towns.of(self._scope.year)
        if by is Breakdown.NEIGHBOURHOOD:
            town = replace(town, people=town.inhabitants.get(part))
        instead = self._formula.instead(by)
        return self._cube.figures(years, town, part, ever=self._ever, instead=instead)

    def _people(self, figures: Figures) -> int:
        return self._formula.people(figures) if self._formula.people else 0

    def _value(self, part: str, figures: Figures) -> Value:
        people = self._people(figures) if self._formula.people else None
        return Value(part, self._formula(figures), people=people)
