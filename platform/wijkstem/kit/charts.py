"""Where everything of a chart stands: sums only, drawn as SVG by ``templates/_parts/charts.html``.

A chart has classes and no styles, so that a strict Content-Security-Policy lets it through. What differs has another
shape or another kind of line, never only another colour. A gap is a gap: no line goes over it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby, pairwise

#: More years than this get no name and no figure of their own each.
_MOST_NAMES = 7
#: Longer figures than this would stand in each other's way.
_WIDE = 5
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Point:
    """A figure of a year, or of a row; a gap is None."""

    at: int
    value: Decimal | None
    #: What stands beside it.
    text: str = ""
    #: Between which it lies, where it comes from a sample.
    low: Decimal | None = None
    high: Decimal | None = None
    #: The year is not over.
    so_far: bool = False


@dataclass(frozen=True)
class Mark:
    """A figure of another kind, such as a target: it has a shape of its own."""

    kind: str
    at: int
    value: Decimal


@dataclass(frozen=True)
class Level:
    """A figure without a year: a line from left to right."""

    kind: str
    value: Decimal


@dataclass(frozen=True)
class Frame:
    """The room for a drawing, in units that are about a pixel on a telephone."""

    width: int
    height: int
    left: float
    top: float
    right: float
    bottom: float


_CHART = Frame(340, 240, left=80, top=30, right=308, bottom=206)
_SPARK = Frame(96, 28, left=6, top=5, right=90, bottom=23)


@dataclass(frozen=True)
class Tick:
    """A place on the axis of figures."""

    y: float
    value: Decimal


@dataclass(frozen=True)
class Dot:
    """A point as it is drawn."""

    x: float
    y: float
    #: Its figure, and how high that stands; "" where there are too many.
    text: str
    text_y: float
    so_far: bool
    #: The ends of its uncertainty, low and high; None: not from a sample.
    reach: tuple[float, float] | None


@dataclass(frozen=True)
class Shape:
    """A mark or a level as it is drawn."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class LineChart:
    """Figures over the years, with what they are held against."""

    frame: Frame
    #: The names of the years, and where.
    years: Sequence[tuple[int, float]]
    ticks: Sequence[Tick]
    dots: Sequence[Dot]
    #: Each is drawn in one go: "x,y x,y".
    lines: Sequence[str]
    #: The last stretch, to a year that is not over; "": there is none.
    loose: str
    shapes: Sequence[Shape]
    levels: Sequence[Shape]
    from_zero: bool


def line_chart(
    points: Sequence[Point],
    *,
    marks: Sequence[Mark] = (),
    levels: Sequence[Level] = (),
    from_zero: bool = True,
) -> LineChart | None:
    """The chart; None where no figure has a year."""
    if not (years := _years(points, marks)):
        return None
    scale = Scale.over(_values(points, marks, levels), from_zero=from_zero)
    plot = _Plot(_CHART, years[0], years[-1], scale)
    stretch = _every_year(points, years)
    named = _named(stretch)
    return LineChart(
        frame=_CHART,
        years=[(one, plot.x(one)) for one in _names(years)],
        ticks=[Tick(plot.y(value), value) for value in scale.ticks],
        dots=[_dot(one, plot, named=one.at in named) for one in stretch if one.value is not None],
        lines=list(_lines(stretch, plot)),
        loose=_loose(stretch, plot),
        shapes=[Shape(one.kind, plot.x(one.at), plot.y(one.value)) for one in marks],
        levels=[Shape(one.kind, _CHART.left, plot.y(one.value)) for one in levels],
        from_zero=scale.low == 0,
    )


def _years(points: Sequence[Point], marks: Sequence[Mark]) -> range:
    """From the first figure to the last, without gaps at the ends."""
    known = {one.at for one in points if one.value is not None} | {one.at for one in marks}
    return range(min(known), max(known) + 1) if known else range(0)


def _every_year(points: Sequence[Point], years: range) -> list[Point]:
    there = {one.at: one for one in points}
    return [there.get(year) or Point(year, None) for year in years]


def _values(
    points: Sequence[Point], marks: Sequence[Mark] = (), levels: Sequence[Level] = ()
) -> list[Decimal]:
    seen = [value for one in points for value in (one.value, one.low, one.high)]
    beside = [*(one.value for one in marks), *(one.value for one in levels)]
    return [one for one in seen if one is not None] + beside


@dataclass(frozen=True)
class Scale:
    """An axis with round numbers."""

    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def over(cls, values: Sequence[Decimal], *, from_zero: bool) -> "Scale":
        """Around all values; what can begin elsewhere than at zero begins below the lowest."""
        low, high = min(values), max(values)
        if from_zero:
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
        step = nice_step((high - low) or abs(high) or Decimal(1))
        bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
        if bottom == low and not from_zero:
            bottom -= step
        top = (high / step).to_integral_value(ROUND_CEILING) * step
        return cls(bottom, max(top, bottom + step), step)

    @property
    def ticks(self) -> list[Decimal]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * one for one in range(count + 1)]

    def part(self, value: Decimal) -> float:
        """How far up: 0 at the bottom, 1 at the top."""
        return float((value - self.low) / (self.high - self.low))


