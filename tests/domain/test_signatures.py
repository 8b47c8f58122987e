"""Whether support is possible, and whether it counts."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from wijkstem.domain.signatures import Signer, Supported, check_open, counts
from wijkstem.errors import RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.rules.schema import Number, Support, Text
from wijkstem.rules.steps import Step
from wijkstem.words import Area, Collects, CountedOn, Holder, Stance

FILED, SIGNED = date(2026, 3, 2), date(2026, 4, 1)
#: Sixteen on the day of filing, between the two days, and after both; and nobody knows.
BORN = {
    "long ago": date(1980, 1, 1),
    "sixteen that day": date(2010, 3, 2),
    "sixteen meanwhile": date(2010, 3, 20),
    "sixteen today": date(2010, 4, 1),
    "sixteen tomorrow": date(2010, 4, 2),
    "unknown": None,
}
OLD_ENOUGH = {
    CountedOn.FILING_DAY: {"long ago", "sixteen that day"},
    CountedOn.SIGNING_DAY: {"long ago", "sixteen that day", "sixteen meanwhile", "sixteen today"},
}
LIVES = {"there": "WK990100", "next door": "WK990101", "elsewhere": None}
NEAR_ENOUGH = {
    Area.ANYWHERE: {"there", "next door", "elsewhere"},
    Area.MUNICIPALITY: {"there", "next door"},
    Area.NEIGHBOURHOOD: {"there"},
}


@pytest.mark.parametrize(("day", "area"), list(product(CountedOn, Area)))
def test_who_counts(day: CountedOn, area: Area) -> None:
    support = Support(
        minimum_age=Number(value=16, assumed=True), lives_in=area, counted_on=day, assumed=True
    )
    plan = Supported(new_id(), "voorstel", "WK990100", FILED)

    counted = {
        (age, home)
        for (age, born), (home, code) in product(BORN.items(), LIVES.items())
        if counts(Signer(new_id(), born, code), plan, support, SIGNED)
    }

    assert counted == set(product(OLD_ENOUGH[day], NEAR_ENOUGH[area]))


def step(collects: Collects | None) -> Step:
    text = Text(nl="stap", en="step")
    return Step(
        id="step",
        name=text,
        explanation=text,
        holder=Holder.RESIDENTS,
        public=True,
        collects=collects,
    )


def refusal(*given: Any) -> str | None:
    try:
        check_open(*given)
    except RuleBroken as refused:
        return refused.code
    return None


@pytest.mark.parametrize(
    ("collects", "stance", "due_in", "code"),
    [
        (None, Stance.FOR, None, "not_open"),
        (None, Stance.FOR, 5, "not_open"),
        (Collects.SIGNATURES, Stance.FOR, None, None),
        (Collects.SIGNATURES, Stance.FOR, 1, None),
        (Collects.SIGNATURES, Stance.FOR, 0, None),
        (Collects.SIGNATURES, Stance.FOR, -1, "not_open"),
        (Collects.SIGNATURES, Stance.AGAINST, 5, "no_votes_against"),
        (Collects.VOTES, Stance.AGAINST, 5, None),
        (Collects.VOTES, Stance.AGAINST, -1, "not_open"),
        (Collects.VOTES, Stance.FOR, None, None),
    ],
)
def test_when_support_is_possible(
    collects: Collects | None, stance: Stance, due_in: int | None, code: str | None
) -> None:
    """The last day of the term is still a day to sign."""
    due_on = None if due_in is None else SIGNED + timedelta(days=due_in)

    assert refusal(step(collects), stance, due_on, SIGNED) == code
