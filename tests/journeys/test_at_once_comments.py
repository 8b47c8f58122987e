"""Advice on a council proposal at the same moment, with real threads on a real PostgreSQL."""

from dataclasses import replace

from tests.commands.test_council_proposals import FORM as PROPOSAL
from tests.commands.test_council_proposals import WHY
from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_cases import officials
from tests.journeys.test_at_once_offices import asking
from tests.support.advised import (
    ANSWER,
    NOT_SO,
    PARTS,
    YES,
    advice,
    commented,
    ended,
    not_open_yet,
    note_of,
)
from tests.support.world import World
from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.comments import ChangeComment, GiveComment, WithdrawComment
from wijkstem.commands.council_proposals import ChangeCouncilProposal
from wijkstem.commands.cutting_passages import CorrectPassage, JoinPassages, SplitPassage
from wijkstem.commands.response_notes import AdoptNote, AnswerComments, SummariseComments
from wijkstem.events.comments import (
    CommentAnswered,
    CommentGiven,
    CommentWithdrawn,
    PassageCorrected,
    PassagesJoined,
    PassageSplit,
    ResponseNoteAdopted,
)
from wijkstem.tables.comments import Comment, CommentAnswer, Passage
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import DossierEntry


#: Seen without `uq_comment_person`: eight comments of one person on one passage, and eight events.
def test_one_person_in_eight_windows_says_one_thing(postgres_world: World) -> None:
    world = postgres_world
    means_id, anna = advice(world), world.person("anna")
    ended_as = at_once([asking(world, GiveComment(means_id, 2, NOT_SO), anna) for _ in range(8)])
    assert kinds(ended_as) == {"done": 1, "said_already": 7}
    assert len(world.rows(Comment)) == len(world.events(CommentGiven)) == 1


def test_nobody_comes_in_behind_the_close(postgres_world: World) -> None:
    world = postgres_world
    means_id = advice(world)
    people = [world.person(f"bewoner-{n}") for n in range(6)]
    jobs = [asking(world, GiveComment(means_id, 1, NOT_SO), who) for who in people]
    close = asking(world, CloseMeans(means_id, "Alles is gezegd."), world.official)
    found = kinds(at_once([*jobs[:3], close, *jobs[3:]]))
    assert found["done"] + found.get("closed", 0) == 7
    assert len(world.rows(Comment)) == found["done"] - 1
    kinds_in_order = [one.event.type for one in world.recorded()]
    closed_at = kinds_in_order.index("means.closed.v1")
    assert "comment.given.v1" not in kinds_in_order[closed_at:]


def test_comment_that_is_changed_while_it_is_taken_back_is_one_or_the_other(
    postgres_world: World,
) -> None:
    world = postgres_world
    means_id, anna = advice(world), world.person("anna")
    said = commented(world, means_id, anna)
    found = kinds(
        at_once(
            [
                asking(world, ChangeComment(said, 1, YES), anna),
                asking(world, WithdrawComment(said), anna),
            ]
        )
    )
    assert found in ({"done": 2}, {"done": 1, "unknown_comment": 1})
    assert world.rows(Comment) == []
    assert len(world.events(CommentWithdrawn)) == 1


def test_two_officials_answer_one_comment_once(postgres_world: World) -> None:
    world = postgres_world
    means_id = advice(world)
    said = [commented(world, means_id, world.person(name)) for name in ("anna", "bram")]
    ended(world, means_id)
    people = officials(world, 6)
    both = AnswerComments(means_id, dict.fromkeys(said, 0), ANSWER)
    one = AnswerComments(means_id, {said[0]: 0}, ANSWER)
    found = at_once([asking(world, (both, one)[n % 2], who) for n, who in enumerate(people)])
    told = kinds(found)
    # Of those who answer the first, one is in time; nobody overwrites a colleague.
    assert told == {"done": 1, "answered_meanwhile": 5}
    assert len(world.events(CommentAnswered)) == len(world.rows(CommentAnswer)) in (1, 2)


