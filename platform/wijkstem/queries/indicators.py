"""Indicators as everybody reads them: pages, the yearly report, the open data. One door, so that figures agree.

`readings` gives every computed indicator, and `reading` one of them, with what was corrected later. Both give what
holds now, or what was shown at the end of a day (``as_of``), by the definition of that day.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from wijkstem.errors import NotFound
from wijkstem.queries.figures import Row, Scope, late_changes, load, span
from wijkstem.queries.formulas import FORMULAS, Formula
from wijkstem.queries.inhabitants import CountedBy
from wijkstem.queries.towns import Towns, towns_of
from wijkstem.queries.working_out import Surroundings, Value, WorkingOut
from wijkstem.rules.indicators import Indicator
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Breakdown, Intent


@dataclass(frozen=True)
class Reading:
    """A computed indicator, worked out."""

    definition: Indicator
    scope: Scope
    in_all: Value
    parts: tuple[Value, ...] = ()
    #: Years of which so few people are known that `in_all` does without them.
    left_out: tuple[int, ...] = ()
    #: Who counted the inhabitants that it divides by, in the last year of which they are known.
    counted_by: tuple[CountedBy, ...] = ()

    def part(self, name: str) -> Value:
        """The figure of a part; a gap where there is none."""
        return next((one for one in self.parts if one.part == name), Value(name, None))


def breakdowns(definition: Indicator) -> frozenset[Breakdown]:
    """By what an indicator can be told apart."""
    formula = _formula(definition)
    if formula is None:
        return frozenset()
    wanted = definition.breakdowns
    return formula.breakdowns if wanted is None else formula.breakdowns & frozenset(wanted)


def adds_up(definition: Indicator) -> bool:
    """Whether the figures of parts add up to that of the whole."""
    formula = _formula(definition)
    return formula is not None and formula.adds_up


def readings(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    by: Breakdown | None = None,
    year: int | None = None,
    as_of: date | None = None,
    codes: Collection[str] | None = None,
) -> dict[str, Reading]:
    """Every computed indicator that can be told apart like that, by its code."""
    scope = Scope(by, year, as_of)
    asked = [
        definition
        for one in rules.indicators.indicators
        if (codes is None or one.code in codes)
        if (definition := one.on(as_of)).formula is not None
        if by is None or by in breakdowns(definition)
    ]
    rows = load(connection, municipality_id, [_known(one) for one in asked], scope)
    towns = towns_of(connection, municipality_id, rules, as_of)
    years = span(connection, municipality_id, scope) if year is None else (year,)
    around = Surroundings(scope, towns, years, rules.indicators.fewest)
    intents = intents_of(rules)
    of: dict[Intent, list[Row]] = {intent: [] for intent in Intent}
    for row in (_placed(row, scope, towns) for row in rows):
        of[intents.get(row.instrument, Intent.PLAN)].append(row)
    return {one.code: _read(one, of[one.intent], around) for one in asked}


def _placed(row: Row, scope: Scope, towns: Towns) -> Row:
    """In the neighbourhoods of today, whatever their codes were."""
    if scope.by is Breakdown.NEIGHBOURHOOD and row.part:
        return row._replace(part=towns.today(row.part, row.year))
    return row._replace(place=towns.today(row.place, row.year)) if row.place else row


def reading(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    code: str,
    by: Breakdown | None = None,
    year: int | None = None,
    as_of: date | None = None,
) -> Reading:
    """One computed indicator, with its corrections.

    Raises:
        NotFound: for one that is not computed here, or cannot be told apart like that.
    """
    asked = {"rules": rules, "by": by, "year": year, "as_of": as_of, "codes": (code,)}
    found = readings(connection, municipality_id, **asked).get(code)  # type: ignore[arg-type]
    if found is None:
        raise NotFound("unknown_indicator", "Dit cijfer is er niet.")
    formula = _known(found.definition)
    if formula.matures or by not in (Breakdown.YEAR, Breakdown.MONTH):
        return found
    late = late_changes(connection, municipality_id, formula, by)
    wanted = found.definition.intent
    ours = {name for name, intent in intents_of(rules).items() if intent is wanted}
    ours |= {""} if wanted is Intent.PLAN else set()
    parts = tuple(replace(one, corrected_on=_last(late, one.part, ours)) for one in found.parts)
    return replace(found, parts=parts)


def _last(late: Mapping[str, Mapping[str, date]], part: str, ours: set[str]) -> date | None:
    return max((day for name, day in late.get(part, {}).items() if name in ours), default=None)


def intents_of(rules: MunicipalityRules) -> dict[str, Intent]:
    """Every instrument that ever was, and what it is for."""
    return {
        name: instrument.intent
        for version in rules.versions
        for name, instrument in version.instruments.items()
    }


def _formula(definition: Indicator) -> Formula | None:
    if definition.formula is None:
        return None
    return FORMULAS[definition.formula, definition.formula_version]


def _known(definition: Indicator) -> Formula:
    formula = _formula(definition)
    assert formula is not None  # only computed ones come here
    return formula


def _read(definition: Indicator, rows: Iterable[Row], around: Surroundings) -> Reading:
    formula = _known(definition)
    work = WorkingOut(formula, rows, around)
    counted = around.towns.counted_by(around.scope.year) if formula.divides else ()
    return Reading(definition, around.scope, work.in_all(), work.parts(), tuple(work.few), counted)
