"""How many people live where in a year: what was counted goes before what the rules say, also where nobody lives."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.rulebook import rule_book
from wijkstem.queries.inhabitants import Inhabitants
from wijkstem.queries.towns import Towns
from wijkstem.rules.registry import MunicipalityRules

CENTRE, OUTSKIRTS = "WK990100", "WK990101"


@pytest.fixture
def rules(tmp_path: Path) -> MunicipalityRules:
    return rule_book(tmp_path / "rules").of("testdorp")


def test_neighbourhood_where_nobody_lives_has_nobody(rules: MunicipalityRules) -> None:
    """As an industrial estate in the table of CBS: a count of 0, and no gap to be filled from the rules."""
    here = rules.municipality
    said = [one.model_copy(update={"inhabitants": 40}) for one in here.neighbourhoods]
    rules = replace(rules, municipality=here.model_copy(update={"neighbourhoods": said}))
    town = Towns(rules, Inhabitants({(OUTSKIRTS, 2025): 0})).of(2026)
    assert dict(town.inhabitants) == {CENTRE: 40, OUTSKIRTS: 0}


def test_count_goes_before_the_rules_from_its_own_year_on(rules: MunicipalityRules) -> None:
    towns = Towns(rules, Inhabitants({("GM9901", 2025): 0, (CENTRE, 2025): 700}))
    assert (towns.of(2024).people, dict(towns.of(2024).inhabitants)) == (1000, {})
    assert (towns.of(2025).people, dict(towns.of(2025).inhabitants)) == (0, {CENTRE: 700})
    assert (towns.of(None).people, dict(towns.of(None).inhabitants)) == (0, {CENTRE: 700})
