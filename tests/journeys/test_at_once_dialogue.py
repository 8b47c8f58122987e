"""A dialogue at the same moment, with real threads on a real PostgreSQL: one answer a person a statement, whatever comes at once."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_cases import officials
from tests.journeys.test_at_once_offices import asking
from tests.support.dialogue import STATEMENTS, computed, open_dialogue, result_of, statements
from tests.support.world import World
from wijkstem.commands import dialogue
from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.computing_dialogue import TakeDialogue
from wijkstem.commands.dialogue import TakeStance
from wijkstem.commands.statements import JudgeStatement, ProposeStatement
from wijkstem.domain.people import SYSTEM
from wijkstem.events.dialogue import (
    DialogueComputed,
    DialogueJoined,
    StatementPlaced,
    StatementProposed,
    StatementRefused,
)
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.tables.dialogue import DialoguePart, Statement, StatementVote
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind


def test_one_answer_a_person_a_statement(postgres_world: World) -> None:
    world = postgres_world
    means_id, anna = open_dialogue(world), world.person("anna")
    one = statements(world, means_id)[STATEMENTS[0]]
    asked = [
        asking(world, TakeStance(means_id, one, stance), anna)
        for stance in ["agree", "disagree", "pass"] * 4
    ]
    assert kinds(at_once(asked)) == {"done": 12}
    assert len(world.rows(StatementVote)) == len(world.rows(DialoguePart)) == 1
    assert len(world.events(DialogueJoined)) == 1


def test_without_the_constraint_somebody_answers_twice(
    postgres_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is what holds it: with a look before the insert, and no key, two get in."""
    world = postgres_world
    means_id, anna = open_dialogue(world), world.person("anna")
    one = statements(world, means_id)[STATEMENTS[0]]
    with world.services.engine.connect() as connection:
        connection.execution_options(municipality="*")
        connection.exec_driver_sql("ALTER TABLE statement_vote DROP CONSTRAINT pk_statement_vote")
        connection.commit()

    def unchecked(connection: Connection, table: Any, row: Mapping[str, Any]) -> bool:
        if table.name != "statement_vote":
            return insert_new(connection, table, row)
        connection.execute(insert(table).values(**row))
        return True

    monkeypatch.setattr(dialogue, "insert_new", unchecked)
    asked = [asking(world, TakeStance(means_id, one, "agree"), anna) for _ in range(6)]
    at_once(asked)
    assert len(world.rows(StatementVote)) > 1


def test_nobody_answers_behind_the_close(postgres_world: World) -> None:
    world = postgres_world
    means_id = open_dialogue(world)
    one = statements(world, means_id)[STATEMENTS[0]]
    people = [world.person(f"person-{number}") for number in range(10)]
    close = asking(world, CloseMeans(means_id, "Genoeg."), world.official)
    asked = [asking(world, TakeStance(means_id, one, "agree"), who) for who in people]
    assert set(kinds(at_once([*asked[:5], close, *asked[5:]]))) <= {"done", "closed"}
    assert computed(world) == 1
    made = result_of(world, means_id)
    assert made is not None
    assert (made.final, made.found["people"]) == (True, len(world.rows(StatementVote)))


def test_statement_that_is_sent_at_once_is_one(postgres_world: World) -> None:
    world = postgres_world
    means_id, anna = open_dialogue(world), world.person("anna")
    bram, form_id = world.person("bram"), new_id()
    again = [ProposeStatement(means_id, "Er moet water zijn.", form_id)] * 4
    ended = at_once([asking(world, one, anna) for one in again])
    assert kinds(ended) == {"done": 4}
    same = [ProposeStatement(means_id, "Er moet licht zijn.")] * 4
    ended = at_once(
        [asking(world, one, who) for one, who in zip(same, [anna, bram] * 2, strict=True)]
    )
    assert kinds(ended)["done"] == 1
    assert len(world.rows(Statement)) == len(STATEMENTS) + 2
    assert len(world.events(StatementProposed)) == 2


def test_statement_that_many_judge_is_judged_once(postgres_world: World) -> None:
    world = postgres_world
    means_id, anna = open_dialogue(world), world.person("anna")
    world.execute(ProposeStatement(means_id, "Er moet water zijn."), anna)
    [case] = world.rows(Case, kind=CaseKind.STATEMENT)
    asked = [JudgeStatement(case["id"], "placed"), JudgeStatement(case["id"], "refused", "Nee.")]
    people = officials(world, 6)
    ended = at_once([asking(world, asked[n % 2], who) for n, who in enumerate(people)])
    assert kinds(ended)["done"] == 1
    judged = [*world.events(StatementRefused), *world.events(StatementPlaced)]
    assert len([one for one in judged if one.case_id == case["id"]]) == 1


def test_dialogue_that_many_would_work_out_is_one_workers(postgres_world: World) -> None:
    world = postgres_world
    means_id = open_dialogue(world)
    world.execute(CloseMeans(means_id, "Genoeg."), world.official)
    ended = at_once([lambda: world.execute(TakeDialogue(means_id), SYSTEM)] * 6)
    assert sorted(one for one in ended) == [False] * 5 + [True]
    assert world.events(DialogueComputed) == []
