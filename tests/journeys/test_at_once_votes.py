"""A vote on a question at the same moment: real threads on a real PostgreSQL, and everybody counts once."""

from dataclasses import replace

import pytest

from tests.journeys.test_at_once import Job, apart, at_once, kinds, problems
from tests.journeys.test_at_once_offices import asking
from tests.support.votes import CLOSED, FORM, MadeVote, a_vote, draft_vote, resident
from tests.support.world import World
from wijkstem.commands.announcing import StopMeans
from wijkstem.commands.ballots import CastBallot, new_nonce
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.marking import Marked, MarkRoll
from wijkstem.commands.vote_questions import SettleVote
from wijkstem.domain.people import ANYONE, SYSTEM, Actor
from wijkstem.domain.voting_codes import new_code
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.means import Means
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound, VoteOption, VoteQuestion
from wijkstem.words.rounds import RoundState, VotingWay

MANY = 8


def voting(made: MadeVote, who: Actor, code: str, answer: int) -> Job:
    """Both halves, each in a transaction of its own."""

    def sending() -> object:
        world = made.world
        marked: Marked = apart(world, MarkRoll(made.round_id, code, VotingWay.LOGIN), who)
        ballot = CastBallot(
            made.round_id, marked.area_id, code, marked.tag_key, {answer: "1"}, new_nonce()
        )
        return apart(world, ballot, ANYONE)

    return sending


def test_vote_that_two_settle_at_once_is_one(postgres_world: World) -> None:
    world = postgres_world
    means_id = draft_vote(world)
    jobs = [asking(world, SettleVote(means_id, 0, FORM), world.official)] * MANY
    assert kinds(at_once(jobs)) == {"done": 1, "changed_meanwhile": MANY - 1}
    changed = [SettleVote(means_id, 1, replace(FORM, electorate=20 + n)) for n in range(MANY)]
    ended = at_once([asking(world, one, world.official) for one in changed])
    assert kinds(ended) == {"done": 1, "changed_meanwhile": MANY - 1}
    assert len(world.rows(VoteQuestion)) == len(world.rows(BudgetRound)) == 1
    assert [row["number"] for row in world.rows(VoteOption)] == [1, 2, 3]


def test_person_on_many_devices_votes_once(postgres_world: World) -> None:
    """Each device has a secret of its own. That this is the roll's key and nothing else, `test_at_once_rolls.py` shows."""
    made = a_vote(postgres_world)
    who = resident(made.world, "somebody")
    ended = at_once([voting(made, who, new_code(), 1 + n % 3) for n in range(MANY)])

    assert kinds(ended) == {"done": 1, "voted_otherwise": MANY - 1}
    assert len(made.world.rows(Ballot)) == 1
    assert [row["marked_on"] is not None for row in made.world.rows(RollEntry)] == [True]
    assert problems(made.world) == []


def test_vote_at_the_close_is_in_or_refused(postgres_world: World) -> None:
    made = a_vote(postgres_world)
    world, people = made.world, [resident(postgres_world, f"voter {n}") for n in range(MANY)]
    made.send(people[0], [1])
    world.clock.at = CLOSED
    late = [voting(made, who, new_code(), 2) for who in people[1:]]
    ended = at_once([*late, asking(world, CloseRound(made.round_id), SYSTEM)])
    assert kinds(ended) == {"done": 1, "vote_closed": MANY - 1}
    assert len(world.rows(Ballot)) == 1


def test_vote_that_stops_while_people_vote_ends_without_a_lock_that_waits_for_itself(
    postgres_world: World,
) -> None:
    made = a_vote(postgres_world)
    world = made.world
    people = [resident(world, f"voter {n}") for n in range(MANY)]
    [means] = world.rows(Means)
    stop = asking(
        world, StopMeans(made.means_id, means["revision"], "Het kan niet."), world.official
    )
    ended = at_once([*(voting(made, who, new_code(), 1) for who in people), stop])

    assert set(kinds(ended)) <= {"done", "vote_closed", "closed"}
    [row] = world.rows(BudgetRound)
    assert (row["state"], row["cancelled_because"]) == (RoundState.CANCELLED, "Het kan niet.")
    assert problems(world) == []


@pytest.mark.parametrize("answer", [0, 4])
def test_answer_that_is_none_is_refused(postgres_world: World, answer: int) -> None:
    made = a_vote(postgres_world)
    job = voting(made, resident(made.world, "somebody"), new_code(), answer)
    assert kinds(at_once([job])) == {"invalid": 1}
    assert made.world.rows(Ballot) == []
