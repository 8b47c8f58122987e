"""The close and the count as the clock finds them: the same ballots the same result, and nothing counts in silence."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from tests.commands.test_initiatives import refusal
from tests.support.voted import CLOSES, Voting, counted, officials, published, voting
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.ballots import seal_of
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.counting import ApproveResult, CountAgain
from wijkstem.commands.lots import CorrectLot, RecordLot
from wijkstem.domain.lots import LOTTO
from wijkstem.domain.people import Actor
from wijkstem.domain.publishing import digest_of
from wijkstem.domain.verifying import verify
from wijkstem.errors import NotFound
from wijkstem.events.counting import (
    CountStopped,
    LotCorrected,
    LotDrawn,
    ResultApproved,
    ResultPublished,
    RoundCounted,
)
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.queries.round_files import published_files
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.board import BoardEntry, BoardHead
from wijkstem.tables.counting import (
    CountAlarm,
    RoundApproval,
    RoundCount,
    RoundLot,
    RoundLotCorrection,
)
from wijkstem.tables.rounds import BallotPlan, BudgetRound
from wijkstem.tally import presets
from wijkstem.words.rounds import BoardKind, CountProblem, OnBallot, RoundState, VotingMethod
from workers.counting import count_votes


def results(world: World) -> list[dict[str, Any]]:
    found = [json.loads(row["result"]) for row in world.rows(RoundCount)]
    return sorted(found, key=lambda one: one["area"])


def state(world: World) -> RoundState:
    (row,) = world.rows(BudgetRound)
    found: RoundState = row["state"]
    return found


def voted(world: World, **values: Any) -> Voting:
    """Two areas: in the first plans 1 and 2 win, in the second plan 5."""
    vote = voting(world, **values)
    for picks in ((1, 2), (1, 2), (1,), (3,)):
        vote.cast(1, *picks)
    for picks in ((4,), (5,), (5,)):
        vote.cast(2, *picks)
    return vote


def files_of(world: World) -> dict[str, str]:
    with world.services.reading(HERE) as connection:
        return published_files(connection, HERE, "2026-1")


def test_clock_closes_and_counts(world: World) -> None:
    counted(voted(world))

    assert state(world) is RoundState.COUNTED
    one, two = results(world)
    assert (one["result"]["winners"], two["result"]["winners"]) == (["1", "2"], ["5"])
    assert (one["result"]["voters"], two["result"]["voters"]) == (4, 3)
    assert (one["reach"]["served"], two["reach"]["served"]) == (3, 2)
    (event,) = world.events(RoundCounted)
    assert (event.ballots, event.waiting) == (7, 0)
    kinds = [row["kind"] for row in world.rows(BoardEntry)]
    assert kinds.count(BoardKind.RESULT) == 4


def test_nothing_is_closed_before_its_time(world: World) -> None:
    vote = voted(world)
    count_votes(vote.world.services, HERE)

    assert state(world) is RoundState.FROZEN
    assert world.rows(RoundCount) == []


def test_only_the_last_of_a_voter_counts(world: World) -> None:
    vote = voting(world)
    vote.cast(1, 3, tag="a")
    vote.cast(1, 1, tag="a", version=2)
    counted(vote)

    result = results(world)[0]["result"]
    assert {plan: one["votes"] for plan, one in result["plans"].items()} == {"1": 1, "2": 0, "3": 0}
    assert result["voters"] == 1


def test_counting_again_and_again_changes_nothing(world: World) -> None:
    counted(voted(world))
    before = world.rows(RoundCount)
    count_votes(world.services, HERE)

    assert world.rows(RoundCount) == before
    assert len(world.events(RoundCounted)) == 1


PLANTED: dict[str, tuple[dict[str, Any], CountProblem]] = {
    "without a seal": ({"seal": "0" * 64}, CountProblem.SEAL),
    "with a key that we never had": ({"seal_key": "none"}, CountProblem.SEAL),
    "with another plan": ({"picks": '{"3":1}'}, CountProblem.SEAL),
    "as if it was paper": ({"method": VotingMethod.PAPER}, CountProblem.SEAL),
}


@pytest.mark.parametrize("how", PLANTED)
def test_planted_ballot_stops_the_count_and_is_named(world: World, how: str) -> None:
    changed, problem = PLANTED[how]
    vote = voted(world)
    vote.cast(1, 1, tag="planted", **changed)
    counted(vote)

    (row,) = [row for row in world.rows(Ballot) if row["tag"] == "planted"]
    assert state(world) is RoundState.CLOSED
    assert world.rows(RoundCount) == []
    named = [(alarm["problem"], alarm["digest"]) for alarm in world.rows(CountAlarm)]
    assert (problem, row["commitment"]) in named
    assert ("seal", 1) in [(event.problem, event.times) for event in world.events(CountStopped)]


def test_ballot_that_is_put_in_after_the_close_stops_the_count(world: World) -> None:
    vote = voted(world)
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id))
    vote.put(1, {1: 1})
    count_votes(world.services, HERE)

    assert [row["problem"] for row in world.rows(CountAlarm)] == [CountProblem.NOT_ON_BOARD]


def test_ballot_that_is_gone_stops_the_count(world: World) -> None:
    vote = voted(world)
    world.clock.at = CLOSES
    world.execute(CloseRound(vote.id))
    box, gone = table_of(Ballot), world.rows(Ballot)[0]
    with world.services.connection(HERE) as connection:
        connection.execute(
            delete(box).where(box.c.municipality_id == HERE, box.c.commitment == gone["commitment"])
        )
    count_votes(world.services, HERE)

    (alarm,) = world.rows(CountAlarm)
    assert (alarm["problem"], alarm["digest"]) == (CountProblem.GONE, gone["commitment"])


def test_more_ballots_than_voters_stop_the_count(world: World) -> None:
    vote = voted(world)
    vote.put(1, {1: 1})
    counted(vote)

    assert [row["problem"] for row in world.rows(CountAlarm)] == [CountProblem.TOO_MANY]


def test_count_that_stopped_goes_on_when_an_official_says_so(world: World) -> None:
    vote = voted(world)
    tag = vote.cast(1, 1, seal="0" * 64)
    counted(vote)
    box = table_of(Ballot)
    count_votes(world.services, HERE)
    assert len(world.events(CountStopped)) == 1, "it does not try by itself"

    row = next(row for row in world.rows(Ballot) if row["tag"] == tag)
    keys = world.services.tag_keys
    right = seal_of(keys, keys.current, HERE, row)
    with world.services.connection(HERE) as connection:
        this = box.c.municipality_id == HERE, box.c.tag == tag
        connection.execute(update(box).where(*this).values(seal=right))
    assert refusal(world, CountAgain(vote.id), world.person("resident")) == "not_allowed"
    world.execute(CountAgain(vote.id), world.official)
    count_votes(world.services, HERE)

    assert state(world) is RoundState.COUNTED


@pytest.mark.parametrize(
    "rule", [presets.greedy(), presets.equal_shares()], ids=["greedy", "shares"]
)
def test_round_without_voters_has_no_winners(world: World, rule: Any) -> None:
    counted(voting(world, count=rule))

    assert [one["result"]["winners"] for one in results(world)] == [[], []]
    assert [one["reach"]["served"] for one in results(world)] == [0, 0]


@pytest.mark.parametrize(
    "rule", [presets.greedy(), presets.equal_shares()], ids=["greedy", "shares"]
)
def test_round_without_money_has_no_winners(world: World, rule: Any) -> None:
    vote = voting(world, (0, (100, 200)), count=rule)
    vote.cast(1, 1, 2)
    counted(vote)

    assert results(world)[0]["result"]["winners"] == []


@pytest.mark.parametrize(
    "rule", [presets.greedy(), presets.equal_shares()], ids=["greedy", "shares"]
)
def test_all_ties_wait_for_the_lot(world: World, rule: Any) -> None:
    vote = voting(world, (300, (300, 300, 300)), count=rule)
    vote.cast(1, 1, 2, 3)
    vote.cast(1, 1, 2, 3)
    counted(vote)

    (row,) = world.rows(RoundCount)
    assert row["lot_for"] == "1 2 3"
    digest = digest_of([_Row(row)])
    assert refusal(world, ApproveResult(vote.id, digest), world.official) == "lot_needed"


class _Row:
    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__.update(row)


def test_lot_decides_and_is_counted_with(world: World) -> None:
    vote = voting(world, (300, (300, 300, 300)))
    vote.cast(1, 1, 2, 3)
    counted(vote)
    before = world.rows(RoundCount)[0]
    lot = RecordLot(vote.id, "31, 4 15 9", "Op lotto.nl.")
    assert refusal(world, lot, world.official) == "lot_too_early"
    world.clock.at += timedelta(days=2)
    world.execute(lot, world.official)
    assert refusal(world, lot, world.official) == "lot_is_drawn"
    count_votes(world.services, HERE)

    (row,) = world.rows(RoundCount)
    (result,) = results(world)
    assert row["lot_for"] is None
    assert len(result["result"]["winners"]) == 1
    (root,) = [row["root"] for row in world.rows(BoardHead) if row["closing"]]
    assert result["lot"] == {
        "source": LOTTO.source,
        "first_day": (local_date(CLOSES) + timedelta(days=2)).isoformat(),
        "root": root,
        "figure": "4 9 15 31",
        "how": "Op lotto.nl.",
        "seed": f"{root}|4 9 15 31",
    }
    assert row["ballots_file"].split("VOTES")[1] == before["ballots_file"].split("VOTES")[1]
    assert len(world.events(LotDrawn)) == 1
    assert refusal(world, lot, world.official) == "no_lot_needed"
    assert [one for one in verify(files_of(published(vote))) if not one.ok] == []


WRONG, WHY = "4 9 15 13", "Twee cijfers stonden verkeerd om."


def drawn(world: World) -> Voting:
    """A round of which the lot was typed wrong, and that is counted with it."""
    vote = voting(world, (300, (300, 300, 300)), (300, (300, 300)), (300, (300,)))
    for area, plans in ((1, (1, 2, 3)), (2, (4, 5)), (3, (6,))):
        vote.cast(area, *plans)
    counted(vote)
    world.clock.at += timedelta(days=2)
    world.execute(RecordLot(vote.id, WRONG, "Op lotto.nl."), world.official)
    count_votes(world.services, HERE)
    return vote


def test_figures_that_were_typed_wrong_are_put_right(world: World) -> None:
    vote = drawn(world)
    before = {row["area_id"]: row for row in world.rows(RoundCount)}
    first, second, _ = officials(world)
    old = digest_of([_Row(row) for row in before.values()])
    world.execute(ApproveResult(vote.id, old), first)
    right = CorrectLot(vote.id, "31 4 15 9", "Op lotto.nl, 12 juni.", WHY)
    assert refusal(world, right, world.person("resident")) == "not_allowed"
    world.execute(right, second)
    assert refusal(world, right, second) == "counting_now"
    assert refusal(world, ApproveResult(vote.id, old), second) == "not_counted"
    count_votes(world.services, HERE)

    assert [one["lot"] and one["lot"]["figure"] for one in results(world)] == [
        "4 9 15 31",
        "4 9 15 31",
        None,
    ]
    (row,) = world.rows(RoundLotCorrection)
    assert (row["was"], row["reasons"]) == ("4 9 13 15", WHY)
    assert row["corrected_by"] == second.person_id
    assert len(world.events(LotCorrected)) == 1
    after = {row["area_id"]: row for row in world.rows(RoundCount)}
    votes = [
        {area: row["ballots_file"].split("VOTES")[1] for area, row in rows.items()}
        for rows in (before, after)
    ]
    assert votes[0] == votes[1]
    assert refusal(world, ApproveResult(vote.id, old), second) == "counted_anew"
    assert world.rows(RoundApproval) == [], "who approved the old one looks again"
    assert [one for one in verify(files_of(published(vote))) if not one.ok] == []
    assert refusal(world, right, first) == "no_lot_to_correct"


def test_correction_that_says_nothing_is_refused(world: World) -> None:
    vote = drawn(world)
    same = CorrectLot(vote.id, "15 13 9 4", " ", " ")
    assert refusal(world, same, world.official) == {"how": "empty", "reasons": "empty"}
    same = CorrectLot(vote.id, "15 13 9 4", "Op lotto.nl.", WHY)
    assert refusal(world, same, world.official) == {"figure": "same_figures"}


def test_round_without_a_lot_has_none_to_correct(world: World) -> None:
    vote = voted(world)
    counted(vote)
    right = CorrectLot(vote.id, "1 2", "Op lotto.nl.", WHY)
    assert refusal(world, right, world.official) == "no_lot_to_correct"


def test_one_lot_is_for_every_area_that_waits(world: World) -> None:
    vote = voting(world, (300, (300, 300)), (300, (300,)), (300, (300, 300)))
    for area, plans in ((1, (1, 2)), (2, (3,)), (3, (4, 5))):
        vote.cast(area, *plans)
    counted(vote)
    world.clock.at += timedelta(days=2)
    world.execute(RecordLot(vote.id, "9 4", "Op lotto.nl."), world.official)
    count_votes(world.services, HERE)

    drawn = [one["lot"] and one["lot"]["figure"] for one in results(world)]
    assert drawn == ["4 9", None, "4 9"]
    assert len(world.events(LotDrawn)) == 2
    assert [one for one in verify(files_of(published(vote))) if not one.ok] == []


def test_lot_that_is_not_said_is_refused(world: World) -> None:
    vote = voting(world, (300, (300, 300)))
    vote.cast(1, 1, 2)
    counted(vote)

    lot = RecordLot(vote.id, " ", "x" * 1001)
    assert refusal(world, lot, world.official) == {"figure": "no_figures", "how": "too_long"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("source", "de zes getallen van iemand anders"),
        ("first_day", "2026-03-01"),
        ("root", "0" * 64),
        ("seed", "wat de wethouder wil"),
        ("figure", "31 4 15 9"),
        ("figure", "negen"),
    ],
)
def test_lot_that_was_not_fixed_before_is_found(world: World, name: str, value: str) -> None:
    """Whoever has the database and publishes what they like, on the board as well."""
    vote = voting(world, (300, (300, 300, 300)))
    vote.cast(1, 1, 2, 3)
    counted(vote)
    world.clock.at += timedelta(days=2)
    lot = RecordLot(vote.id, "4 9 15 31", "Op lotto.nl.")
    world.execute(lot, world.official)
    count_votes(world.services, HERE)
    files = files_of(published(vote))
    said = json.loads(files["uitslag-1.json"])
    said["lot"][name] = value
    files["uitslag-1.json"] = json.dumps(said, sort_keys=True, ensure_ascii=False, indent=1) + "\n"

    assert {"lot_fixed", "result"} <= {one.name for one in verify(files) if not one.ok}


def test_two_officials_let_it_out(world: World) -> None:
    vote = voted(world)
    counted(vote)
    digest = world.events(RoundCounted)[0].digest
    first, second, _ = officials(world)
    assert refusal(world, ApproveResult(vote.id, digest), world.person("resident")) == "not_allowed"
    assert refusal(world, ApproveResult(vote.id, "0" * 64), first) == "counted_anew"
    assert world.execute(ApproveResult(vote.id, digest), first) is RoundState.COUNTED
    assert refusal(world, ApproveResult(vote.id, digest), first) == "second_approval"
    assert world.events(ResultPublished) == []
    assert world.execute(ApproveResult(vote.id, digest), second) is RoundState.PUBLISHED
    assert refusal(world, ApproveResult(vote.id, digest), second) == "not_counted"

    assert len(world.events(ResultApproved)) == 1
    assert [row["turn"] for row in world.rows(RoundApproval)] == [1, 2]
    (event,) = world.events(ResultPublished)
    plans = vote.plans
    assert event.chosen == (plans[1], plans[2], plans[5])
    assert event.not_chosen == (plans[3], plans[4])
    assert (event.voters, event.served, event.on_roll) == (7, 5, 7)
    assert (event.budget, event.given) == (1500, 1300)


def test_nothing_of_a_result_is_given_before_it_is_public(world: World) -> None:
    counted(voted(world))

    with pytest.raises(NotFound):
        files_of(world)


def test_withdrawn_plan_gets_no_money(world: World) -> None:
    vote = voted(world)
    plans = table_of(BallotPlan)
    with world.services.connection(HERE) as connection:
        connection.execute(
            update(plans)
            .where(plans.c.municipality_id == HERE, plans.c.number == 1)
            .values(standing=OnBallot.WITHDRAWN)
        )
    counted(vote)

    one = results(world)[0]
    assert one["result"]["winners"] == ["2"]
    assert one["withdrawn"] == [1]
    assert [one for one in verify(files_of(published(vote))) if not one.ok] == []


def test_ballots_of_both_kinds_are_told_apart_only_when_many(world: World) -> None:
    counted(voted(world))
    assert "voting_method" not in world.rows(RoundCount)[0]["ballots_file"]


def test_export_says_nothing_of_when_and_who(world: World) -> None:
    counted(voted(world))

    for row in world.rows(RoundCount):
        header = row["ballots_file"].split("VOTES\n")[1].split("\n")[0]
        assert header == "voter_id;vote"


def test_official_who_is_erased_leaves_the_lot_and_the_approval(world: World) -> None:
    vote = drawn(world)
    first: Actor = officials(world)[0]
    world.execute(CorrectLot(vote.id, "31 4 15 9", "Op lotto.nl.", WHY), first)
    count_votes(world.services, HERE)
    published(vote)
    assert first.person_id
    world.execute(ErasePerson(first.person_id), first)

    assert world.rows(RoundApproval)[0]["approved_by"] is None
    assert {row["recorded_by"] for row in world.rows(RoundLot)} == {None}
    (row,) = world.rows(RoundLotCorrection)
    assert (row["corrected_by"], row["was"]) == (None, "4 9 13 15")
