"""Limits as lines: what is shown can be typed again, and what says nothing is refused where it stands."""

from typing import Any

import pytest

from wijkstem.errors import FieldError
from wijkstem.web.round_lines import cap_lines, caps_in, threshold_lines, thresholds_in

LIMITS: list[dict[str, Any]] = [
    {"on": "votes", "unit": "number", "at_least": "50"},
    {"on": "votes", "unit": "percent", "at_least": "2.5"},
    {"on": "score", "unit": "number", "at_least": "100"},
]
CAPS: list[dict[str, Any]] = [
    {"on": "category", "name": "groen", "money": "10000", "plans": 2},
    {"on": "neighbourhood", "name": "Binnenstad", "money": None, "plans": 1},
    {"on": "category", "name": "spelen", "money": "500", "plans": None},
]


def test_what_is_shown_can_be_typed_again() -> None:
    errors: dict[str, FieldError] = {}
    assert threshold_lines(LIMITS) == "stemmen: 50\nstemmen: 2.5 procent\npunten: 100"
    assert thresholds_in(threshold_lines(LIMITS), errors) == LIMITS
    assert cap_lines(CAPS).splitlines()[1] == "wijk; Binnenstad; ; 1"
    assert caps_in(cap_lines(CAPS), errors) == CAPS
    assert errors == {}


@pytest.mark.parametrize("line", ["Stemmen 2,5 %", "votes:2.5%", "  stemmen :2.5percent "])
def test_threshold_may_be_typed_in_ways(line: str) -> None:
    assert thresholds_in(line, {}) == [LIMITS[1]]


@pytest.mark.parametrize("line", ["50", "stemmen", "stemmen: veel", "kosten: 3", "stemmen: -1"])
def test_threshold_that_says_nothing_is_refused(line: str) -> None:
    errors: dict[str, FieldError] = {}
    assert thresholds_in(f"stemmen: 50\n{line}", errors) == LIMITS[:1]
    assert errors["thresholds"].code == "threshold_line"


@pytest.mark.parametrize("line", ["groen; 10000; 2", "soort; groen; 10000; twee", "kleur; a; 1; 1"])
def test_cap_that_says_nothing_is_refused(line: str) -> None:
    errors: dict[str, FieldError] = {}
    assert caps_in(line, errors) == []
    assert errors["caps"].code == "cap_line"
