"""The figures of a year as a yearly report tells them: what was counted by the end of a day, chapter by chapter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, select

from wijkstem.domain.year_reports import FrozenFigure
from wijkstem.errors import Conflict
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.projections.indicators import INDICATORS
from wijkstem.projections.sources import SOURCES
from wijkstem.queries.indicators import Reading, readings
from wijkstem.queries.observations import Observed
from wijkstem.queries.report_sources import feedback_figures, register_figures
from wijkstem.queries.shown_observations import shown_observations
from wijkstem.queries.working_out import Value
from wijkstem.rules.indicators import Indicator
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.engine import ConsumerPosition, LoggedEvent
from wijkstem.words import Breakdown, Unit
from wijkstem.words.sources import FigureKind
from wijkstem.words.year_reports import Chapter

_position = table_of(ConsumerPosition)
_event = table_of(LoggedEvent)

#: Where a formula's figure stands; one that is not here stands by its unit (`_BY_UNIT`).
_CHAPTERS: Final[Mapping[Chapter, tuple[str, ...]]] = {
    Chapter.CAME_IN: (
        "submitted",
        "signatures",
        "threshold_reached",
        "gatherings",
        "council_guests",
    ),
    Chapter.BECAME: (
        "admitted",
        "refused",
        "reached_council",
        "reached_council_share",
        "decided",
        "advice_followed",
        "carried_out",
        "carried_out_share",
        "speakers",
    ),
    Chapter.TERMS: (
        "answered_in_time",
        "late_steps",
        "median_days_to_answer",
        "p90_days_to_answer",
        "suspended_days",
        "work_in_time",
        "moderation_load",
    ),
    Chapter.MONEY: ("final_costs_of_grant",),
    Chapter.PEOPLE: (
        "people",
        "new_people",
        "people_per_thousand",
        "evenness",
        "neighbourhoods_reached",
        "neighbourhoods_with_plan",
        "gathering_attendance",
        "ballot_turnout",
        "ballot_served",
        "share_online",
        "share_on_behalf",
        "share_paper",
    ),
    Chapter.COMPLAINTS: ("reports", "reports_upheld", "appeals", "appeals_reversed"),
    Chapter.LEARNED: ("evaluated",),
}
_PLACED: Final = {name: chapter for chapter, names in _CHAPTERS.items() for name in names}
_BY_UNIT: Final = {Unit.EURO: Chapter.MONEY, Unit.DAYS: Chapter.TERMS}
#: What is told of every neighbourhood: who took part and who did not.
_IN_PLACES: Final = ("submitted", "people", "people_per_thousand")


@dataclass(frozen=True)
class YearFigures:
    """The figures of a year, and how far the log was counted for them."""

    year: int
    as_of: date
    position: int
    figures: tuple[FrozenFigure, ...]


def report_figures(
    connection: Connection,
    municipality_id: str,
    year: int,
    *,
    rules: MunicipalityRules,
    as_of: date,
) -> YearFigures:
    """As they were at the end of ``as_of``: who asks the indicators as of that day later gets the same.

    Raises:
        Conflict: not everything of that day is counted yet.
    """
    position = _counted_to(connection, municipality_id, as_of)
    now = readings(connection, municipality_id, rules=rules, year=year, as_of=as_of)
    then = readings(connection, municipality_id, rules=rules, year=year - 1, as_of=as_of)
    order = list(Chapter)
    figures = [
        *(_figure(one, then[code]) for code, one in now.items()),
        *_in_places(connection, municipality_id, rules, year, as_of),
        *_surveyed(connection, municipality_id, rules, year, as_of),
        *register_figures(connection, municipality_id, year, as_of),
        *feedback_figures(connection, municipality_id, year, as_of, fewest=rules.indicators.fewest),
    ]
    figures.sort(key=lambda one: order.index(one.chapter))
    return YearFigures(year, as_of, position, tuple(figures))


def _counted_to(connection: Connection, municipality_id: str, as_of: date) -> int:
    """The position that both kinds of figures have reached. Raises Conflict before the whole day is in."""
    names = (INDICATORS.name, SOURCES.name)
    found = select(_position.c.position).where(
        _position.c.municipality_id == municipality_id, _position.c.consumer.in_(names)
    )
    each = list(connection.scalars(found))
    reached = min(each) if len(each) == len(names) else 0
    following = select(_event.c.occurred_at).where(
        _event.c.municipality_id == municipality_id, _event.c.position == reached + 1
    )
    waits = connection.scalar(following)
    if waits is not None and local_date(waits) <= as_of:
        raise Conflict("still_counting", "De cijfers worden nog geteld. Probeer het zo opnieuw.")
    return reached


def _chapter(definition: Indicator) -> Chapter:
    by_unit = _BY_UNIT.get(definition.unit, Chapter.BECAME)
    return _PLACED.get(definition.formula or "", by_unit)


def _figure(now: Reading, then: Reading) -> FrozenFigure:
    return _worked_out(now.definition, _chapter(now.definition), "", now.in_all, then.in_all)


def _worked_out(
    definition: Indicator, chapter: Chapter, part: str, now: Value, then: Value | None
) -> FrozenFigure:
    return FrozenFigure(
        chapter=chapter,
        indicator=definition.code,
        part=part,
        definition_version=str(definition.version),
        formula=definition.formula or "",
        formula_version=definition.formula_version,
        name_nl=definition.name.nl,
        name_en=definition.name.en,
        unit=definition.unit,
        value=digits(now.value),
        hidden=now.hidden,
        before=digits(then.value) if then else None,
        before_hidden=then.hidden if then else False,
    )


def digits(value: Decimal | None) -> str | None:
    """A figure as it is kept, digit for digit."""
    return None if value is None else format(value, "f")


def _in_places(
    connection: Connection,
    municipality_id: str,
    rules: MunicipalityRules,
    year: int,
    as_of: date,
) -> Iterator[FrozenFigure]:
    codes = [one.code for one in rules.indicators.indicators if one.formula in _IN_PLACES]
    by = Breakdown.NEIGHBOURHOOD
    found = readings(
        connection, municipality_id, rules=rules, year=year, as_of=as_of, by=by, codes=codes
    )
    for one in found.values():
        for part in one.parts:
            yield _worked_out(one.definition, Chapter.PEOPLE, part.part, part, None)


def _surveyed(
    connection: Connection,
    municipality_id: str,
    rules: MunicipalityRules,
    year: int,
    as_of: date,
) -> Iterator[FrozenFigure]:
    """What surveys found of this year, for the whole municipality."""
    known = {one.code: one.on(as_of) for one in rules.indicators.indicators if not one.formula}
    found = shown_observations(
        connection, municipality_id, rules=rules, as_of=as_of, indicators=[*known]
    )
    seen = [
        one
        for one in found
        if (one.kind, one.year, one.neighbourhood_code) == (FigureKind.REALISATION, year, "")
    ]
    for number, one in enumerate(seen, 1):
        yield _observed(known[one.indicator], one, str(number))


def _observed(definition: Indicator, one: Observed, part: str) -> FrozenFigure:
    return FrozenFigure(
        chapter=Chapter.LEARNED,
        indicator=definition.code,
        part=part,
        definition_version=one.definition_version,
        name_nl=definition.name.nl,
        name_en=definition.name.en,
        unit=definition.unit,
        value=digits(one.value),
        hidden=one.hidden,
        source=f"{one.source}, {one.publication}"[:500],
        sample_size=one.sample_size,
    )
