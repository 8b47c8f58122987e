"""Passages by hand before an advice opens: who may, until when, what changes with the proposal, and what the log has."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.commands.test_comments import changed_proposal
from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.support.advised import NOT_SO, advice, commented, not_open_yet
from tests.support.means import made, row_of
from tests.support.world import World
from wijkstem.commands.cutting_passages import CorrectPassage, JoinPassages, SplitPassage
from wijkstem.domain.people import ANYONE
from wijkstem.errors import NotAllowed
from wijkstem.events.comments import (
    PassageCorrected,
    PassagesJoined,
    PassagesNumbered,
    PassageSplit,
)
from wijkstem.tables.comments import Comment, Passage, PassageVersion
from wijkstem.words.means import MeansKind

ONE, TWO, COSTS = (
    "Maak van het plein een speelplek.",
    "Haal de auto's weg.",
    "Het kost 40.000 euro.",
)


def passages(world: World, means_id: UUID) -> list[tuple[int, str]]:
    """In the order of reading, those that went left out."""
    rows = sorted(world.rows(Passage, means_id=means_id), key=lambda row: row["sequence"])
    return [(row["number"], row["text"]) for row in rows if not row["gone"]]


def revision(world: World, means_id: UUID) -> int:
    """What a page shows now."""
    found: int = row_of(world, means_id)["passages_revision"]
    return found


def test_two_become_one_and_every_text_of_it_begins_anew(world: World) -> None:
    means_id = not_open_yet(world)
    world.settle()
    world.execute(JoinPassages(means_id, revision(world, means_id), 1), world.clerk)
    assert passages(world, means_id) == [(1, f"{ONE}\n\n{TWO}"), (2, COSTS)]
    said = sorted(
        (row["number"], row["version"], row["text"]) for row in world.rows(PassageVersion)
    )
    assert said == [(1, 1, f"{ONE}\n\n{TWO}"), (2, 1, COSTS)]
    [event] = world.events(PassagesJoined)
    assert (event.passage, event.passages, event.revision) == (1, 2, 2)
    assert event.official_id == world.clerk.person_id


def test_one_becomes_two_and_is_corrected(world: World) -> None:
    means_id = not_open_yet(world)
    world.settle()
    split = SplitPassage(means_id, 1, 1, "Maak van het plein\n\neen speelplek.")
    world.execute(split, world.official)
    world.execute(CorrectPassage(means_id, 2, 4, "Het kost 45.000 euro."), world.official)
    assert passages(world, means_id) == [
        (1, "Maak van het plein"), (2, "een speelplek."), (3, TWO), (4, "Het kost 45.000 euro."),
    ]  # fmt: skip
    [event] = world.events(PassageSplit)
    assert (event.passage, event.into, event.passages, event.revision) == (1, 2, 4, 2)
    [then] = world.events(PassageCorrected)
    assert (then.passage, then.revision) == (4, 3)


def test_text_that_is_the_same_changes_nothing(world: World) -> None:
    means_id = not_open_yet(world)
    world.execute(CorrectPassage(means_id, 1, 2, f" {TWO}\r\n"), world.official)
    assert revision(world, means_id) == 1
    assert world.events(PassageCorrected) == []


def test_announcing_that_is_followed_up_late_leaves_what_was_made_by_hand(world: World) -> None:
    means_id = not_open_yet(world)
    world.execute(JoinPassages(means_id, 1, 1), world.official)
    world.settle()
    assert passages(world, means_id) == [(1, f"{ONE}\n\n{TWO}"), (2, COSTS)]
    assert len(world.events(PassagesNumbered)) == 1


def test_proposal_that_changes_before_the_opening_keeps_the_numbers_in_order(world: World) -> None:
    means_id = not_open_yet(world)
    world.execute(JoinPassages(means_id, 1, 1), world.official)
    world.settle()
    changed_proposal(world, decision=f"Begin in mei.\n\n{ONE}\n\n{TWO}")
    assert passages(world, means_id) == [(1, "Begin in mei."), (2, f"{ONE}\n\n{TWO}"), (3, COSTS)]
    # A page from before it shows other numbers.
    late = JoinPassages(means_id, 2, 1)
    assert refusal(world, late, world.official) == "changed_meanwhile"
    changed_proposal(world, decision=f"{ONE}\n\nLaat vijf auto's staan.")
    assert passages(world, means_id) == [(1, ONE), (2, "Laat vijf auto's staan."), (3, COSTS)]


def test_what_was_made_by_hand_stays_after_the_opening_and_numbers_with_it(world: World) -> None:
    means_id = not_open_yet(world)
    world.execute(JoinPassages(means_id, 1, 1), world.official)
    world.settle()
    world.clock.at += timedelta(days=4)
    commented(world, means_id, world.person("anna"), 1)
    changed_proposal(world, decision=f"Begin in mei.\n\n{ONE}\n\n{TWO}")
    assert passages(world, means_id) == [(3, "Begin in mei."), (1, f"{ONE}\n\n{TWO}"), (2, COSTS)]
    [comment] = world.rows(Comment)
    assert (comment["passage"], comment["version"]) == (1, 1)
    changed_proposal(world, decision=f"Begin in mei.\n\n{ONE}\n\nLaat vijf auto's staan.")
    # What was made by hand of it is lost: the passage is its first paragraph, and the other one is new.
    assert passages(world, means_id) == [
        (3, "Begin in mei."), (1, ONE), (4, "Laat vijf auto's staan."), (2, COSTS),
    ]  # fmt: skip
    [now] = world.rows(Passage, number=1)
    assert (now["version"], now["source"]) == (2, "")
    kept = {row["version"]: row["text"] for row in world.rows(PassageVersion, number=1)}
    assert kept == {1: f"{ONE}\n\n{TWO}", 2: ONE}


def commands(means_id: UUID, revision: int = 1) -> list[object]:
    """One of each."""
    return [
        JoinPassages(means_id, revision, 1),
        SplitPassage(means_id, revision, 1, "Maak van het plein\n\neen speelplek."),
        CorrectPassage(means_id, revision, 1, "Maak er een speelplek van."),
    ]


@pytest.mark.parametrize("which", range(3), ids=["join", "split", "correct"])
def test_others_cannot_and_nobody_after_the_opening(world: World, which: int) -> None:
    means_id = not_open_yet(world)
    before = world.rows(Passage)

    for who in (ANYONE, world.person("anna")):
        with pytest.raises(NotAllowed):
            world.execute(commands(means_id)[which], who)
    assert refusal(world, commands(means_id, 0)[which], world.official) == "changed_meanwhile"
    world.clock.at += timedelta(days=4)
    assert refusal(world, commands(means_id)[which], world.official) == "begun"
    assert world.rows(Passage) == before
    assert row_of(world, means_id)["passages_revision"] == 1


@pytest.mark.parametrize("which", range(3), ids=["join", "split", "correct"])
def test_draft_has_no_passages_yet_and_another_means_never(world: World, which: int) -> None:
    draft = made(world, MeansKind.ADVICE)
    talk = made(world)
    assert refusal(world, commands(draft)[which], world.official) == "not_now"
    assert refusal(world, commands(talk)[which], world.official) == "unknown_means"


def test_text_that_is_not_right_says_where(world: World) -> None:
    means_id = not_open_yet(world)
    assert wrong(world, SplitPassage(means_id, 1, 1, ONE)) == {"text": "no_blank"}
    assert wrong(world, CorrectPassage(means_id, 1, 1, " ")) == {"text": "empty"}
    assert wrong(world, CorrectPassage(means_id, 1, 1, "Bel 111222333.")) == {"text": "bsn"}
    assert refusal(world, JoinPassages(means_id, 1, 2), world.official) == "last_of_part"
    assert refusal(world, JoinPassages(means_id, 1, 7), world.official) == "unknown_passage"


def test_whoever_commented_a_moment_before_our_clock_keeps_their_passage(world: World) -> None:
    means_id = advice(world)
    commented(world, means_id, world.person("anna"), 2, NOT_SO)
    # Another machine's clock is behind: for it the first day has not begun.
    world.clock.at += timedelta(days=-1)
    assert refusal(world, JoinPassages(means_id, 1, 1), world.official) == "begun"
