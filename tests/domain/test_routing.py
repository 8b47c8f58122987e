"""Which body a plan goes to, as a table; the first rule that fits counts."""

from dataclasses import replace
from datetime import date

import pytest

from wijkstem.domain.routing import Routed, RouteFacts, routed
from wijkstem.rules.registry import RuleBook, Rules
from wijkstem.rules.routing import BY_INSTRUMENT, Route
from wijkstem.rules.schema import Text
from wijkstem.words import Competence, RoutedOn

WHY = Text(nl="Omdat.", en="Because.")
HERE, THERE = "WK990100", "WK990101"
THRESHOLD, ASSESSED, ADVISED = RoutedOn.THRESHOLD, RoutedOn.ASSESSED, RoutedOn.ADVISED


def rule(name: str, to: str, *on: RoutedOn, **conditions: object) -> Route:
    moments = on or (THRESHOLD,)
    return Route.model_validate(
        {"id": name, "on": moments, "to": to, "because": WHY, "assumed": True, **conditions}
    )


RULES = (
    rule("college", "college", ASSESSED, competences=["college"]),
    rule("small", "college", ASSESSED, from_euros=0, below_euros=5000),
    rule("large", "commissie", ASSESSED, from_euros=5000, below_euros=50_000),
    rule("largest", "raad", ASSESSED, from_euros=50_000),
    rule("green", "wijkraad", subjects=["green"], neighbourhoods=[HERE]),
    rule("question", "college", instruments=["vraag"]),
)
PLAN = RouteFacts(THRESHOLD, "burgerinitiatief", "green", THERE)
DEFAULT = Routed(BY_INSTRUMENT, "raad")

#: What it shows, what differs from that plan, and where it goes.
TABLE = [
    ("no rule fits: the body of its instrument", {}, DEFAULT),
    ("every condition must be true", {"neighbourhood_code": HERE, "subject": "other"}, DEFAULT),
    ("it is not on its way yet", {"on": RoutedOn.TERM}, None),
    ("subject and neighbourhood", {"neighbourhood_code": HERE}, Routed("green", "wijkraad")),
    ("a rule for another moment", {"neighbourhood_code": HERE, "on": ADVISED}, None),
    ("competence", {"on": ASSESSED, "competence": Competence.COLLEGE}, Routed("college", "college")),
    ("nobody said whose it is", {"on": ASSESSED}, DEFAULT),
    ("the first that fits", {"on": ASSESSED, "competence": Competence.COLLEGE, "euros": 90_000}, Routed("college", "college")),
    ("costs nothing", {"on": ASSESSED, "euros": 0}, Routed("small", "college")),
    ("a euro below the limit", {"on": ASSESSED, "euros": 4999}, Routed("small", "college")),
    ("the limit itself is the next one's", {"on": ASSESSED, "euros": 5000}, Routed("large", "commissie")),
    ("without an upper limit", {"on": ASSESSED, "euros": 50_000}, Routed("largest", "raad")),
    ("an instrument that names no body", {"instrument": "voorstel"}, None),
]  # fmt: skip


@pytest.fixture
def rules(rules: RuleBook) -> Rules:
    return replace(rules.of("testdorp").on(date(2026, 3, 2)), routing=RULES)


@pytest.mark.parametrize(("other", "to"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_which_body(rules: Rules, other: dict[str, object], to: Routed | None) -> None:
    assert routed(replace(PLAN, **other), rules) == to  # type: ignore[arg-type]  # a table of facts


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"from_euros": 10, "below_euros": 10}, "no amount"),
        ({"id": BY_INSTRUMENT}, "the platform's own"),
        ({"on": []}, "at least 1"),
    ],
)
def test_rule_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rule("green", "raad", **wrong)
