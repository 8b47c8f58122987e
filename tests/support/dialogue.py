"""Dialogues in tests: with statements, open, and answered by two camps that agree on one thing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tests.support.means import made, row_of
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.commands.dialogue import TakeStance
from wijkstem.commands.statements import WriteStatement
from wijkstem.domain.people import Actor
from wijkstem.queries.dialogue import ResultFacts, dialogue_result
from wijkstem.words.means import MeansKind
from workers.dialogues import compute_dialogues

#: The last is what both camps want.
STATEMENTS = (
    "Er moet meer groen op het plein.",
    "Er moet plaats zijn voor auto's.",
    "De markt mag weg.",
    "Er moeten bomen komen.",
    "Er mag een terras komen.",
    "Fietsen moeten ergens anders staan.",
    "Kinderen moeten er kunnen spelen.",
    "Het plein moet schoon zijn.",
)
CAMPS = (["agree", "disagree", "disagree", "agree", "disagree", "agree", "agree", "agree"],
         ["disagree", "agree", "agree", "disagree", "agree", "disagree", "disagree", "agree"])  # fmt: skip


def draft_dialogue(world: World, words: Sequence[str] = STATEMENTS, **values: Any) -> UUID:
    """Not announced yet."""
    means_id = made(world, MeansKind.DIALOGUE, **values)
    for each in words:
        world.execute(WriteStatement(means_id, each), world.official)
    return means_id


def open_dialogue(world: World, words: Sequence[str] = STATEMENTS, **values: Any) -> UUID:
    """Everybody can answer."""
    means_id = draft_dialogue(world, words, **values)
    world.execute(AnnounceMeans(means_id, row_of(world, means_id)["revision"]), world.official)
    return means_id


def statements(world: World, means_id: UUID) -> dict[str, UUID]:
    """Ids by their words."""
    from wijkstem.tables.dialogue import Statement

    return {row["words"]: row["id"] for row in world.rows(Statement, means_id=means_id)}


def answer_as(world: World, means_id: UUID, who: Actor, stances: Sequence[str]) -> None:
    """The answers of one person, in the order of `STATEMENTS`."""
    ids = statements(world, means_id)
    for words, stance in zip(STATEMENTS, stances, strict=True):
        world.execute(TakeStance(means_id, ids[words], stance), who)


def answered_by_two_camps(world: World, means_id: UUID, each: int = 8) -> list[Actor]:
    """``each`` people of both camps; one of each camp doubts about the bicycles, so that they are not all alike."""
    people = []
    for camp, stances in enumerate(CAMPS):
        for number in range(each):
            who = world.person(f"camp-{camp}-{number}")
            own = list(stances)
            own[number % 6] = "pass"
            answer_as(world, means_id, who, own)
            people.append(who)
    return people


def computed(world: World) -> int:
    """What the worker does when it is called."""
    return compute_dialogues(world.services, HERE)


def result_of(world: World, means_id: UUID) -> ResultFacts | None:
    with world.services.reading(HERE) as connection:
        return dialogue_result(connection, HERE, means_id)