def nice_step(reach: Decimal) -> Decimal:
    """A round number that goes into ``reach`` at most five times."""
    rough = reach / 5
    ten = Decimal(10) ** rough.adjusted()
    return next(one * ten for one in _STEPS if one * ten >= rough)


@dataclass(frozen=True)
class _Plot:
    """From years and figures to places."""

    frame: Frame
    first: int
    last: int
    scale: Scale

    def x(self, year: int) -> float:
        """One year alone stands in the middle."""
        left, right = self.frame.left, self.frame.right
        apart = self.last - self.first
        part = (year - self.first) / apart if apart else 0.5
        return round(left + (right - left) * part, 1)

    def y(self, value: Decimal) -> float:
        top, bottom = self.frame.top, self.frame.bottom
        return round(bottom - (bottom - top) * self.scale.part(value), 1)

    def path(self, points: Sequence[Point]) -> str:
        there = ((one.at, one.value) for one in points if one.value is not None)
        return " ".join(f"{self.x(at):g},{self.y(value):g}" for at, value in there)


def _names(years: range) -> list[int]:
    """As many years as have room for their name, the last one always."""
    apart = -(-len(years) // _MOST_NAMES)
    return sorted(range(years[-1], years[0] - 1, -apart))


def _named(points: Sequence[Point]) -> set[int]:
    """Which figures are written out: all of few, and else the first, the last, the highest and the lowest."""
    there = [(one.value, one.at) for one in points if one.value is not None]
    if not there:
        return set()
    if max(len(one.text) for one in points) > _WIDE:
        return {there[-1][1], max(there)[1]}
    if len(there) < _MOST_NAMES:
        return {at for _, at in there}
    return {there[0][1], there[-1][1], max(there)[1], min(there)[1]}


def _dot(one: Point, plot: _Plot, *, named: bool) -> Dot:
    assert one.value is not None  # a gap is not drawn
    y, reach = plot.y(one.value), _reach(one, plot.y)
    above = reach[1] if reach else y
    return Dot(plot.x(one.at), y, one.text if named else "", round(above - 9, 1), one.so_far, reach)


def _reach(one: Point, place: Callable[[Decimal], float]) -> tuple[float, float] | None:
    if one.low is None or one.high is None:
        return None
    return place(one.low), place(one.high)


def _lines(points: Sequence[Point], plot: _Plot) -> Iterator[str]:
    """One for each stretch of years without a gap; a year that is not over belongs to none."""
    for whole, stretch in groupby(points, lambda one: one.value is not None and not one.so_far):
        some = list(stretch)
        if whole and len(some) > 1:
            yield plot.path(some)


def _loose(points: Sequence[Point], plot: _Plot) -> str:
    ends = [one for one in pairwise(points) if one[1].so_far]
    return next((plot.path(two) for two in ends if None not in (two[0].value, two[1].value)), "")


@dataclass(frozen=True)
class Bar:
    """A bar in a row of a table."""

    start: float
    length: float
    #: The ends of its uncertainty; None: not from a sample.
    reach: tuple[float, float] | None = None


@dataclass(frozen=True)
class Bars:
    """A bar for each row, all on one scale; a gap has none. And where the figure is that all are held against."""

    width: int
    bars: Sequence[Bar | None]
    line: float | None


#: How long the longest bar is, and what is left free at both ends.
_LONGEST, _EDGE = 200, 3


def bars(points: Sequence[Point], *, line: Decimal | None = None) -> Bars:
    """From zero, so that lengths can be compared."""
    values = [Decimal(0), *_values(points), *([] if line is None else [line])]
    low, reach = min(values), (max(values) - min(values)) or Decimal(1)

    def x(value: Decimal) -> float:
        return round(float((value - low) / reach) * (_LONGEST - 2 * _EDGE) + _EDGE, 1)

    return Bars(_LONGEST, [_bar(one, x) for one in points], None if line is None else x(line))


def _bar(one: Point, x: Callable[[Decimal], float]) -> Bar | None:
    if one.value is None:
        return None
    start, end = sorted((x(Decimal(0)), x(one.value)))
    return Bar(start, round(end - start, 1), _reach(one, x))


@dataclass(frozen=True)
class Spark:
    """A line as small as a word: which way it went. What it says stands beside it in words."""

    frame: Frame
    lines: Sequence[str]
    loose: str
    dots: Sequence[Dot]
    #: Where it should come; None: nowhere.
    aim: float | None


def spark(points: Sequence[Point], *, aim: Decimal | None = None) -> Spark | None:
    """The line; None of fewer than two figures, which went nowhere."""
    years = _years(points, ())
    if len(years) < 2:
        return None
    values = [
        *_values([Point(one.at, one.value) for one in points]),
        *([] if aim is None else [aim]),
    ]
    plot = _Plot(_SPARK, years[0], years[-1], Scale.over(values, from_zero=False))
    stretch = _every_year(points, years)
    dots = [_dot(one, plot, named=False) for one in stretch if one.value is not None]
    return Spark(
        frame=_SPARK,
        lines=list(_lines(stretch, plot)),
        loose=_loose(stretch, plot),
        dots=dots[-1:],
        aim=None if aim is None else plot.y(aim),
    )
