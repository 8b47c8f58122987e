"""An indicator at a glance: where it stands, which way it goes, and why."""

from dataclasses import dataclass

from wijkstem.domain.steering import Aim, Measured, Standing, aim_for, standing, trend
from wijkstem.kit.charts import Spark
from wijkstem.queries.histories import History
from wijkstem.rules.indicators import Indicator
from wijkstem.web.as_of import AsOf, with_query
from wijkstem.web.figure_charts import small_picture
from wijkstem.web.figure_words import (
    STANDINGS,
    aim_said,
    move_said,
    now_said,
    seen_said,
    trend_said,
    year_said,
)
from wijkstem.web.language import translated
from wijkstem.web.links import indicator_path
from wijkstem.words.sources import FigureKind


@dataclass(frozen=True)
class Look:
    """An indicator at a glance."""

    url: str
    name: str
    state: str
    look: str
    #: "12 (2026, tot nu toe)"; "": it was not measured.
    now: str
    #: "15 in 2027", and whether that is an ambition; "": there is no goal.
    aim: str
    ambition: bool
    #: Where it began, as long as there is nothing newer to tell.
    began: str
    moved: str
    short_move: str
    #: What the municipality says about the last year.
    why: str
    spark: Spark | None


def look_of(one: History, year: int, asked: AsOf, lang: str) -> Look:
    it, now = one.definition, now_of(one)
    aim = _aim(one, now, year)
    words, look = STANDINGS.get(judged(one, year), ("", ""))
    moved = trend(one.measured, it.direction)
    began = "" if now else _began(one, lang)
    return Look(
        url=with_query(indicator_path(it.code), asked.query),
        name=it.name.in_language(lang),
        state=translated(words, lang) if words else "",
        look=look,
        now=now_said(now, it.unit, lang) if now else "",
        aim=aim_said(aim, it.unit, lang) if aim else "",
        ambition=aim.ambition if aim else False,
        began=began,
        moved=trend_said(moved, it.unit, lang),
        short_move=move_said(moved, lang),
        why=_why(it, now, lang),
        spark=small_picture(one, year),
    )


def _aim(one: History, now: Measured | None, year: int) -> Aim | None:
    return aim_for(one.aims, (now.year if now else None) or year)


def _began(one: History, lang: str) -> str:
    first = next(iter(one.of(FigureKind.BASELINE)), None)
    if first is None:
        return ""
    return f"{seen_said(first, one.definition.unit, lang)} ({year_said(first, lang)})"


def _why(it: Indicator, now: Measured | None, lang: str) -> str:
    told = {one.year: one.text.in_language(lang) for one in it.by_year}
    return told.get(now.year, "") if now and now.year else ""


def judged(one: History, year: int) -> Standing:
    now = now_of(one)
    aim = aim_for(one.aims, (now.year if now else None) or year)
    return standing(now, aim, one.definition.direction, one.definition.unit, year)


def now_of(one: History) -> Measured | None:
    """The last figure there is."""
    return max(one.measured, key=lambda figure: figure.year or 0, default=None)
