"""A vote on a question whose worker is killed at every word of the close and the count: one close, one count, one answer."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.test_voting_on_a_question import checked
from tests.support.dying import deaths_at_every_word, dies_at
from tests.support.votes import CLOSED, MadeVote, a_vote, published, resident
from tests.support.world import HERE, World, make_world
from wijkstem.domain.voting_codes import new_code
from wijkstem.events.counting import RoundClosed, RoundCounted
from wijkstem.events.means import MeansClosed
from wijkstem.events.vote_questions import VoteAnswered
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.rules.registry import RuleBook
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.counting import CountAlarm, RoundClosing, RoundCount
from wijkstem.tables.means import Means
from wijkstem.tables.rounds import BudgetRound
from wijkstem.tally.answers.rules import Method
from wijkstem.words.means import MeansState
from wijkstem.words.rounds import BallotType
from workers.counting import count_votes
from workers.reminding import remind

pytestmark = pytest.mark.slow

#: One or more answers on a ballot; two people change theirs.
FIRST = ((1,), (1, 2), (2, 3), (3,), (1, 3))
CHANGED = {0: (2,), 3: (2, 3)}


def cast(made: MadeVote) -> None:
    """Everybody votes, and who changes their mind does so with the code of their own device."""
    for number, picks in enumerate(FIRST):
        who, code = resident(made.world, f"voter {number}"), new_code()
        made.send(who, picks, code)
        if number in CHANGED:
            made.send(who, CHANGED[number], code)


def votes() -> dict[str, int]:
    """How many chose each answer at last."""
    last = [CHANGED.get(number, picks) for number, picks in enumerate(FIRST)]
    return {str(answer): sum(answer in one for one in last) for answer in (1, 2, 3)}


def test_killed_at_every_word_that_close_and_count_of_a_question_say(
    world: World, rules: RuleBook, tmp_path: Path
) -> None:
    """One worker after the other, each killed one statement further than the last, and at each commit."""
    made = a_vote(world, ballot=BallotType.APPROVAL, method=Method.MOST, max_picks=2)
    cast(made)
    world.clock.at = CLOSED
    url = world.services.settings.database_url

    def counting(word: int) -> Callable[[], object]:
        def work() -> None:
            mine = make_world(url, rules)
            mine.clock.at = CLOSED
            dies_at(word, mine.services.engine)
            count_votes(mine.services, HERE)
            # The means that the vote is the room of ends with it.
            remind(mine.services, HERE)

        return work

    deaths = deaths_at_every_word(
        counting, lambda: (world.rows(BudgetRound)[0]["state"], world.rows(Means)[0]["state"])
    )

    assert deaths > 30
    assert len(world.rows(RoundClosing)) == len(world.events(RoundClosed)) == 1
    assert len(world.rows(RoundCount)) == len(world.events(RoundCounted)) == 1
    assert len(world.events(MeansClosed)) == 1
    assert world.rows(Means)[0]["state"] is MeansState.CLOSED
    assert world.rows(CountAlarm) == []
    assert len(world.rows(Ballot)) == len(FIRST) + len(CHANGED)
    result = json.loads(world.rows(RoundCount)[0]["result"])["result"]
    assert {answer: one["score"] for answer, one in result["answers"].items()} == votes()
    assert published(made).voters == len(FIRST)
    assert len(world.events(VoteAnswered)) == 1
    checked(made, tmp_path)
    with world.services.reading(HERE) as connection:
        assert [one for each in PROJECTIONS for one in differences(connection, each, HERE)] == []
