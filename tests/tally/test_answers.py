"""One answer to a question: every method against a count by hand, a naive oracle and its own rules."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkstem.errors import RuleBroken
from wijkstem.tally.answers.counting import answered, in_order
from wijkstem.tally.answers.results import Outcome, QuestionResult, Standing
from wijkstem.tally.answers.rules import AnswerRule, AnswerTie, Method
from wijkstem.tally.answers.wording import outcome_words, why
from wijkstem.tally.elections import Ballot, BallotKind, Election, Plan
from wijkstem.tally.ties import lot_number

LOT = (AnswerTie.LOT,)


def rule(method: Method, **more: object) -> AnswerRule:
    said = {"ties": LOT, "electorate": 1000, "least_turnout": None, "least_share": None, **more}
    return AnswerRule(method=method, **said)  # type: ignore[arg-type]  # by name


def election(kind: BallotKind, answers: int, *ballots: Ballot) -> Election:
    plans = tuple(Plan(str(one), Fraction(1)) for one in range(1, answers + 1))
    return Election(Fraction(1), kind, plans, ballots)


def ranked(answers: int, *orders: tuple[str, int]) -> Election:
    """``orders`` like ("132", 5): five ballots with 1 first, then 3, then 2."""
    ballots = [Ballot(tuple(order)) for order, times in orders for _ in range(times)]
    return election(BallotKind.RANKING, answers, *ballots)


def named(answers: int, *ballots: str, kind: BallotKind = BallotKind.APPROVAL) -> Election:
    return election(kind, answers, *(Ballot(tuple(one)) for one in ballots))


def points(answers: int, *ballots: dict[str, int]) -> Election:
    made = (Ballot(tuple(one), tuple(map(Fraction, one.values()))) for one in ballots)
    return election(BallotKind.POINTS, answers, *made)


def order(result: QuestionResult) -> list[tuple[str, int]]:
    return [(one.id, one.place) for one in in_order(result)]


# Schulze 2011, section 3.1: 45 voters, A … E as 1 … 5; the order there is E > A > C > B > D.
SCHULZE = ranked(
    5,
    ("13254", 5),
    ("14532", 5),
    ("25413", 8),
    ("31254", 3),
    ("31524", 7),
    ("32145", 2),
    ("43521", 7),
    ("52143", 8),
)


def test_schulze_gives_the_order_of_the_published_example() -> None:
    result = answered(SCHULZE, rule(Method.SCHULZE))
    assert order(result) == [("5", 1), ("1", 2), ("3", 3), ("2", 4), ("4", 5)]
    assert (result.winner, result.outcome) == ("5", Outcome.ANSWERED)
    assert result.duels["1"]["2"] == 20
    assert result.duels["2"]["1"] == 25
    assert result.paths["1"] == {"2": 28, "3": 28, "4": 30, "5": 24}
    assert result.paths["5"] == {"1": 25, "2": 28, "3": 28, "4": 31}


def test_borda_counts_what_stands_below_and_gives_nothing_to_who_is_not_placed() -> None:
    result = answered(ranked(3, ("12", 2), ("231", 1), ("3", 1)), rule(Method.BORDA))
    assert {one.id: one.score for one in in_order(result)} == {"1": 4, "2": 4, "3": 3}
    assert result.outcome is Outcome.WAITS
    assert result.waiting == ("1", "2")


def test_most_votes_win_and_a_blank_ballot_is_a_voter() -> None:
    result = answered(named(3, "1", "12", "2", "12", "1", ""), rule(Method.MOST))
    assert order(result) == [("1", 1), ("2", 2), ("3", 3)]
    assert (result.voters, result.blank) == (6, 1)
    assert result.answers["1"].share == (4, 5)


def test_points_are_added_up() -> None:
    result = answered(points(2, {"1": 3, "2": 2}, {"2": 5}, {"1": 1}), rule(Method.POINTS))
    assert order(result) == [("2", 1), ("1", 2)]
    assert (result.answers["2"].score, result.answers["2"].share) == (7, (7, 11))


@pytest.mark.parametrize(("voters", "outcome"), [(24, "too_few_voters"), (25, "answered")])
def test_quorum_of_turnout_is_met_at_the_very_number(voters: int, outcome: str) -> None:
    asked = rule(Method.MOST, electorate=99, least_turnout=25)
    result = answered(named(2, *["1"] * voters), asked)
    assert result.turnout_needed == 25
    assert result.outcome.value == outcome


@pytest.mark.parametrize(("least", "outcome"), [(66, "answered"), (67, "too_small_a_share")])
def test_share_is_exact(least: int, outcome: str) -> None:
    result = answered(named(2, "1", "1", "2"), rule(Method.MOST, least_share=least))
    assert result.outcome.value == outcome
    assert result.winner == "1"
    assert result.answers["1"].standing is (
        Standing.WON if outcome == "answered" else Standing.LOST
    )


def test_the_share_of_a_ranking_is_its_worst_duel() -> None:
    result = answered(ranked(3, ("123", 4), ("213", 2), ("321", 1)), rule(Method.SCHULZE))
    assert result.answers["1"].share == (4, 7)
    assert result.answers["3"].share == (1, 7)


def test_equal_answers_wait_for_the_lot_and_it_chooses_by_its_numbers() -> None:
    it, asked = named(3, "1", "2", "12"), rule(Method.MOST)
    waits = answered(it, asked)
    assert (waits.winner, waits.waiting) == (None, ("1", "2"))
    assert [one.standing for one in in_order(waits)] == [
        Standing.WAITS,
        Standing.WAITS,
        Standing.LOST,
    ]
    winners = set()
    for lot in ("root|1 2 3", "root|4 5 6", "root|7 8 9", "root|2 4 6"):
        drawn = answered(it, asked, lot)
        assert drawn.winner == min(("1", "2"), key=lambda one: lot_number(lot, one))
        assert (drawn.outcome, drawn.drawn_from, drawn.waiting) == (
            Outcome.ANSWERED,
            ("1", "2"),
            (),
        )
        assert sorted(place for _, place in order(drawn)) == [1, 2, 3]
        winners.add(drawn.winner)
    assert winners == {"1", "2"}


def test_a_step_before_the_lot_decides_first() -> None:
    it = points(2, {"1": 2}, {"2": 1}, {"2": 1})
    assert answered(it, rule(Method.POINTS)).outcome is Outcome.WAITS
    ties = (AnswerTie.VOTERS, AnswerTie.LOT)
    assert answered(it, rule(Method.POINTS, ties=ties)).winner == "2"


def test_no_lot_is_drawn_where_too_few_voted() -> None:
    asked = rule(Method.MOST, least_turnout=50)
    result = answered(named(2, "1", "2"), asked)
    assert (result.outcome, result.waiting) == (Outcome.TOO_FEW_VOTERS, ())


@pytest.mark.parametrize("method", [Method.BORDA, Method.SCHULZE])
@pytest.mark.parametrize("orders", [(), (("", 3),)])
def test_without_a_choice_there_is_no_outcome(
    method: Method, orders: tuple[tuple[str, int], ...]
) -> None:
    result = answered(ranked(3, *orders), rule(method))
    assert (result.winner, result.outcome, result.waiting) == (None, Outcome.NOBODY, ())


@pytest.mark.parametrize(
    "changed",
    [
        {"ties": []},
        {"ties": ["lot", "voters"]},
        {"ties": ["voters", "voters", "lot"]},
        {"ties": ["first", "lot"]},
        {"least_share": 101},
        {"least_turnout": 0},
        {"electorate": 0},
        {"method": "loudest"},
        {"more": 1},
    ],
)
def test_a_rule_that_is_not_right_is_refused(changed: dict[str, object]) -> None:
    said = rule(Method.MOST).to_dict()
    assert AnswerRule.from_dict(said) == rule(Method.MOST)
    with pytest.raises(RuleBroken):
        AnswerRule.from_dict(said | changed)


def test_every_answer_is_told_why() -> None:
    result = answered(SCHULZE, rule(Method.SCHULZE))
    said = {one: [str(part) for part in why(result, it)] for one, it in result.answers.items()}
    assert said["5"] == [
        "Dit antwoord wint van 4 andere antwoorden, twee aan twee.",
        "Geen antwoord staat erboven.",
    ]
    assert said["2"][1] == "27 mensen zetten antwoord 5 hoger, en 18 mensen dit antwoord."
    assert said["1"][1] == "23 mensen zetten antwoord 5 hoger, en 22 mensen dit antwoord."
    assert said["3"][1] == "Het verliest van antwoord 5 via andere antwoorden: 28 tegen 24."
    assert str(outcome_words(result)) == "Antwoord 5 wint."


# --- against an oracle that tries everything -------------------------------------------------------

BALLOTS = st.lists(
    st.permutations("1234").flatmap(
        lambda order: st.integers(0, 4).map(lambda places: tuple(order[:places]))
    ),
    max_size=12,
)


def preferred(ballots: Sequence[tuple[str, ...]], one: str, other: str) -> int:
    def place(ballot: tuple[str, ...], it: str) -> int:
        return ballot.index(it) if it in ballot else 9

    return sum(place(ballot, one) < place(ballot, other) for ballot in ballots)


def strongest(ballots: Sequence[tuple[str, ...]], one: str, other: str) -> int:
    """The best of all ways from one to the other, each of them walked."""
    best = 0
    between = [it for it in "1234" if it not in (one, other)]
    for many in range(len(between) + 1):
        for middle in permutations(between, many):
            way = list(pairwise((one, *middle, other)))
            won = [preferred(ballots, a, b) for a, b in way]
            lost = [preferred(ballots, b, a) for a, b in way]
            if all(w > x for w, x in zip(won, lost, strict=True)):
                best = max(best, min(won))
    return best


@given(BALLOTS)
def test_schulze_agrees_with_walking_every_way(ballots: list[tuple[str, ...]]) -> None:
    it = election(BallotKind.RANKING, 4, *(Ballot(one) for one in ballots))
    result = answered(it, rule(Method.SCHULZE))
    undefeated = tuple(
        one
        for one in "1234"
        if all(
            strongest(ballots, one, other) >= strongest(ballots, other, one)
            for other in "1234"
            if other != one
        )
    )
    assert undefeated
    if not any(ballots):
        assert result.outcome is Outcome.NOBODY
    elif len(undefeated) == 1:
        assert result.winner == undefeated[0]
    else:
        assert result.waiting == undefeated


@given(BALLOTS, st.randoms(use_true_random=False), st.sampled_from([Method.BORDA, Method.SCHULZE]))
def test_the_order_of_ballots_and_answers_means_nothing(
    ballots: list[tuple[str, ...]], chance: object, method: Method
) -> None:
    it = election(BallotKind.RANKING, 4, *(Ballot(one) for one in ballots))
    plans, shuffled = list(it.plans), list(it.ballots)
    chance.shuffle(plans)  # type: ignore[attr-defined]  # a Random
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    other = Election(it.budget, it.kind, tuple(plans), tuple(shuffled))
    for lot in (None, "root|1 2 3"):
        asked = rule(method, least_share=40, least_turnout=1)
        assert answered(it, asked, lot).to_dict() == answered(other, asked, lot).to_dict()


@given(BALLOTS)
def test_borda_is_the_sum_of_all_duels(ballots: list[tuple[str, ...]]) -> None:
    """With every answer placed, a place is worth as many duels as it wins."""
    whole = [one for one in ballots if len(one) == 4]
    it = election(BallotKind.RANKING, 4, *(Ballot(one) for one in whole))
    result = answered(it, rule(Method.BORDA))
    for one in "1234":
        assert result.answers[one].score == sum(
            preferred(whole, one, other) for other in "1234" if other != one
        )
