"""The roll: lists are taken in whole or not at all, codes are told once, and one person has one entry."""

from datetime import timedelta

import pytest

from tests.support.voting import Vote, a_vote, turn, voters, with_codes
from tests.support.world import World
from wijkstem.commands.marking import MarkRoll
from wijkstem.commands.rolls import AlreadyOnRoll, ImportRoll, ReissueCode
from wijkstem.domain.voting_codes import is_code
from wijkstem.errors import Conflict, NotAllowed, NotFound, RuleBroken
from wijkstem.events.rolls import CodeReissued, CodesReplaced, RollImported
from wijkstem.tables.rolls import RollEntry, RollImport
from wijkstem.words.rounds import RoundState, VotingWay

ANNA, BRAM, CATO = (f"bsn:{number}" for number in ("999990019", "999990020", "999990032"))
DIGEST = "a" * 64


@pytest.fixture
def vote(world: World) -> Vote:
    return a_vote(world, state=RoundState.ANNOUNCED)


def taken_in(world: World, vote: Vote, *subjects: str, digest: str = DIGEST) -> list[str]:
    command = ImportRoll(vote.round_id, voters(vote, *subjects), digest)
    codes: list[str] = world.execute(command, world.official)
    return codes


def test_a_list_gives_everybody_a_code_of_their_own(world: World, vote: Vote) -> None:
    codes = taken_in(world, vote, ANNA, BRAM, CATO)
    assert len(set(codes)) == 3
    assert all(map(is_code, codes))
    assert len(world.rows(RollEntry, round_id=vote.round_id)) == 3
    [noted] = world.rows(RollImport)
    assert (noted["voters"], noted["imported_by"]) == (3, world.official.person_id)
    [event] = world.events(RollImported)
    assert (event.voters, event.official_id) == (3, world.official.person_id)


def test_no_code_and_no_number_stands_in_the_database(world: World, vote: Vote) -> None:
    codes = taken_in(world, vote, ANNA, BRAM)
    kept = str(world.rows(RollEntry)) + str(world.rows(RollImport)) + str(world.recorded())
    assert not [secret for secret in (*codes, ANNA, ANNA[4:], BRAM[4:]) if secret in kept]


def test_rows_do_not_follow_the_list(world: World, vote: Vote) -> None:
    """They lie in the order of their random ids, so a copy of the list tells nothing of who is who."""
    taken_in(world, vote, *(f"bsn:{number}" for number in range(50)))
    ids = [row["id"] for row in world.rows(RollEntry)]
    assert len(ids) == 50


def test_the_same_file_again_is_refused_and_nothing_doubles(world: World, vote: Vote) -> None:
    taken_in(world, vote, ANNA)
    with pytest.raises(Conflict, match="staat al op de kiezerslijst"):
        taken_in(world, vote, ANNA)
    assert len(world.rows(RollEntry)) == 1


def test_somebody_of_an_earlier_list_stops_the_whole_list(world: World, vote: Vote) -> None:
    taken_in(world, vote, ANNA)
    with pytest.raises(AlreadyOnRoll) as refused:
        taken_in(world, vote, BRAM, ANNA, digest="b" * 64)
    assert refused.value.places == (1,)
    assert len(world.rows(RollEntry)) == 1


def test_the_same_people_in_another_round_have_other_tags(world: World, vote: Vote) -> None:
    other = a_vote(world, number="2026-2", state=RoundState.ANNOUNCED)
    taken_in(world, vote, ANNA)
    taken_in(world, other, ANNA)
    one, two = world.rows(RollEntry)
    assert one["person_tag"] != two["person_tag"]


@pytest.mark.parametrize(
    "state", [RoundState.FROZEN, RoundState.CLOSED, RoundState.PUBLISHED, RoundState.CANCELLED]
)
def test_no_list_comes_in_once_the_rules_are_fixed(
    world: World, vote: Vote, state: RoundState
) -> None:
    turn(world, vote, state)
    with pytest.raises(RuleBroken, match="spelregels staan vast"):
        taken_in(world, vote, ANNA)


