"""A counting rule is plain data: it comes back whole, and nothing can be left out or slipped in."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from wijkstem.errors import RuleBroken
from wijkstem.tally import presets
from wijkstem.tally.rules import (
    Cap,
    CapOn,
    CountingRule,
    EqualShares,
    Leftover,
    Measure,
    Threshold,
    Unit,
)

FULL = replace(
    presets.equal_shares(presets.borda(3)),
    thresholds=(Threshold(on=Measure.VOTES, at_least=Fraction(5, 2), unit=Unit.PERCENT),),
    caps=(Cap(on=CapOn.CATEGORY, name="groen", money=Fraction(1, 3), plans=None),),
    exclusive=(("a", "b"),),
    lot="2026-11-22",
    leftover=Leftover.PARTIAL,
)


@pytest.mark.parametrize("rule", [presets.greedy(), presets.equal_shares(), FULL])
def test_rule_comes_back_from_json(rule: CountingRule) -> None:
    assert CountingRule.from_dict(json.loads(json.dumps(rule.to_dict()))) == rule


def test_rule_is_written_without_floats_and_with_every_parameter() -> None:
    assert FULL.to_dict() == {
        "winner": {
            "rule": "equal-shares",
            "worth": "cost",
            "completion": "add1",
            "increment": 1,
            "exhaustive_stop": False,
            "comparison": "none",
        },
        "scoring": {"by": "places", "places": [3, 2, 1]},
        "thresholds": [{"on": "votes", "at_least": "2.5", "unit": "percent"}],
        "caps": [{"on": "category", "name": "groen", "money": "1/3", "plans": None}],
        "exclusive": [["a", "b"]],
        "ties": ["cheaper", "votes", "lot"],
        "lot": "2026-11-22",
        "leftover": "partial",
    }


def _every_key(data: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(data, list):
        return [found for i, one in enumerate(data) for found in _every_key(one, (*way, i))]
    if not isinstance(data, dict):
        return []
    own = [(*way, key) for key in data]
    return own + [found for key, one in data.items() for found in _every_key(one, (*way, key))]


@pytest.mark.parametrize("way", _every_key(FULL.to_dict()), ids=lambda way: ".".join(map(str, way)))
def test_no_parameter_can_be_left_out(way: tuple[Any, ...]) -> None:
    data = FULL.to_dict()
    inside: Any = data
    for part in way[:-1]:
        inside = inside[part]
    del inside[way[-1]]
    with pytest.raises(RuleBroken):
        CountingRule.from_dict(data)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hidden": 1},
        {"lot": 5},
        {"ties": ["cheapest"]},
        {"scoring": {"by": "places", "places": []}},
        {"scoring": {"by": "votes", "places": [1]}},
        {"winner": {"rule": "greedy"}},
        {"thresholds": [{"on": "votes", "at_least": 0.1, "unit": "number"}]},
        {"thresholds": [{"on": "votes", "at_least": -1, "unit": "number"}]},
        {"thresholds": [{"on": "votes", "at_least": "1/0", "unit": "number"}]},
    ],
    ids=str,
)
def test_wrong_parameter_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        CountingRule.from_dict(FULL.to_dict() | wrong)


def test_increment_must_bring_something() -> None:
    assert isinstance(FULL.winner, EqualShares)
    with pytest.raises(ValueError, match="greater than 0"):
        replace(FULL.winner, increment=Fraction(0))
