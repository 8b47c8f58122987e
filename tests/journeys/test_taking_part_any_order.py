"""Whatever people do in a discussion, a dialogue and a vote at the same time, by chance and in any order: it adds up."""

import json
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.test_discussions import Storm
from tests.journeys.test_voting_on_a_question import checked
from tests.support.dialogue import STATEMENTS, open_dialogue, result_of, statements
from tests.support.votes import CLOSED, a_vote, published, resident
from tests.support.world import HERE, World
from wijkstem.commands.dialogue import TakeStance
from wijkstem.commands.statements import JudgeStatement, ProposeStatement
from wijkstem.domain.people import Actor
from wijkstem.domain.voting_codes import new_code
from wijkstem.errors import NotAllowed, WijkstemError
from wijkstem.eventlog import log
from wijkstem.events.dialogue import (
    DialogueComputed,
    DialogueJoined,
    StatementPlaced,
    StatementProposed,
    StatementRefused,
)
from wijkstem.events.discussion import ContributionMade
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.counting import CountAlarm, RoundCount
from wijkstem.tables.dialogue import DialoguePart, Statement, StatementVote
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.moderation import Case
from wijkstem.tables.rolls import RollEntry
from wijkstem.words import CaseKind
from wijkstem.words.dialogue import Stance
from workers.dialogues import compute_dialogues
from workers.reminding import remind

#: Acts, and how many people of each room there are.
ACTS, PEOPLE = 240, 8


class Everything:
    """One discussion, one dialogue and one vote; what was told is kept beside, by whom it was told."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self._chance = world, random.Random(seed)
        self.dialogue = open_dialogue(world)
        self.talk = Storm(world, seed)
        # Opens last, so the clock stands on its first day.
        self.vote = a_vote(world)
        self._people = [resident(world, f"voter {number}") for number in range(PEOPLE)]
        #: Of each voter the device that was taken, and what was in its last ballot.
        self.codes: dict[int, str] = {}
        self.voted: dict[int, int] = {}
        self.stances: dict[tuple[int, str], str] = {}
        self.done = Counter[str]()

    def blow(self) -> None:
        acts = (self._talk, self._vote, self._vote_elsewhere, self._answer, self._answer)
        for number in range(ACTS):
            act = self._chance.choice((*acts, self._propose, self._judge))
            self.world.clock.at += timedelta(minutes=self._chance.randint(0, 10))
            try:
                act(self._chance.randrange(PEOPLE))
            except WijkstemError:
                continue
            self.done[act.__name__] += 1
            if number % 60 == 0:
                compute_dialogues(self.world.services, HERE)

    def who(self, number: int) -> Actor:
        return self._people[number]

    def _talk(self, number: int) -> None:
        del number
        self.talk.blow(1)

    def _vote(self, number: int) -> None:
        code, answer = self.codes.get(number) or new_code(), self._chance.choice((1, 2, 3))
        self.vote.send(self.who(number), [answer], code)
        self.codes[number], self.voted[number] = code, answer

    def _vote_elsewhere(self, number: int) -> None:
        """On another device: only who did not vote yet may."""
        if number not in self.codes:
            return self._vote(number)
        with pytest.raises(NotAllowed):
            self.vote.send(self.who(number), [1], new_code())
        return None

    def _answer(self, number: int) -> None:
        words, stance = self._chance.choice(STATEMENTS), self._chance.choice(list(Stance)).value
        ids = statements(self.world, self.dialogue)
        self.world.execute(TakeStance(self.dialogue, ids[words], stance), self.who(number))
        self.stances[number, words] = stance

    def _propose(self, number: int) -> None:
        words = f"Stelling {self._chance.randrange(30)}."
        self.world.execute(ProposeStatement(self.dialogue, words), self.who(number))

    def _judge(self, number: int) -> None:
        """Any case, also one that is judged already."""
        del number
        cases = sorted(
            self.world.rows(Case, kind=CaseKind.STATEMENT), key=lambda row: str(row["id"])
        )
        if cases:
            verdict = self._chance.choice(("placed", "refused"))
            command = JudgeStatement(self._chance.choice(cases)["id"], verdict, "Dit is dubbel.")
            self.world.execute(command, self.world.official)


@pytest.mark.parametrize("seed", [1, 2])
def test_rooms_that_go_on_at_once_end_as_the_log_says(
    world: World, seed: int, tmp_path: Path
) -> None:
    storm = Everything(world, seed)
    vote = storm.vote
    storm.blow()
    world.clock.at = CLOSED
    remind(world.services, HERE)
    refused(storm)
    event = published(vote)
    compute_dialogues(world.services, HERE)
    world.settle()

    assert len(storm.done) == 6, storm.done
    box = sorted(world.rows(Ballot), key=lambda row: int(row["version"]))
    last = {row["tag"]: row["picks"] for row in box}
    assert Counter(last.values()) == Counter(f'{{"{answer}":1}}' for answer in storm.voted.values())
    assert event.voters == len(storm.voted) == len(world.rows(RollEntry))
    [count] = world.rows(RoundCount)
    said = json.loads(count["result"])["result"]["answers"]
    assert {int(one): told["score"] for one, told in said.items() if told["score"]} == Counter(
        storm.voted.values()
    )
    assert world.rows(CountAlarm) == []
    checked(vote, tmp_path)
    dialogue_adds_up(storm)
    made = [one.contribution_id for one in world.events(ContributionMade)]
    assert sorted(made) == sorted(row["id"] for row in world.rows(Contribution))
    with world.services.reading(HERE) as connection:
        assert list(log.problems(connection, HERE)) == []
        assert [one for each in PROJECTIONS for one in differences(connection, each, HERE)] == []


def refused(storm: Everything) -> None:
    """Behind the close nobody says, votes or answers anything."""
    before = [len(storm.world.rows(one)) for one in (Ballot, StatementVote, Statement)]
    ids = statements(storm.world, storm.dialogue)
    for number in range(PEOPLE):
        with pytest.raises(WijkstemError):
            storm.vote.send(storm.who(number), [1], storm.codes.get(number) or new_code())
        late = TakeStance(storm.dialogue, ids[STATEMENTS[0]], "agree")
        with pytest.raises(WijkstemError):
            storm.world.execute(late, storm.who(number))
    after = [len(storm.world.rows(one)) for one in (Ballot, StatementVote, Statement)]
    assert before == after


def dialogue_adds_up(storm: Everything) -> None:
    """One answer each, the last; judged once; one final result, of those answers."""
    world = storm.world
    words = {row["id"]: row["words"] for row in world.rows(Statement)}
    people = {storm.who(number).person_id: number for number in range(PEOPLE)}
    votes = world.rows(StatementVote)
    assert {
        (people[row["person_id"]], words[row["statement_id"]]): row["stance"].value for row in votes
    } == storm.stances
    parts = [row["person_id"] for row in world.rows(DialoguePart)]
    assert sorted(parts) == sorted(one.person_id for one in world.events(DialogueJoined))
    judged = Counter(
        one.statement_id
        for kind in (StatementPlaced, StatementRefused)
        for one in world.events(kind)
    )
    assert set(judged.values()) == {1}
    assert {one.statement_id for one in world.events(StatementProposed)} <= set(words)
    assert [row for row in world.rows(Case, kind=CaseKind.STATEMENT) if not row["closed_at"]] == []
    final = [one for one in world.events(DialogueComputed) if one.final]
    assert [(one.people, one.answers) for one in final] == [
        (len({row["person_id"] for row in votes}), len(votes))
    ]
    result = result_of(world, storm.dialogue)
    assert result is not None
    assert result.final
