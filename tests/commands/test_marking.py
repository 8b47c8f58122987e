"""Marking the roll: one person votes once, by one way; the same again changes nothing; and nothing says when or who."""

from datetime import date, timedelta

import pytest

from tests.commands.test_tag_keys import rotated
from tests.support.voting import Vote, a_vote, turn, with_codes
from tests.support.world import World
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.marking import Marked, MarkOnPaper, MarkRoll
from wijkstem.commands.tag_keys import RetireTagKey
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.domain.voting_codes import grouped, new_code
from wijkstem.errors import NotAllowed, NotFound, RuleBroken
from wijkstem.tables.rolls import RollEntry
from wijkstem.words import Role
from wijkstem.words.rounds import Roll, RoundState, VotingWay

ANNA, BRAM = "bsn:999990019", "bsn:999990020"


@pytest.fixture
def vote(world: World) -> Vote:
    return with_codes(world, a_vote(world), ANNA)


def by_code(vote: Vote, code: str) -> MarkRoll:
    return MarkRoll(vote.round_id, code, VotingWay.CODE)


def by_login(vote: Vote, code: str) -> MarkRoll:
    return MarkRoll(vote.round_id, code, VotingWay.LOGIN)


def logged_in(
    world: World,
    subject: str,
    *,
    born: date | None = date(1980, 5, 17),
    lives: str | None = "WK990100",
) -> Actor:
    identity = Identity(subject, "Inwoner", birth_date=born, neighbourhood_code=lives)
    who: LoggedIn = world.execute(LogIn(identity))
    return Actor(who.person_id, frozenset({Role.RESIDENT}))


def test_a_code_marks_its_entry_and_says_for_which_area(world: World, vote: Vote) -> None:
    marked = world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    assert marked == Marked(vote.areas["Centrum"], "1")
    [row] = world.rows(RollEntry)
    assert (row["marked_on"], row["way"]) == (date(2026, 3, 2), VotingWay.CODE)


def test_the_same_code_again_changes_nothing(world: World, vote: Vote) -> None:
    first = world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    was = world.rows(RollEntry)
    world.pass_days(3)
    assert world.execute(by_code(vote, grouped(vote.codes[ANNA]).lower()), ANYONE) == first
    assert world.rows(RollEntry) == was


@pytest.mark.parametrize("typed", ["", "abc", "0" * 15, "é" * 15])
def test_what_is_no_code(world: World, vote: Vote, typed: str) -> None:
    for way in (VotingWay.CODE, VotingWay.LOGIN):
        with pytest.raises(NotFound, match="kennen wij niet"):
            world.execute(MarkRoll(vote.round_id, typed, way), logged_in(world, BRAM))


def test_a_code_that_nobody_gave_out(world: World, vote: Vote) -> None:
    with pytest.raises(NotFound, match="kennen wij niet"):
        world.execute(by_code(vote, new_code()), ANYONE)


def test_a_code_is_of_one_round(world: World, vote: Vote) -> None:
    other = a_vote(world, number="2026-2")
    with pytest.raises(NotFound, match="kennen wij niet"):
        world.execute(by_code(other, vote.codes[ANNA]), ANYONE)


def test_marking_leaves_no_trace_in_the_log(world: World, vote: Vote) -> None:
    before = len(world.recorded())
    world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    assert len(world.recorded()) == before


def test_who_logs_in_is_the_person_of_the_list(world: World, vote: Vote) -> None:
    anna = logged_in(world, ANNA)
    device = new_code()
    assert world.execute(by_login(vote, device), anna).area_id == vote.areas["Centrum"]
    assert world.execute(by_login(vote, device), anna).area_id == vote.areas["Centrum"]
    with pytest.raises(NotAllowed, match="andere manier"):
        world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    with pytest.raises(NotAllowed, match="andere manier"):
        world.execute(by_login(vote, new_code()), anna)  # another device
    [row] = world.rows(RollEntry)
    assert row["way"] is VotingWay.LOGIN


def test_who_used_their_letter_does_not_vote_by_login(world: World, vote: Vote) -> None:
    world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    with pytest.raises(NotAllowed, match="andere manier"):
        world.execute(by_login(vote, new_code()), logged_in(world, ANNA))


def test_whoever_may_vote_comes_on_an_open_roll(world: World, vote: Vote) -> None:
    bram = logged_in(world, BRAM, lives="WK990101")
    assert world.execute(by_login(vote, new_code()), bram).area_id == vote.areas["Noord"]
    assert len(world.rows(RollEntry)) == 2
    assert bram.person_id is not None
    assert bram.person_id.hex not in str(world.rows(RollEntry)).replace("-", "")


def test_nobody_comes_on_a_list_by_logging_in(world: World) -> None:
    vote = a_vote(world, roll=Roll.LIST)
    with pytest.raises(RuleBroken, match="niet op de kiezerslijst"):
        world.execute(by_login(vote, new_code()), logged_in(world, BRAM))
    assert world.rows(RollEntry) == []


