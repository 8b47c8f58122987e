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
    hidden,
    note_of,
    reported,
)
from tests.support.means import dossier, made, row_of
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.announcing import AnnounceMeans
from wijkstem.commands.appeals import DecideAppeal, MakeAppeal
from wijkstem.commands.comments import ChangeComment, GiveComment, WithdrawComment
from wijkstem.commands.council_proposals import ChangeCouncilProposal
from wijkstem.commands.following_dossiers import FollowDossier
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.commands.response_notes import AdoptNote, AnswerComments, SummariseComments
from wijkstem.domain.comments import CommentForm
from wijkstem.domain.people import ANYONE
from wijkstem.errors import NotAllowed
from wijkstem.events.comments import (
    CommentAnswered,
    CommentChanged,
    CommentGiven,
    CommentJudged,
    CommentWithdrawn,
    PassagesNumbered,
    ResponseNoteAdopted,
)
from wijkstem.kit.ids import new_id
from wijkstem.queries.all_letters import letters
from wijkstem.queries.comments import advice_room, comments_on, every_comment, waiting
from wijkstem.queries.discussion_letters import DiscussionLetter
from wijkstem.tables.comments import Comment, CommentAnswer, Passage, PassageVersion
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.words import Because, CaseKind, Role, Target
from wijkstem.words.comments import Assent, NoteState
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


def test_hidden_comment_counts_and_is_answered_and_nobody_reads_its_words(world: World) -> None:
    means_id, anna = advice(world), world.person("anna")
    club = replace(NOT_SO, for_organisation=True, organisation="Winkels op het plein")
    bad, good = commented(world, means_id, anna, 2, club), commented(world, means_id, anna)
    hidden(world, bad)
    ended(world, means_id)
    with world.services.reading(HERE) as connection:
        listed = {one.id: one for one in comments_on(connection, HERE, means_id).rows}
        filed = {one.id: one for one in every_comment(connection, HERE, means_id)}
        at_desk = {one.id: one for one in comments_on(connection, HERE, means_id, hidden=True).rows}
        room = advice_room(connection, HERE, means_id)
        left = waiting(connection, HERE, means_id)
    assert listed == filed
    one = listed[bad]
    assert (one.hidden, one.ground, one.why, one.wording, one.organisation) == (
        True,
        "insult",
        "",
        "",
        "",
    )
    assert (at_desk[bad].why, listed[good].why) == (NOT_SO.why, NOT_SO.why)
    assert (room.passages[1].counts, left.comments) == ({Assent.DISAGREE: 2}, 2)

    answered(world, means_id, good)
    world.execute(SummariseComments(means_id, 0, "Mensen willen plekken houden."), world.official)
    revision = note_of(world, means_id)["revision"]
    assert refusal(world, AdoptNote(means_id, revision), world.official) == "unanswered"
    answered(world, means_id, bad)
    world.execute(AdoptNote(means_id, revision), world.official)
    [event] = world.events(ResponseNoteAdopted)
    assert (event.comments, event.partly, event.hidden) == (2, 2, 1)


def test_hidden_comment_is_looked_at_again_once_by_somebody_else(world: World) -> None:
    means_id, anna = advice(world), world.person("anna")
    it = commented(world, means_id, anna)
    hidden(world, it)
    [row] = world.rows(Comment)
    ask = MakeAppeal(row["hiding_id"], WHY)
    with pytest.raises(NotAllowed):
        world.execute(ask, world.person("bram"))
    case = world.execute(ask, anna)
    assert refusal(world, ask, anna) == "appealed_before"
    assert refusal(world, DecideAppeal(case, "reversed", WHY), world.official) == "decided_before"
    world.execute(DecideAppeal(case, "reversed", WHY), world.person("collega", Role.OFFICIAL))
    assert [row["hiding_id"] for row in world.rows(Comment)] == [None]
    found = [(event.verdict, event.means_id) for event in world.events(CommentJudged)]
    assert found == [("hidden", means_id), ("reversed", means_id)]
    world.settle()
    told = [
        (row["template"], row["because"])
        for row in world.rows(InboxMessage, person_id=anna.person_id)
    ]
    assert told == [("contribution_judged", Because.REMARKED)] * 2


def test_hidden_comment_is_neither_changed_nor_taken_back(world: World) -> None:
    means_id, anna = advice(world), world.person("anna")
    it = commented(world, means_id, anna)
    hidden(world, it)
    assert refusal(world, ChangeComment(it, 1, YES), anna) == "hidden_already"
    assert refusal(world, WithdrawComment(it), anna) == "hidden"
    again = ReportRemark(it, "spam", WHY, target=Target.COMMENT)
    assert refusal(world, again, ANYONE) == "hidden_already"


def test_comment_that_is_taken_back_ends_its_case_and_its_letters_can_still_be_read(
    world: World,
) -> None:
    means_id, anna, bram = advice(world), world.person("anna"), world.person("bram")
    it = commented(world, means_id, anna)
    world.execute(ReportRemark(it, "insult", WHY, target=Target.COMMENT), bram)
    [case] = world.rows(Case)
    world.execute(JudgeRemark(case["id"], "left", WHY), world.official)
    reported(world, it)
    world.execute(WithdrawComment(it), anna)
    assert {row["closed_as"] for row in world.rows(Case)} == {"left", "done"}
    world.settle()
    [message] = world.rows(InboxMessage, person_id=bram.person_id)
    rules = world.services.rules.of(HERE)
    assert bram.person_id is not None
    with world.services.reading(HERE) as connection:
        [letter] = letters(
            connection,
            HERE,
            rules=rules,
            recipient_id=bram.person_id,
            positions=[message["position"]],
        )
    assert isinstance(letter, DiscussionLetter)
    assert (letter.news, letter.words, letter.reasons) == ("left", "", WHY)


def test_comment_that_looks_like_advertising_or_holds_an_address_is_a_case(world: World) -> None:
    means_id, anna = advice(world), world.person("anna")
    said = replace(NOT_SO, why="Bel mij op 06-12345678 of kijk op www.voorbeeld.nl voor korting!")
    it = commented(world, means_id, anna, 2, said)
    kinds = {row["kind"] for row in world.rows(Case, target_id=it)}
    assert kinds
    assert kinds <= {CaseKind.PERSONAL_DATA, CaseKind.SPAM}
    assert {row["target"] for row in world.rows(Case)} == {Target.COMMENT}
