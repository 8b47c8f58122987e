"""The rows of the datasets: no more than the pages show, and no word of a resident but the title of a plan.

What residents wrote for everybody to answer is in `means_rows.py`: a moderator placed it.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from wijkstem.errors import NotFound
from wijkstem.kit.datafiles import Point, Record, Value
from wijkstem.queries.decisions import votes_on
from wijkstem.queries.indicators import Reading, breakdowns, reading, readings
from wijkstem.queries.observations import Observed
from wijkstem.queries.open_data import initiatives
from wijkstem.queries.open_data.ballots import open_ballots
from wijkstem.queries.open_data.keyset import chunks
from wijkstem.queries.results import result_page
from wijkstem.queries.rounds import Area, Plan, Round, round_page
from wijkstem.queries.rounds import rounds as all_rounds
from wijkstem.queries.shown_observations import shown_observations
from wijkstem.rules.indicators import Indicator, YearFigure
from wijkstem.rules.shapes import Shapes
from wijkstem.web.api.v1.tell import LANG, Here
from wijkstem.web.drawing import drawing
from wijkstem.web.links import initiative_path
from wijkstem.web.wording import course_of, place, subject_name
from wijkstem.words import Breakdown
from wijkstem.words.rounds import RoundState
from wijkstem.words.sources import FigureKind

#: What kinds of figures are called in a file.
KINDS = {
    FigureKind.BASELINE: "nulmeting",
    FigureKind.TARGET: "streefwaarde",
    FigureKind.AMBITION: "ambitie",
    FigureKind.REALISATION: "werkelijk",
    FigureKind.BENCHMARK: "vergelijking",
}


def plans(connection: Connection, municipality_id: str, here: Here) -> Iterator[Record]:
    """The newest number first; each lies in the middle of its neighbourhood, for nobody says where it is exactly."""
    middles = _middles(here.rules.shapes) if here.rules.shapes else {}
    for some in chunks(connection, municipality_id, initiatives.PLANS):
        for it in some:
            yield Record(_plan(it, here), middles.get(it.neighbourhood_code))


def _plan(it: initiatives.OpenPlan, here: Here) -> tuple[Value, ...]:
    course = course_of(here.rules, it.rules_version, it.instrument)
    support = course.instrument.support
    threshold = support.threshold if support else None
    return (
        it.number,
        it.title,
        it.instrument,
        it.neighbourhood_code,
        place(here.rules, it.neighbourhood_code),
        subject_name(here.rules, it.subject, LANG) or it.subject,
        it.rules_version,
        it.filed_on,
        course.path.step(it.step).name.in_language(LANG),
        it.step_since,
        it.due_on,
        it.valid_for if support else None,
        it.valid_against if support else None,
        threshold.value if threshold else None,
        it.threshold_reached_on,
        it.closed_on,
        it.result,
        here.page(initiative_path(it.number, it.slug)),
    )


@lru_cache(maxsize=200)
def _middles(shapes: Shapes) -> dict[str, Point]:
    return {one.code: (one.middle[1], one.middle[0]) for one in drawing(shapes).areas}


def decisions(connection: Connection, municipality_id: str, here: Here) -> Iterator[Record]:
    """Those on the newest plan first."""
    for some in chunks(connection, municipality_id, initiatives.DECISIONS):
        votes = votes_on(connection, municipality_id, {one.initiative_id for one in some})
        for it in some:
            said = votes.get((it.initiative_id, it.step_seq))
            yield Record(
                (
                    it.key,
                    it.number,
                    it.title,
                    it.instrument,
                    it.neighbourhood_code,
                    it.on,
                    it.step,
                    it.means,
                    it.ground,
                    it.reasons,
                    said.in_favour if said else None,
                    said.against if said else None,
                    here.page(initiative_path(it.number, it.slug)),
                )
            )


def rounds(connection: Connection, municipality_id: str, _here: Here) -> Iterator[Record]:
    """Round by round: a plan that nobody can read is left out."""
    for it in all_rounds(connection, municipality_id):
        found = round_page(connection, municipality_id, it.number)
        whys = _whys(connection, municipality_id, it)
        areas = {one.id: one for one in found.areas}
        for plan in found.plans:
            area = areas.get(plan.area_id) if plan.area_id else None
            if plan.public and area is not None:
                yield Record(_in_round(it, area, plan, whys))


def _whys(
    connection: Connection, municipality_id: str, it: Round
) -> dict[tuple[int, int], dict[str, Any]]:
    """What became of each plan, by area and number; nothing as long as the result is not public."""
    if it.state is not RoundState.PUBLISHED:
        return {}
    try:
        found = result_page(connection, municipality_id, it.number)
    except NotFound:
        return {}
    return {
        (area.number, int(number)): why
        for area in found.areas
        for number, why in area.said["why"].items()
    }


def _in_round(
    it: Round, area: Area, plan: Plan, whys: dict[tuple[int, int], dict[str, Any]]
) -> tuple[Value, ...]:
    why = whys.get((area.seq, plan.number), {}) if plan.number is not None else {}
    return (
        it.number,
        it.name,
        it.state,
        area.seq,
        area.name,
        area.budget,
        plan.number,
        plan.initiative_number,
        plan.title,
        plan.standing,
        plan.cost,
        why.get("votes"),
        why.get("gets"),
        why.get("status"),
    )


def ballots(connection: Connection, municipality_id: str, _here: Here) -> Iterator[Record]:
    """As they were published."""
    for one in open_ballots(connection, municipality_id):
        plans, points = " ".join(one.plans), " ".join(one.points)
        yield Record((one.round, one.area, one.place, one.method, plans, points or None))


def indicators(connection: Connection, municipality_id: str, here: Here) -> Iterator[Record]:
    """What is counted here in all, by year and by neighbourhood; and what stands in the sources."""
    rules = here.rules
    whole = readings(connection, municipality_id, rules=rules)
    for one in whole.values():
        yield from _counted(one, None)
    for code, one in whole.items():
        if Breakdown.YEAR in breakdowns(one.definition):
            # One by one, because this says what was corrected later.
            by_year = reading(
                connection, municipality_id, rules=rules, code=code, by=Breakdown.YEAR
            )
            yield from _counted(by_year, Breakdown.YEAR)
    by = Breakdown.NEIGHBOURHOOD
    for one in readings(connection, municipality_id, rules=rules, by=by).values():
        yield from _counted(one, by)
    for indicator in rules.indicators.indicators:
        yield from _typed(indicator)
    known = {one.code: one for one in rules.indicators.indicators}
    for seen in shown_observations(connection, municipality_id, rules=rules):
        if seen.indicator in known:
            yield Record(_observed(known[seen.indicator], seen))


def _counted(it: Reading, by: Breakdown | None) -> Iterator[Record]:
    about = it.definition
    for one in (it.in_all,) if by is None else it.parts:
        year = int(one.part) if by is Breakdown.YEAR else None
        code = one.part if by is Breakdown.NEIGHBOURHOOD else None
        yield Record(
            (
                *_about(about, FigureKind.REALISATION),
                "geteld",
                year,
                code,
                None if one.hidden else one.value,
                one.hidden,
                one.corrected_on,
                None,
                None,
            )
        )


def _about(it: Indicator, kind: FigureKind) -> tuple[Value, ...]:
    return (it.code, it.name.in_language(LANG), it.version, it.unit, KINDS[kind])


def _typed(it: Indicator) -> Iterator[Record]:
    """What the municipality's own texts say."""
    said: list[tuple[FigureKind, YearFigure]] = []
    said += [(FigureKind.BASELINE, it.baseline)] if it.baseline else []
    said += [(FigureKind.TARGET, one) for one in it.targets]
    said += [(FigureKind.AMBITION, it.ambition)] if it.ambition else []
    said += [(FigureKind.REALISATION, one) for one in it.realisation]
    said += [(FigureKind.BENCHMARK, one) for one in it.benchmarks]
    source = it.source.in_language(LANG) if it.source else None
    for kind, one in said:
        values = ("onderzoek", one.year, None, one.number, False, None, None, source)
        yield Record((*_about(it, kind), *values))


def _observed(about: Indicator, it: Observed) -> tuple[Value, ...]:
    return (
        *_about(about, it.kind),
        "onderzoek",
        it.year,
        it.neighbourhood_code or None,
        it.value,
        it.hidden,
        None,
        it.sample_size,
        it.source,
    )
