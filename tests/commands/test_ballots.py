"""Putting a ballot in the box: what goes in, what is refused, and what no trace is left of."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.support.booth import APPROVAL, Vote, a_vote
from tests.support.web import with_settings
from tests.support.world import HERE, World
from wijkstem.commands.ballots import Stir, new_nonce, seal_of
from wijkstem.domain.ballots import last_of_each
from wijkstem.domain.people import ANYONE
from wijkstem.domain.rounds import BallotRules
from wijkstem.domain.voting_codes import is_receipt, new_code
from wijkstem.errors import Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.kit.ids import new_id
from wijkstem.tables.ballots import Ballot
from wijkstem.words.rounds import BallotType

NONCE = "0123456789abcdef" * 2


@pytest.fixture
def vote(world: World) -> Vote:
    return a_vote(world)


def box(vote: Vote) -> list[dict[str, Any]]:
    return sorted(vote.world.rows(Ballot), key=lambda row: (row["tag"], row["version"]))


def counting(vote: Vote) -> list[str]:
    """What is on the ballots that count."""
    last = last_of_each((row["tag"], row["version"]) for row in box(vote))
    return sorted(row["picks"] for row in box(vote) if (row["tag"], row["version"]) in last)


def test_ballot_goes_in_under_a_tag_with_a_seal(vote: Vote) -> None:
    code = new_code()
    cast = vote.cast(code, 1, 3, nonce=NONCE)

    [row] = box(vote)
    assert (is_receipt(cast.receipt), cast.changed) == (True, False)
    assert (row["picks"], row["version"], row["nonce"]) == ('{"1":1,"3":1}', 1, NONCE)
    keys = vote.world.services.tag_keys
    assert row["seal"] == seal_of(keys, row["seal_key"], HERE, row)
    assert code not in str(row)


@pytest.mark.parametrize("column", ["picks", "nonce", "version", "tag", "area_id", "commitment"])
def test_seal_does_not_fit_a_row_that_was_changed_by_hand(vote: Vote, column: str) -> None:
    vote.cast(new_code(), 1)
    [row] = box(vote)
    other = {"version": 2, "area_id": new_id()}.get(
        column, row[column][::-1] if column not in {"version", "area_id"} else None
    )
    keys = vote.world.services.tag_keys
    assert row["seal"] != seal_of(keys, row["seal_key"], HERE, {**row, column: other})


def test_casting_leaves_nothing_in_the_log(vote: Vote) -> None:
    before = len(vote.world.recorded())
    vote.cast(new_code(), 1)
    assert len(vote.world.recorded()) == before


def test_change_is_another_version_and_the_last_counts(vote: Vote) -> None:
    code, other = new_code(), new_code()
    first = vote.cast(code, 1)
    vote.cast(other, 4)
    second = vote.cast(code, 2, 3)

    assert [first.changed, second.changed] == [False, True]
    assert first.receipt != second.receipt
    assert sorted(row["version"] for row in box(vote)) == [1, 1, 2]
    assert counting(vote) == ['{"2":1,"3":1}', '{"4":1}']


def test_form_that_is_sent_twice_is_one_ballot_also_after_a_change(vote: Vote) -> None:
    code = new_code()
    first = vote.cast(code, 1, nonce=NONCE)
    vote.cast(code, 2)
    again = vote.cast(code, 1, nonce=NONCE)  # it was on its way for long

    assert again.receipt == first.receipt
    assert len(box(vote)) == 2
    assert counting(vote) == ['{"2":1}']


def test_same_choice_by_two_voters_looks_different(vote: Vote) -> None:
    receipts = {vote.cast(new_code(), 1).receipt for _ in range(2)}
    assert len(receipts) == 2
    assert len({row["commitment"] for row in box(vote)}) == 2


def test_voter_keeps_their_tag_when_the_installation_gets_another_key(vote: Vote) -> None:
    code = new_code()
    vote.cast(code, 1)
    settings = vote.world.services.settings
    later = with_settings(
        vote.world, tag_key_id="2", other_tag_keys={settings.tag_key_id: settings.tag_key}
    )
    done = later.execute(vote.ballot(code, 2), ANYONE)

    assert done.changed
    assert len({row["tag"] for row in box(vote)}) == 1
    assert {row["seal_key"] for row in box(vote)} == {settings.tag_key_id, "2"}


@pytest.mark.parametrize(
    ("by", "typed", "field"),
    [
        (APPROVAL, {}, "aantal"),
        (APPROVAL, dict.fromkeys((1, 2, 3, 4), "1"), "aantal"),
        (APPROVAL, {77: "1"}, "plan-77"),
        (BallotRules(BallotType.APPROVAL, 1, None, spending_limit=29_999), {1: "1", 2: "1"}, "geld"),
        (BallotRules(BallotType.POINTS, 1, None, points=5), {1: "6"}, "plan-1"),
        (BallotRules(BallotType.RANKING, 1, 2), {1: "2"}, "plaatsen"),
    ],
)  # fmt: skip
def test_ballot_that_is_not_right_does_not_go_in(
    sqlite_world: World, by: BallotRules, typed: dict[int, str], field: str
) -> None:
    vote = a_vote(sqlite_world, by)
    with pytest.raises(Invalid) as refused:
        vote.cast(new_code(), typed=typed)
    assert list(refused.value.fields) == [field]
    assert box(vote) == []


def test_plan_of_another_area_does_not_go_in(sqlite_world: World) -> None:
    vote = a_vote(sqlite_world, areas=2)
    with pytest.raises(Invalid):
        vote.cast(new_code(), 5)
    vote.cast(new_code(), 5, area=2)
    assert counting(vote) == ['{"5":1}']


def test_plan_that_was_withdrawn_is_taken_no_more_and_stays_on_earlier_ballots(vote: Vote) -> None:
    vote.cast(new_code(), 1, 2)
    vote.withdraw(2)
    with pytest.raises(Invalid) as refused:
        vote.cast(new_code(), 1, 2)
    assert refused.value.fields["plan-2"].code == "plan_withdrawn"
    assert counting(vote) == ['{"1":1,"2":1}']


def test_clock_decides_to_the_moment(vote: Vote) -> None:
    vote.world.clock.at = vote.closes_at - timedelta(microseconds=1)
    vote.cast(new_code(), 1)
    vote.world.clock.at = vote.closes_at
    with pytest.raises(RuleBroken) as refused:
        vote.cast(new_code(), 1)
    vote.world.clock.at = vote.opens_at - timedelta(microseconds=1)
    with pytest.raises(RuleBroken) as too_early:
        vote.cast(new_code(), 1)

    assert [refused.value.code, too_early.value.code] == ["vote_closed", "vote_not_open"]
    assert len(box(vote)) == 1


def test_nothing_goes_in_after_the_close_whatever_the_clock_says(vote: Vote) -> None:
    vote.close()
    with pytest.raises(RuleBroken):
        vote.cast(new_code(), 1)


def test_round_or_area_that_is_not_there(vote: Vote) -> None:
    ballot = vote.ballot(new_code(), 1)
    for elsewhere in (replace(ballot, round_id=new_id()), replace(ballot, area_id=new_id())):
        with pytest.raises(NotFound):
            vote.world.execute(elsewhere, ANYONE)


@pytest.mark.parametrize(
    "nonce", ["x", "0" * 31, "0" * 33, "G" * 32, "\N{ARABIC-INDIC DIGIT ONE}" * 32]
)
def test_form_without_a_proper_mark_is_refused(vote: Vote, nonce: str) -> None:
    with pytest.raises(RuleBroken):
        vote.cast(new_code(), 1, nonce=nonce)


def test_stirring_changes_no_ballot(vote: Vote) -> None:
    code = new_code()
    for numbers in ((1,), (2, 3), (4,)):
        vote.cast(code, *numbers)
        vote.cast(new_code(), *numbers)
    before = box(vote)
    vote.world.execute(Stir(vote.round_id))
    assert box(vote) == before

    vote.cast(code, 1, nonce=new_nonce())
    assert len(box(vote)) == len(before) + 1


def test_only_the_system_stirs(vote: Vote) -> None:
    with pytest.raises(NotAllowed):
        vote.world.execute(Stir(vote.round_id), vote.world.person("anna"))


def test_nothing_of_a_ballot_is_in_what_an_error_prints(vote: Vote) -> None:
    code = new_code()
    ballot = vote.ballot(code, typed={1: "1", 3: "geheim"}, nonce=NONCE)
    said = repr(ballot) + repr(vote.cast(code, 1, nonce=NONCE))
    assert [one for one in (code, NONCE, "geheim", "receipt") if one in said] == []
