"""An indicator's figures as pictures, and what those say for who does not see them."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_compact_decimal

from wijkstem.domain.steering import aim_for
from wijkstem.kit.charts import Level, LineChart, Mark, Point, Spark, line_chart, spark
from wijkstem.kit.i18n import N_
from wijkstem.queries.histories import History, Seen
from wijkstem.web.figure_words import KINDS, plain, said, seen_said, year_said
from wijkstem.web.language import translated
from wijkstem.words import Direction, Unit
from wijkstem.words.sources import FigureKind

#: What is drawn beside the figures of the municipality itself.
_DRAWN = (FigureKind.BASELINE, FigureKind.TARGET, FigureKind.AMBITION, FigureKind.BENCHMARK)
_MILLION = 10**6
LINE = N_("Realisatie")
LOOSE = N_("Dit jaar is nog niet om")
REACH = N_("Het streepje laat de onzekerheid zien")


@dataclass(frozen=True)
class Key:
    """What a shape in the chart means: a mark at a year, or a level from left to right."""

    kind: str
    level: bool
    text: str


@dataclass(frozen=True)
class Picture:
    """A chart with its legend and its words."""

    chart: LineChart
    title: str
    #: Everything that is in it, in sentences.
    told: str
    ticks: list[str]
    keys: list[Key]


def picture(history: History, lang: str) -> Picture | None:
    """The chart of an indicator; None where no figure of it has a year."""
    unit = history.definition.unit
    beside = [one for one in history.beside if one.kind in _DRAWN and one.value is not None]
    chart = line_chart(
        [_point(one, unit, lang) for one in history.by_year.values()],
        marks=[
            Mark(one.kind, one.year, one.value)
            for one in beside
            if one.year and one.value is not None
        ],
        levels=[
            Level(one.kind, one.value) for one in beside if not one.year and one.value is not None
        ],
        from_zero=unit is not Unit.GRADE,
    )
    if chart is None:
        return None
    return Picture(
        chart=chart,
        title=history.definition.name.in_language(lang),
        told=_told(history, beside, lang),
        ticks=[_tick(one.value, unit, lang) for one in chart.ticks],
        keys=_keys(history, beside, lang),
    )


def _point(one: Seen, unit: Unit, lang: str) -> Point:
    low, high = one.reach or (None, None)
    text = "" if one.value is None else _short(one.value, unit, lang)
    return Point(one.year or 0, one.value, text, low, high, one.so_far)


def _short(value: Decimal, unit: Unit, lang: str) -> str:
    """Without the words of the unit, which stand above the axis."""
    text = plain(value, lang)
    return f"{text}%" if unit is Unit.PERCENT else text


def _tick(value: Decimal, unit: Unit, lang: str) -> str:
    """Without decimals that say nothing."""
    if abs(value) >= _MILLION:
        return str(format_compact_decimal(value, locale=lang, fraction_digits=1))
    bare = value.normalize()
    whole = bare == bare.to_integral_value()
    return _short(bare.quantize(Decimal(1)) if whole else bare, unit, lang)


def _told(history: History, beside: list[Seen], lang: str) -> str:
    unit = history.definition.unit
    seen = [*history.by_year.values(), *beside]
    return " ".join(
        f"{translated(KINDS[one.kind], lang)}, {year_said(one, lang)}: {_value(one, unit, lang)}."
        for one in seen
    )


def _value(one: Seen, unit: Unit, lang: str) -> str:
    return seen_said(one, unit, lang).rstrip(".") or translated(N_("geen cijfer"), lang)


def _keys(history: History, beside: list[Seen], lang: str) -> list[Key]:
    figures = history.by_year.values()
    keys = [Key("line", level=False, text=translated(LINE, lang))]
    if any(one.so_far and one.value is not None for one in figures):
        keys.append(Key("loose", level=False, text=translated(LOOSE, lang)))
    if any(one.reach for one in figures):
        keys.append(Key("reach", level=False, text=translated(REACH, lang)))
    return keys + [_key(one, history.definition.unit, lang) for one in beside]


def _key(one: Seen, unit: Unit, lang: str) -> Key:
    assert one.value is not None  # only what is drawn has a key
    year = "" if one.year is None else f" ({one.year})"
    of = f", {one.note.in_language(lang)}" if one.note and one.kind is FigureKind.BENCHMARK else ""
    name = translated(KINDS[one.kind], lang)
    return Key(one.kind, one.year is None, f"{name}: {said(one.value, unit, lang)}{year}{of}")


def small_picture(history: History, this_year: int) -> Spark | None:
    """Which way it went, as small as a word, with the goal where there is one."""
    points = [
        Point(one.year, one.value, so_far=one.so_far)
        for one in history.by_year.values()
        if one.year is not None
    ]
    wanted = history.definition.direction is not Direction.NEITHER
    aim = aim_for(history.aims, this_year) if wanted else None
    return spark(points, aim=aim.value if aim else None)
