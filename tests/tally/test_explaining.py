"""Why a plan won or lost: every figure holds when it is counted again."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.tally.elections_of_ours import NORTH_AND_SOUTH
from wijkstem.tally import presets
from wijkstem.tally.counting import count
from wijkstem.tally.elections import Ballot, Election
from wijkstem.tally.explaining import (
    Explainer,
    Served,
    Why,
    served,
    served_by_method,
    served_by_neighbourhood,
)
from wijkstem.tally.results import Reason, Status
from wijkstem.tally.rules import Completion, CountingRule
from wijkstem.tally.wording import words

GREEDY = presets.greedy()
SHARES = presets.equal_shares(completion=Completion.NONE)


def _why(plan: str, rule: CountingRule, election: Election = NORTH_AND_SOUTH) -> Why:
    return Explainer(election, rule, count(election, rule)).why(plan)


def test_greedy_says_what_was_left_and_how_many_votes_would_have_done() -> None:
    why = _why("s", GREEDY)
    assert [why.round, why.had, why.lacking, why.more_votes] == [4, 1, 29, 20]
    assert why.otherwise == Status.WON
    assert [str(one) for one in words(why)] == [
        "Dit plan kost 30 euro. Er was nog 1 euro over.",
        "Er kwam 29 euro te kort.",
        "Met 20 stemmen meer had het gewonnen.",
        "Met de andere manier van tellen wint het wel.",
    ]


@pytest.mark.parametrize(("plan", "rule"), [("s", GREEDY), ("n", SHARES)])
def test_so_many_votes_more_win_and_one_fewer_does_not(plan: str, rule: CountingRule) -> None:
    more = _why(plan, rule).more_votes
    assert more is not None
    for ballots, wins in ((more, True), (more - 1, False)):
        extra = (Ballot((plan,)),) * ballots
        changed = replace(NORTH_AND_SOUTH, ballots=NORTH_AND_SOUTH.ballots + extra)
        assert (plan in count(changed, rule).winners) == wins


def test_equal_shares_says_price_and_what_supporters_had() -> None:
    won = _why("p", SHARES)
    assert [won.round, won.price, won.lacking, won.more_votes] == [1, Fraction(1, 3), None, None]
    lost = _why("n", SHARES)
    # p and o took nearly all that the north had: in the third round n could no longer be paid.
    assert [lost.round, lost.had, lost.lacking] == [3, 1, 39]
    assert lost.plan.reason == Reason.SUPPORTERS_LACKED
    assert lost.otherwise == Status.WON


def test_every_reason_has_words() -> None:
    why = _why("s", GREEDY)
    for reason in Reason:
        said = list(words(replace(why, plan=replace(why.plan, reason=reason))))
        assert all("%" not in str(one) for one in said)


def test_voters_who_see_a_plan_of_theirs_funded_are_counted() -> None:
    places = {"n": "noord", "o": "noord", "p": "noord", "s": "zuid"}
    plans = tuple(replace(one, neighbourhood=places[one.id]) for one in NORTH_AND_SOUTH.plans)
    ballots = tuple(
        replace(one, method="paper" if number % 2 else "internet")
        for number, one in enumerate(NORTH_AND_SOUTH.ballots)
    )
    election = replace(NORTH_AND_SOUTH, plans=plans, ballots=ballots)
    result = count(election, GREEDY)
    assert served(election, result) == Served(voters=100, served=60)
    assert served_by_neighbourhood(election, result) == {
        "noord": Served(60, 60),
        "zuid": Served(40, 0),
    }
    assert served_by_method(election, result) == {
        "internet": Served(50, 30),
        "paper": Served(50, 30),
    }
