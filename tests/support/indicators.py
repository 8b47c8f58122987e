"""Every formula as an indicator of a test's municipality, and what it gives."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.world import HERE, World
from wijkstem.queries.formulas import FORMULAS
from wijkstem.queries.indicators import Reading, reading, readings
from wijkstem.rules.indicators import Indicator, Indicators
from wijkstem.rules.parts import Text
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words import Breakdown, Direction, Intent, Unit

_NAME = Text(nl="Iets", en="Something")


def defined(name: str, formula_version: int = 1, **values: Any) -> Indicator:
    """An indicator by a formula, under the formula's name."""
    values = {"code": name, "formula": name, "intent": Intent.PLAN} | values
    return Indicator(
        name=_NAME,
        unit=Unit.COUNT,
        direction=Direction.NEITHER,
        formula_version=formula_version,
        **values,
    )


def steering(world: World, *indicators: Indicator, fewest: int = 5) -> MunicipalityRules:
    """The municipality's rules with these indicators; else with one for each formula there is."""
    some = list(indicators) or [defined(name) for name, version in FORMULAS if version == 1]
    rules = world.services.rules.of(HERE)
    return replace(rules, indicators=Indicators(version="2026.1", fewest=fewest, indicators=some))


def read(world: World, code: str, by: Breakdown | None = Breakdown.YEAR, **scope: Any) -> Reading:
    """An indicator as pages get it."""
    rules = scope.pop("rules", None) or steering(world)
    with world.services.reading(HERE) as connection:
        return reading(connection, HERE, rules=rules, code=code, by=by, **scope)


def read_all(world: World, by: Breakdown | None = None, **scope: Any) -> dict[str, Reading]:
    """All of them."""
    rules = scope.pop("rules", None) or steering(world)
    with world.services.reading(HERE) as connection:
        return readings(connection, HERE, rules=rules, by=by, **scope)


def in_all(world: World, code: str, as_of: date | None = None) -> Decimal | None:
    """What it is over all years."""
    return read(world, code, None, as_of=as_of).in_all.value


def parts(world: World, code: str, by: Breakdown = Breakdown.YEAR, **scope: Any) -> dict[str, Any]:
    """What it is in each part; "hidden" where that is not shown."""
    found = read(world, code, by, **scope)
    return {one.part: "hidden" if one.hidden else one.value for one in found.parts}
