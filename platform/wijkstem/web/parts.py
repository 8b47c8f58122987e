"""An indicator's figures told apart in another way than by year, on its page."""

from dataclasses import dataclass

from wijkstem.kit.charts import Bar, Bars, Point, bars
from wijkstem.queries.histories import IndicatorPage
from wijkstem.queries.indicators import Reading, adds_up
from wijkstem.queries.working_out import Value
from wijkstem.web.context import Visitor
from wijkstem.web.figure_words import said
from wijkstem.web.part_words import part_said
from wijkstem.words import Breakdown


@dataclass(frozen=True)
class PartRow:
    """A part as a row with its bar."""

    name: str
    #: "": a gap.
    figure: str
    hidden: bool
    bar: Bar | None


@dataclass(frozen=True)
class Parts:
    """All parts on one scale."""

    rows: list[PartRow]
    drawn: Bars


def parts_of(shown: IndicatorPage, who: Visitor) -> Parts | None:
    """None where nothing was told apart."""
    if shown.parts is None or shown.by is None:
        return None
    drawn = _drawn(shown.parts)
    pairs = zip(shown.parts.parts, drawn.bars, strict=True)
    return Parts([_row(one, bar, shown.by, shown.parts, who) for one, bar in pairs], drawn)


def _drawn(found: Reading) -> Bars:
    """Held against the whole, unless the parts add up to it."""
    points = [Point(0, one.value) for one in found.parts]
    return bars(points, line=None if adds_up(found.definition) else found.in_all.value)


def _row(one: Value, bar: Bar | None, by: Breakdown, found: Reading, who: Visitor) -> PartRow:
    figure = "" if one.value is None else said(one.value, found.definition.unit, who.lang)
    return PartRow(part_said(by, one.part, who.rules, who.lang), figure, one.hidden, bar)
