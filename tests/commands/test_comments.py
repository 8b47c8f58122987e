"""Comments on a council proposal: what is refused, what text they are about, and that none stays without an answer."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest

from tests.commands.test_council_proposals import FORM as PROPOSAL
from tests.commands.test_council_proposals import WHY
from tests.commands.test_gatherings import wrong
from tests.commands.test_initiatives import refusal
from tests.support.advised import (
    ANSWER,
    NOT_SO,
    PARTS,
    YES,
    adopted,
    advice,
    answered,
    commented,
    ended,
    note_of,
)
from tests.support.means import dossier, made, row_of
from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.commands.comments import ChangeComment, GiveComment, WithdrawComment
from wijkstem.commands.council_proposals import ChangeCouncilProposal
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.response_notes import AdoptNote, AnswerComments, SummariseComments
from wijkstem.domain.comments import CommentForm
from wijkstem.domain.people import ANYONE
from wijkstem.events.comments import (
    CommentAnswered,
    CommentChanged,
    CommentGiven,
    CommentWithdrawn,
    PassagesNumbered,
    ResponseNoteAdopted,
)
from wijkstem.kit.ids import new_id
from wijkstem.tables.comments import Comment, CommentAnswer, Passage, PassageVersion
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import Because
from wijkstem.words.comments import NoteState
from wijkstem.words.means import MeansKind


def changed_proposal(world: World, **parts: str) -> None:
    """The text becomes otherwise while people comment on it."""
    [row] = world.rows(CouncilProposal)
    form = replace(
        PROPOSAL,
        parts={**PARTS, **parts},
        meeting_id=row["meeting_id"],
        dossier_id=row["dossier_id"],
        news=WHY,
    )
    world.execute(ChangeCouncilProposal(row["id"], row["revision"], form), world.official)
    world.settle()


def test_advice_is_about_a_proposal_that_everybody_reads(world: World) -> None:
    means_id = made(world, MeansKind.ADVICE, dossier_id=dossier(world))
    revision = row_of(world, means_id)["revision"]
    assert wrong(world, AnnounceMeans(means_id, revision)) == {
        "council_proposal": "proposal_needed"
    }
    assert world.rows(Passage) == []


def test_announcing_numbers_the_passages_once(world: World) -> None:
    advice(world)
    world.settle()
    found = [(row["number"], row["text"]) for row in world.rows(Passage)]
    assert sorted(found) == [
        (1, "Maak van het plein een speelplek."),
        (2, "Haal de auto's weg."),
        (3, "Het kost 40.000 euro."),
    ]
    [event] = world.events(PassagesNumbered)
    assert (event.passages, event.changed, event.gone) == (3, 0, 0)


def test_form_that_is_sent_twice_is_one_comment(world: World) -> None:
    means_id, anna, form = advice(world), world.person("anna"), new_id()
    for _ in range(2):
        assert world.execute(GiveComment(means_id, 2, NOT_SO, form), anna) == form
    [event] = world.events(CommentGiven)
    assert (event.comment_id, event.passage, event.assent, event.worded) == (
        form,
        2,
        "disagree",
        True,
    )
    assert event.person_id == anna.person_id


def test_one_person_says_one_thing_of_a_passage_and_one_for_an_organisation(world: World) -> None:
    means_id, anna = advice(world), world.person("anna")
    commented(world, means_id, anna)
    assert refusal(world, GiveComment(means_id, 2, NOT_SO), anna) == "said_already"
    commented(world, means_id, anna, 1)
    club = replace(NOT_SO, for_organisation=True, organisation="Speeltuin De Eik")
    commented(world, means_id, anna, 2, club)
    assert refusal(world, GiveComment(means_id, 2, club), anna) == "said_already"
    commented(world, means_id, world.person("bram"))
    assert len(world.rows(Comment)) == 4
    assert [event.organisation for event in world.events(CommentGiven)] == [
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("passage", "form", "errors"),
    [
        (2, CommentForm("", ""), {"assent": "choose", "why": "empty"}),
        (2, CommentForm("agree_if", ""), {"why": "empty"}),
        (2, CommentForm("disagree", "x" * 2001), {"why": "too_long"}),
        (2, replace(NOT_SO, wording="Haal de auto's weg."), {"wording": "same_words"}),
        (0, NOT_SO, {"wording": "no_wording"}),
        (2, replace(NOT_SO, for_organisation=True), {"organisation": "empty"}),
        (2, replace(NOT_SO, why="Mijn nummer is 111222333."), {"why": "bsn"}),
    ],
)
def test_comment_that_is_not_right_says_where(
    world: World, passage: int, form: CommentForm, errors: dict[str, str]
) -> None:
    assert wrong(world, GiveComment(advice(world), passage, form)) == errors
    assert world.rows(Comment) == []


def test_who_agrees_need_not_say_why(world: World) -> None:
    commented(world, advice(world), world.person("anna"), 0, YES)
    [row] = world.rows(Comment)
    assert (row["passage"], row["version"], row["why"]) == (0, 0, "")


def test_comment_needs_a_passage_and_an_open_advice(world: World) -> None:
    means_id, anna = advice(world), world.person("anna")
    assert refusal(world, GiveComment(means_id, 9, NOT_SO), anna) == "unknown_passage"
    assert refusal(world, GiveComment(means_id, 2, NOT_SO), ANYONE) == "login_needed"
    ended(world, means_id)
    assert refusal(world, GiveComment(means_id, 2, NOT_SO), anna) == "closed"
    assert world.rows(Comment) == []


def test_comment_keeps_the_text_that_it_was_about(world: World) -> None:
    means_id, anna = advice(world), world.person("anna")
    commented(world, means_id, anna)
    changed_proposal(world, decision="Maak van het plein een speelplek.\n\nLaat vijf plekken over.")
    [row] = world.rows(Comment)
    [passage] = world.rows(Passage, number=2)
    assert (row["version"], passage["version"]) == (1, 2)
    said = {one["version"]: one["text"] for one in world.rows(PassageVersion, number=2)}
    assert said == {1: "Haal de auto's weg.", 2: "Laat vijf plekken over."}
    changed = world.events(PassagesNumbered)[-1]
    assert (changed.passages, changed.changed, changed.gone) == (3, 1, 0)
    # Who says it again says it of what they read now.
    world.execute(ChangeComment(row["id"], 1, NOT_SO), anna)
    assert world.rows(Comment)[0]["version"] == 2


def test_passage_that_went_takes_no_comments_and_keeps_those_it_has(world: World) -> None:
    means_id = advice(world)
    commented(world, means_id, world.person("anna"))
    changed_proposal(world, decision="Maak van het plein een speelplek.")
    assert refusal(world, GiveComment(means_id, 2, NOT_SO), world.person("bram")) == "passage_gone"
    assert len(world.rows(Comment)) == 1
    assert world.events(PassagesNumbered)[-1].gone == 1


def test_own_comment_is_changed_and_taken_back_until_the_close(world: World) -> None:
    means_id, anna, bram = advice(world), world.person("anna"), world.person("bram")
    said = commented(world, means_id, anna)
    for who in (bram, world.official):
        assert refusal(world, ChangeComment(said, 1, YES), who) == "unknown_comment"
        assert world.execute(WithdrawComment(said), who) is False
    world.execute(ChangeComment(said, 1, YES), anna)
    assert refusal(world, ChangeComment(said, 1, NOT_SO), anna) == "changed_meanwhile"
    [event] = world.events(CommentChanged)
    assert (event.before, event.assent, event.revision) == ("disagree", "agree", 2)
    assert world.execute(WithdrawComment(said), anna) is True
    assert world.execute(WithdrawComment(said), anna) is False
    assert [event.comment_id for event in world.events(CommentWithdrawn)] == [said]
    kept = commented(world, means_id, anna)
    ended(world, means_id)
    assert refusal(world, WithdrawComment(kept), anna) == "closed"
    assert refusal(world, ChangeComment(kept, 1, YES), anna) == "closed"


# --- answers and the note --------------------------------------------------------------------------------


def test_answer_waits_for_the_close_and_for_reasons(world: World) -> None:
    means_id = advice(world)
    said = commented(world, means_id, world.person("anna"))
    command = AnswerComments(means_id, {said: 0}, ANSWER)
    assert refusal(world, command, world.official) == "still_open"
    ended(world, means_id)
    assert refusal(world, command, world.person("anna")) == "not_allowed"
    assert wrong(world, replace(command, form=replace(ANSWER, reasons="", response=""))) == {
        "response": "choose", "reasons": "empty",
    }  # fmt: skip
    assert refusal(world, replace(command, comments={}), world.official) == "choose_comments"
    assert world.rows(CommentAnswer) == []


def test_many_get_one_answer_or_none_does(world: World) -> None:
    means_id = advice(world)
    first, second = (commented(world, means_id, world.person(name)) for name in ("anna", "bram"))
    ended(world, means_id)
    answered(world, means_id, first)
    both = AnswerComments(means_id, {first: 0, second: 0}, ANSWER)
    assert refusal(world, both, world.official) == "answered_meanwhile"
    gone = AnswerComments(means_id, {second: 0, new_id(): 0}, ANSWER)
    assert refusal(world, gone, world.official) == "answered_meanwhile"
    assert len(world.rows(CommentAnswer)) == 1
    assert world.execute(replace(both, comments={first: 1, second: 0}), world.official) == 2
    told = Counter((event.revision, event.before) for event in world.events(CommentAnswered))
    assert told == {(1, None): 2, (2, "partly"): 1}


def test_note_does_not_stand_while_somebody_has_no_answer(world: World) -> None:
    means_id = advice(world)
    first, second = (commented(world, means_id, world.person(name)) for name in ("anna", "bram"))
    ended(world, means_id)
    answered(world, means_id, first)
    world.execute(SummariseComments(means_id, 0, "Mensen willen plek."), world.official)
    revision = note_of(world, means_id)["revision"]
    assert refusal(world, AdoptNote(means_id, revision), world.official) == "unanswered"
    answered(world, means_id, second)
    assert refusal(world, AdoptNote(means_id, revision - 1), world.official) == "changed_meanwhile"
    world.execute(AdoptNote(means_id, revision), world.official)
    assert note_of(world, means_id)["state"] is NoteState.ADOPTED


def test_note_needs_a_summary(world: World) -> None:
    means_id = advice(world)
    said = commented(world, means_id, world.person("anna"))
    ended(world, means_id)
    answered(world, means_id, said)
    assert wrong(world, AdoptNote(means_id, 1)) == {"summary": "empty"}


def test_adopted_note_stands_and_is_in_the_dossier(world: World) -> None:
    means_id = advice(world)
    said = commented(world, means_id, world.person("anna"))
    ended(world, means_id)
    answered(world, means_id, said)
    adopted(world, means_id)
    note = note_of(world, means_id)
    [event] = world.events(ResponseNoteAdopted)
    assert (event.comments, event.partly, event.hidden) == (1, 1, 0)
    assert event.digest == note["digest"]
    [row] = [one for one in world.rows(DossierEntry) if (one["url"] or "").endswith("/reactienota")]
    assert row["text"] == note["summary"]
    for command in (
        AnswerComments(means_id, {said: 1}, ANSWER),
        SummariseComments(means_id, note["revision"], "Toch anders."),
    ):
        assert refusal(world, command, world.official) == "adopted"
    world.execute(AdoptNote(means_id, 1), world.official)
    assert len(world.events(ResponseNoteAdopted)) == 1


def test_everybody_who_said_something_is_told_once(world: World) -> None:
    means_id, anna, bram = advice(world), world.person("anna"), world.person("bram")
    said = [
        commented(world, means_id, anna, 1),
        commented(world, means_id, anna),
        commented(world, means_id, bram),
    ]
    world.execute(FollowDossier(row_of(world, means_id)["dossier_id"]), world.person("cato"))
    ended(world, means_id)
    answered(world, means_id, *said)
    adopted(world, means_id)
    world.settle()
    [event] = [one for one in world.recorded() if isinstance(one.event, ResponseNoteAdopted)]
    told = {
        (row["person_id"], row["because"])
        for row in world.rows(InboxMessage, position=event.position)
    }
    assert told == {
        (anna.person_id, Because.REMARKED),
        (bram.person_id, Because.REMARKED),
        (world.person("cato").person_id, Because.FOLLOWS),
    }


def test_who_is_erased_leaves_the_words_and_the_answer(world: World) -> None:
    means_id, anna = advice(world), world.person("anna")
    said = commented(world, means_id, anna)
    assert isinstance(anna.person_id, UUID)
    world.execute(ErasePerson(anna.person_id), anna)
    [row] = world.rows(Comment, id=said)
    assert row["person_id"] is None
    assert row["why"] == NOT_SO.why
    ended(world, means_id)
    answered(world, means_id, said)
    adopted(world, means_id)
