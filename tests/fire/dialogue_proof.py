"""What must hold of a dialogue after a storm: one answer each, judged once, nothing behind the close, and one final result."""

from collections import Counter
from datetime import timedelta

from tests.fire.ledger import Ledger
from tests.fire.proposal_proof import accepted
from tests.fire.town import Town
from tests.support.world import HERE, World
from wijkstem.commands.computing_dialogue import PATIENCE
from wijkstem.events.dialogue import (
    DialogueComputed,
    DialogueJoined,
    StatementPlaced,
    StatementProposed,
    StatementRefused,
)
from wijkstem.events.means import MeansClosed
from wijkstem.opinion.apart import found_apart
from wijkstem.queries.dialogue import dialogue_answers, dialogue_result
from wijkstem.rules.dialoguing import Dialoguing
from wijkstem.tables.dialogue import DialoguePart, Statement, StatementVote
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind
from wijkstem.words.dialogue import StatementState
from workers.dialogues import compute_dialogues


def answers_are_what_was_told(world: World, town: Town, ledger: Ledger) -> None:
    """Who was told so has answered so; whoever came too late has not; who takes part does so once."""
    votes = world.rows(StatementVote, means_id=town.rooms.dialogue.id)
    held = {(row["person_id"], row["statement_id"]): row["stance"].value for row in votes}
    assert {key: held.get(key) for key in town.rooms.answers} == town.rooms.answers
    assert accepted(ledger, "late answer") == set()
    assert {who.id for who in town.supporters[21:24]} & {person for person, _ in held} == set()
    joined = Counter(one.person_id for one in world.events(DialogueJoined))
    parts = {row["person_id"] for row in world.rows(DialoguePart)}
    assert set(joined.values()) == {1}
    assert set(joined) - town.erased == parts - town.erased
    closed = [one for one in world.events(MeansClosed) if one.means_id == town.rooms.dialogue.id]
    assert [one.early for one in closed] == [True]


def statements_are_judged_once(world: World, town: Town, ledger: Ledger) -> None:
    """Accepted ones are there with a case each; each that waited is placed or refused, once; the rest lapsed."""
    rows = {row["id"]: row for row in world.rows(Statement)}
    proposed = Counter(one.statement_id for one in world.events(StatementProposed))
    cases = {row["target_id"]: row for row in world.rows(Case, kind=CaseKind.STATEMENT)}
    assert set(proposed.values()) == {1}
    assert cases.keys() == set(proposed)
    assert accepted(ledger, "statement") <= set(proposed) <= rows.keys()
    placed = Counter(one.statement_id for one in world.events(StatementPlaced))
    refused = Counter(one.statement_id for one in world.events(StatementRefused))
    judged = {one: placed[one] + refused[one] for one in town.rooms.waiting.values()}
    assert set(judged.values()) == {1}
    states = {
        **dict.fromkeys(placed, StatementState.PLACED),
        **dict.fromkeys(refused, StatementState.REFUSED),
    }
    assert {one: row["state"] for one, row in rows.items()} == {
        one: states.get(one, StatementState.LAPSED) for one in rows
    }
    assert [case for case in cases.values() if case["closed_at"] is None] == []
    by = Counter(row["person_id"] for row in rows.values())
    assert by[town.supporters[1].id] == Dialoguing(assumed=True).own_most


def result_is_of_the_answers(world: World, town: Town) -> None:
    """Worked out for good once, whoever was killed at it; worked out again from the rows it is the same."""
    # A worker that was killed at it has a quarter of an hour before another one tries.
    world.clock.at += PATIENCE + timedelta(minutes=1)
    compute_dialogues(world.services, HERE)
    it = town.rooms.dialogue.id
    told = [one for one in world.events(DialogueComputed) if one.means_id == it]
    assert [one.final for one in told].count(True) == 1
    assert told[-1].final
    with world.services.reading(HERE) as connection:
        answers = dialogue_answers(connection, HERE, it)
        result = dialogue_result(connection, HERE, it)
    assert result is not None
    limits = {name: result.found[name] for name in ("smallest", "answered")}
    again = found_apart(answers.columns, **limits)
    assert {**result.found, **again} == result.found
    votes = world.rows(StatementVote, means_id=it)
    assert result.digest == again["digest"]
    assert (told[-1].people, told[-1].answers) == (
        len({row["person_id"] for row in votes}),
        len(votes),
    )
