"""The rules of a round as text: the same rules the same text, and what does not fit said clearly."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from wijkstem.domain.lots import LOTTO
from wijkstem.domain.round_phases import PHASE_ALLOWS, allowed, require_act
from wijkstem.domain.rounds import (
    BallotRules,
    FileArea,
    FilePlan,
    RoundRules,
    RuleFile,
    Voters,
)
from wijkstem.errors import RuleBroken
from wijkstem.queries.rounds import Phase
from wijkstem.tally import presets
from wijkstem.words.rounds import BallotType, PhaseKind, Roll, RoundAct, Withdrawn

OPENS = datetime(2026, 5, 1, 7, tzinfo=UTC)
RULES = RoundRules(
    Voters(16, date(2026, 4, 1), Roll.OPEN),
    BallotRules(BallotType.APPROVAL, 1, 3),
    presets.greedy(),
    ("04:00",),
    LOTTO,
)


def rule_file(**changed: Any) -> RuleFile:
    values: dict[str, Any] = {
        "format": "wijkstem-round-1",
        "municipality": "testdorp",
        "number": "2026-1",
        "name": "Wijkbudget 2026",
        "opens_at": OPENS,
        "closes_at": OPENS + timedelta(days=14),
        "voters": RULES.voters,
        "ballot": RULES.ballot,
        "count": RULES.count,
        "heads_at": RULES.heads_at,
        "lot": RULES.lot,
        "withdrawn": Withdrawn.NO_MONEY,
        "areas": (FileArea(1, "Centrum", 1000, ("WK990100",), None),),
        "plans": tuple(
            FilePlan(number, 1, f"Plan {number}", 100, None, group, "WK990100", f"2026-000{number}")
            for number, group in ((1, "plein"), (2, None), (3, "plein"))
        ),
        "codes": 0,
    }
    return RuleFile(**(values | changed))


def test_rules_come_back_from_their_text() -> None:
    assert RoundRules.from_json(RULES.to_json()) == RULES


def test_rule_file_comes_back_from_its_text() -> None:
    assert RuleFile.from_json(rule_file().to_json()) == rule_file()


def test_digest_is_that_of_the_text_and_of_nothing_else() -> None:
    file = rule_file()

    assert file.digest == hashlib.sha256(file.to_json().encode()).hexdigest()
    assert rule_file(codes=1).digest != file.digest


def test_text_is_canonical() -> None:
    text = rule_file(name="Café in de Wïjk").to_json()

    again = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert text == again
    assert '"opens_at":"2026-05-01T07:00:00Z"' in text
    assert "Café in de Wïjk" in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"min_picks": 4}, "groter dan het hoogste"),
        ({"type": "choose_one"}, "hoogstens 1"),
        ({"points": 10}, "hoort bij punten verdelen"),
        ({"type": "points"}, "hoort bij punten verdelen"),
        ({"most_points": 3}, "niet meer punten"),
        ({"type": "scores"}, "vraagt een laagste"),
        ({"lowest_score": 0, "highest_score": 5}, "hoort bij cijfers geven"),
        ({"type": "scores", "lowest_score": 5, "highest_score": 5}, "boven het laagste"),
        ({"type": "ranking", "spending_limit": 10}, "hoort bij plannen aankruisen"),
        ({"max_picks": 0}, "ballot.max_picks"),
        ({"min_picks": -1}, "ballot.min_picks"),
        ({"colour": "red"}, "ballot.colour"),
    ],
)
def test_ballot_that_does_not_fit_is_refused(changed: dict[str, Any], said: str) -> None:
    plain = json.loads(RULES.to_json())
    plain["ballot"] |= changed

    with pytest.raises(RuleBroken, match=said):
        RoundRules.from_json(json.dumps(plain))


def test_ballot_that_its_count_cannot_read_is_refused() -> None:
    plain = json.loads(RULES.to_json()) | {"count": presets.greedy(presets.POINTS).to_dict()}

    with pytest.raises(RuleBroken, match="kan niet zo worden geteld"):
        RoundRules.from_json(json.dumps(plain))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '"x"', "null"])
def test_what_are_no_rules_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        RoundRules.from_json(text)


def test_lot_is_drawn_after_the_vote() -> None:
    with pytest.raises(ValueError, match="the lot is drawn after the vote"):
        replace(RULES, count=replace(RULES.count, lot="abc"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"closes_at": OPENS}, "closes before it opens"),
        ({"plans": rule_file().plans[:1] * 2}, "stands twice"),
        ({"plans": (replace(rule_file().plans[0], area=2),)}, "no area"),
        ({"areas": ()}, "at least 1"),
        ({"format": "wijkstem-round-2"}, "format"),
    ],
)
def test_rule_file_that_does_not_fit_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rule_file(**changed)


def test_count_of_an_area_has_its_groups_and_the_lot() -> None:
    count = rule_file().count_of(1, "a lot")

    assert (count.exclusive, count.lot) == ((("1", "3"),), "a lot")


def phase(kind: PhaseKind, start: datetime, days: int) -> Phase:
    words = " ".join(sorted(PHASE_ALLOWS[kind]))
    return Phase(kind, start, start + timedelta(days=days), words)


def test_phase_allows_what_it_says_until_its_end() -> None:
    vote = phase(PhaseKind.VOTE, OPENS, 14)
    instant = timedelta(microseconds=1)

    assert allowed([vote], OPENS) == {RoundAct.VOTE}
    assert allowed([vote], OPENS - instant) == set()
    assert allowed([vote], vote.ends_at - instant) == {RoundAct.VOTE}
    assert allowed([vote], vote.ends_at) == set()


def test_phases_that_overlap_allow_what_each_of_them_does() -> None:
    both = [phase(PhaseKind.IDEAS, OPENS, 14), phase(PhaseKind.ADVICE, OPENS, 7)]

    assert allowed(both, OPENS) == {RoundAct.SUBMIT, RoundAct.COST, RoundAct.ADVISE}
    with pytest.raises(RuleBroken):
        require_act(RoundAct.VOTE, both, OPENS)


def test_every_phase_allows_something() -> None:
    assert PHASE_ALLOWS.keys() == set(PhaseKind)
    assert set().union(*PHASE_ALLOWS.values()) == set(RoundAct)