def test_residents_bring_in_nothing(world: World, vote: Vote) -> None:
    with pytest.raises(NotAllowed):
        world.execute(ImportRoll(vote.round_id, voters(vote, ANNA), DIGEST), world.person("anna"))
    with pytest.raises(NotAllowed):
        world.execute(ReissueCode(vote.round_id, ANNA), world.person("anna"))


def test_codes_that_got_lost_are_replaced_by_the_same_file(world: World, vote: Vote) -> None:
    lost = taken_in(world, vote, ANNA, BRAM)
    turn(world, vote, RoundState.FROZEN)
    command = ImportRoll(vote.round_id, voters(vote, ANNA, BRAM), DIGEST, again=True)
    codes = world.execute(command, world.official)
    with pytest.raises(NotFound):
        world.execute(MarkRoll(vote.round_id, lost[0], VotingWay.CODE))
    world.execute(MarkRoll(vote.round_id, codes[0], VotingWay.CODE))
    assert [event.codes for event in world.events(CodesReplaced)] == [2]
    assert len(world.rows(RollEntry)) == 2


def test_codes_are_not_replaced_once_somebody_voted(world: World, vote: Vote) -> None:
    codes = taken_in(world, vote, ANNA, BRAM)
    turn(world, vote, RoundState.FROZEN)
    world.execute(MarkRoll(vote.round_id, codes[1], VotingWay.CODE))
    command = ImportRoll(vote.round_id, voters(vote, ANNA, BRAM), DIGEST, again=True)
    with pytest.raises(RuleBroken, match="hebben al gestemd"):
        world.execute(command, world.official)
    world.execute(MarkRoll(vote.round_id, codes[0], VotingWay.CODE))  # nothing of it was kept
    assert world.events(CodesReplaced) == []


def test_a_lost_code_is_worth_nothing_and_another_comes(world: World, vote: Vote) -> None:
    with_codes(world, vote, ANNA, BRAM)
    code = world.execute(ReissueCode(vote.round_id, ANNA), world.official)
    assert is_code(code)
    with pytest.raises(NotFound):
        world.execute(MarkRoll(vote.round_id, vote.codes[ANNA], VotingWay.CODE))
    world.execute(MarkRoll(vote.round_id, code, VotingWay.CODE))
    world.execute(MarkRoll(vote.round_id, vote.codes[BRAM], VotingWay.CODE))
    [event] = world.events(CodeReissued)
    assert event.official_id == world.official.person_id
    assert code not in str(world.recorded())
    assert sorted(row["reissued"] for row in world.rows(RollEntry)) == [0, 1]


def test_a_code_that_was_used_stays(world: World, vote: Vote) -> None:
    with_codes(world, vote, ANNA)
    world.execute(MarkRoll(vote.round_id, vote.codes[ANNA], VotingWay.CODE))
    with pytest.raises(RuleBroken, match="heeft al gestemd"):
        world.execute(ReissueCode(vote.round_id, ANNA), world.official)
    assert world.events(CodeReissued) == []


def test_who_is_not_on_the_roll_gets_no_code(world: World, vote: Vote) -> None:
    with_codes(world, vote, ANNA)
    with pytest.raises(NotFound, match="niet op de kiezerslijst"):
        world.execute(ReissueCode(vote.round_id, CATO), world.official)


def test_no_code_after_the_close(world: World, vote: Vote) -> None:
    with_codes(world, vote, ANNA)
    turn(world, vote, RoundState.CLOSED)
    with pytest.raises(RuleBroken, match="voorbij"):
        world.execute(ReissueCode(vote.round_id, ANNA), world.official)


def test_a_round_of_elsewhere_is_no_round(world: World, vote: Vote) -> None:
    world.clock.at += timedelta(minutes=1)
    with pytest.raises(NotFound, match="bestaat niet"):
        world.execute(
            ImportRoll(vote.round_id, voters(vote, ANNA), DIGEST),
            world.person("official", *world.official.roles, where="buurdorp"),
            where="buurdorp",
        )