@pytest.mark.parametrize(
    ("born", "lives", "said"),
    [
        (date(2010, 2, 2), "WK990100", "16 jaar of ouder"),
        (None, "WK990100", "niet hoe oud"),
        (date(2010, 2, 1), None, "woont niet"),
    ],
)
def test_who_may_not_vote(
    world: World, vote: Vote, born: date | None, lives: str | None, said: str
) -> None:
    who = logged_in(world, BRAM, born=born, lives=lives)
    with pytest.raises(RuleBroken, match=said):
        world.execute(by_login(vote, new_code()), who)
    assert len(world.rows(RollEntry)) == 1


def test_who_has_a_birthday_on_the_reference_day_may_vote(world: World, vote: Vote) -> None:
    who = logged_in(world, BRAM, born=date(2010, 2, 1))
    assert world.execute(by_login(vote, new_code()), who)


def test_a_round_of_the_whole_municipality(world: World) -> None:
    vote = a_vote(world, areas={"Testdorp": ()})
    who = logged_in(world, BRAM)
    assert world.execute(by_login(vote, new_code()), who).area_id == vote.areas["Testdorp"]


def test_a_mailbox_does_not_vote(world: World, vote: Vote) -> None:
    who = logged_in(world, BRAM)
    weak = Actor(who.person_id, who.roles, strong=False)
    with pytest.raises(NotAllowed, match="wie u bent"):
        world.execute(by_login(vote, new_code()), weak)
    with pytest.raises(NotAllowed, match="Log eerst in"):
        world.execute(by_login(vote, new_code()), ANYONE)


def test_before_and_after_the_vote_nothing_is_marked(world: World, vote: Vote) -> None:
    world.clock.at -= timedelta(hours=2)
    with pytest.raises(RuleBroken, match="nog niet stemmen"):
        world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    world.clock.at += timedelta(hours=2, days=14) - timedelta(hours=1, microseconds=1)
    world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    world.clock.at += timedelta(microseconds=1)
    with pytest.raises(RuleBroken, match="voorbij"):
        world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    turn(world, vote, RoundState.CLOSED)
    world.clock.at -= timedelta(days=1)
    with pytest.raises(RuleBroken, match="voorbij"):
        world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)


def test_paper_is_handed_out_to_who_did_not_vote(world: World, vote: Vote) -> None:
    area = world.execute(MarkOnPaper(vote.round_id, ANNA), world.official)
    assert area == vote.areas["Centrum"]
    for again in (
        MarkOnPaper(vote.round_id, ANNA),
        MarkOnPaper(vote.round_id, code=vote.codes[ANNA]),
    ):
        with pytest.raises(NotAllowed, match="op papier"):
            world.execute(again, world.official)
    with pytest.raises(NotAllowed, match="op papier"):
        world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    with pytest.raises(NotAllowed, match="op papier"):
        world.execute(by_login(vote, new_code()), logged_in(world, ANNA))


def test_paper_by_the_code_of_the_letter(world: World, vote: Vote) -> None:
    typed = grouped(vote.codes[ANNA])
    assert world.execute(MarkOnPaper(vote.round_id, code=typed), world.official)
    [row] = world.rows(RollEntry)
    assert (row["way"], row["credential"]) == (VotingWay.PAPER, None)


def test_no_paper_for_who_voted_online(world: World, vote: Vote) -> None:
    world.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    with pytest.raises(NotAllowed, match="andere manier"):
        world.execute(MarkOnPaper(vote.round_id, ANNA), world.official)


def test_at_the_desk_somebody_comes_on_an_open_roll(world: World, vote: Vote) -> None:
    seen = MarkOnPaper(vote.round_id, BRAM, "", date(1950, 1, 1), vote.areas["Noord"])
    assert world.execute(seen, world.official) == vote.areas["Noord"]
    young = MarkOnPaper(vote.round_id, "bsn:3", "", date(2015, 1, 1), vote.areas["Noord"])
    with pytest.raises(RuleBroken, match="16 jaar"):
        world.execute(young, world.official)
    with pytest.raises(NotFound, match="niet op de kiezerslijst"):
        world.execute(MarkOnPaper(vote.round_id, "bsn:4"), world.official)


def test_residents_hand_out_no_paper(world: World, vote: Vote) -> None:
    with pytest.raises(NotAllowed):
        world.execute(MarkOnPaper(vote.round_id, ANNA), logged_in(world, ANNA))


def test_a_new_key_of_the_installation_changes_nothing_for_a_vote(world: World) -> None:
    """Codes of before it still vote, a login is the person of the list, and the old key stays until it is over."""
    vote = with_codes(world, a_vote(world), ANNA, BRAM)
    later = rotated(world)
    assert later.execute(by_code(vote, vote.codes[BRAM]), ANYONE).tag_key == "1"
    anna = logged_in(later, ANNA)
    assert later.execute(by_login(vote, new_code()), anna).tag_key == "1"
    with pytest.raises(NotAllowed, match="andere manier"):
        later.execute(by_code(vote, vote.codes[ANNA]), ANYONE)
    assert len(later.rows(RollEntry)) == 2
    with pytest.raises(RuleBroken, match="stemronde die deze sleutel"):
        later.execute(RetireTagKey("1"))
    turn(later, vote, RoundState.PUBLISHED)
    later.execute(RetireTagKey("1"))