def test_note_that_many_adopt_is_adopted_once_and_complete(postgres_world: World) -> None:
    world = postgres_world
    means_id = advice(world)
    said = commented(world, means_id, world.person("anna"))
    ended(world, means_id)
    world.execute(SummariseComments(means_id, 0, "Mensen willen plek."), world.official)
    revision = note_of(world, means_id)["revision"]
    people = officials(world, 6)
    jobs = [asking(world, AdoptNote(means_id, revision), who) for who in people[1:]]
    answer = asking(world, AnswerComments(means_id, {said: 0}, ANSWER), people[0])
    found = kinds(at_once([*jobs[:2], answer, *jobs[2:]]))
    assert found["done"] + found.get("unanswered", 0) == 6
    adopted = world.events(ResponseNoteAdopted)
    assert len(adopted) == (found["done"] > 1)
    notes = [row for row in world.rows(DossierEntry) if (row["url"] or "").endswith("reactienota")]
    assert len(notes) == len(adopted)


def test_text_that_changes_while_people_comment_leaves_each_with_what_they_read(
    postgres_world: World,
) -> None:
    world = postgres_world
    means_id = advice(world)
    [row] = world.rows(CouncilProposal)
    form = replace(
        PROPOSAL,
        parts=PARTS | {"costs": "Het kost 50.000 euro."},
        meeting_id=row["meeting_id"],
        dossier_id=row["dossier_id"],
        news=WHY,
    )
    people = [world.person(f"bewoner-{n}") for n in range(4)]
    jobs = [asking(world, GiveComment(means_id, 3, NOT_SO), who) for who in people]
    change = asking(world, ChangeCouncilProposal(row["id"], row["revision"], form), world.official)

    def settle() -> object:
        return world.settle()

    found = at_once([*jobs[:2], change, settle, *jobs[2:]])
    assert kinds(found) == {"done": 6}
    world.settle()
    [passage] = world.rows(Passage, number=3)
    assert (passage["version"], passage["text"]) == (2, "Het kost 50.000 euro.")
    assert {one["version"] for one in world.rows(Comment)} <= {1, 2}


def test_passages_that_officials_cut_at_once_are_cut_by_one(postgres_world: World) -> None:
    world = postgres_world
    means_id = not_open_yet(world)
    world.settle()
    commands = (
        JoinPassages(means_id, 1, 1),
        SplitPassage(means_id, 1, 1, "Maak van het plein\n\neen speelplek."),
        CorrectPassage(means_id, 1, 1, "Maak er een speelplek van."),
    )
    people = officials(world, 6)
    found = at_once([asking(world, commands[n % 3], who) for n, who in enumerate(people)])
    assert kinds(found) == {"done": 1, "changed_meanwhile": 5}
    kept = [world.events(one) for one in (PassagesJoined, PassageSplit, PassageCorrected)]
    assert sum(map(len, kept)) == 1
    numbers = sorted(row["number"] for row in world.rows(Passage))
    assert numbers == list(range(1, len(numbers) + 1))


def test_proposal_that_changes_while_passages_are_joined_gives_the_text_of_now(
    postgres_world: World,
) -> None:
    world = postgres_world
    means_id = not_open_yet(world)
    world.settle()
    [row] = world.rows(CouncilProposal)
    form = replace(
        PROPOSAL,
        parts=PARTS | {"costs": "Het kost 50.000 euro."},
        meeting_id=row["meeting_id"],
        dossier_id=row["dossier_id"],
        news=WHY,
    )
    change = asking(world, ChangeCouncilProposal(row["id"], row["revision"], form), world.official)
    join = asking(world, JoinPassages(means_id, 1, 1), world.clerk)
    found = at_once([change, world.settle, join])
    assert kinds(found) in ({"done": 3}, {"done": 2, "changed_meanwhile": 1})
    world.settle()
    joined = "Maak van het plein een speelplek.\n\nHaal de auto's weg."
    texts = {row["number"]: row["text"] for row in world.rows(Passage)}
    assert ("Het kost 50.000 euro." in texts.values(), joined in texts.values()) == (
        True,
        kinds(found)["done"] == 3,
    )
    assert sorted(texts) == list(range(1, len(texts) + 1))
