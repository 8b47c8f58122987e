"""Why something takes longer than its term: said by who has it, and told to who waits."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.following import Follow
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.commands.terms import ExplainDelay
from wijkstem.errors import Conflict, Invalid, NotAllowed, RuleBroken
from wijkstem.events.initiatives import DelayExplained
from wijkstem.tables.engine import Delivery
from wijkstem.tables.initiatives import DelayNote

WORDS = "De collega die dit bekijkt is ziek. Wij doen het volgende week."


@pytest.fixture
def late(world: World) -> UUID:
    """Filed on Monday 2 March with two weeks to look at it; it is the 18th."""
    plan = world.submit().initiative_id
    world.clock.at += timedelta(days=16)
    return plan


def test_it_is_kept_and_recorded_without_its_words(world: World, late: UUID) -> None:
    world.execute(ExplainDelay(late, 1, f"  {WORDS} "), world.official)
    [note] = world.rows(DelayNote)
    assert (note["step_seq"], note["words"], note["said_on"], note["said_by"]) == (
        1,
        WORDS,
        date(2026, 3, 18),
        world.official.person_id,
    )
    [event] = world.events(DelayExplained)
    assert (event.step, event.explained_on) == ("triage", date(2026, 3, 18))
    assert WORDS not in event.model_dump_json()


def test_what_was_said_last_counts(world: World, late: UUID) -> None:
    for words in ("Het is nu heel erg druk bij ons.", WORDS):
        world.execute(ExplainDelay(late, 1, words), world.official)
    assert [note["words"] for note in world.rows(DelayNote)] == [WORDS]


def test_submitter_and_followers_are_told_once_and_signers_are_not(world: World) -> None:
    plan = world.open()
    follower, signer = world.person("follower"), world.person("signer")
    world.execute(Follow(plan), follower)
    for one in (follower, signer, world.person("anna")):
        world.execute(Sign(plan), one)
    world.settle()
    world.clock.at += timedelta(days=100)
    world.execute(ExplainDelay(plan, 3, WORDS), world.clerk)
    world.settle()
    told = [row["recipient_id"] for row in world.rows(Delivery, template="delay_explained")]
    expected = {world.person("submitter").person_id, follower.person_id}
    assert (len(told), set(told)) == (2, expected)


def test_only_who_works_on_it_says_so(world: World, late: UUID) -> None:
    for other in (world.person("submitter"), world.person("neighbour")):
        with pytest.raises(NotAllowed):
            world.execute(ExplainDelay(late, 1, WORDS), other)


@pytest.mark.parametrize("words", ["", "Druk.", "x" * 5001])
def test_words_that_explain_nothing_are_refused(world: World, late: UUID, words: str) -> None:
    with pytest.raises(Invalid) as wrong:
        world.execute(ExplainDelay(late, 1, words), world.official)
    assert set(wrong.value.fields) == {"delay"}


def test_what_is_not_late_needs_no_explanation(world: World) -> None:
    plan = world.submit().initiative_id
    with pytest.raises(RuleBroken):
        world.execute(ExplainDelay(plan, 1, WORDS), world.official)


def test_what_moved_on_is_not_explained(world: World, late: UUID) -> None:
    world.execute(TakeStep(late, 1, "admit"), world.official)
    with pytest.raises(Conflict):
        world.execute(ExplainDelay(late, 1, WORDS), world.official)
    assert world.rows(DelayNote) == []


def test_words_of_an_official_stay_without_whose_they_are(world: World, late: UUID) -> None:
    official = world.official
    assert official.person_id is not None
    world.execute(ExplainDelay(late, 1, WORDS), official)
    world.execute(ErasePerson(official.person_id), official)
    assert [(row["words"], row["said_by"]) for row in world.rows(DelayNote)] == [(WORDS, None)]
