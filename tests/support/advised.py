"""Advice on a council proposal in tests: opened, commented on, closed, answered."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.commands.test_council_proposals import opened as proposal_opened
from tests.support.means import announced, row_of
from tests.support.world import World
from wijkstem.commands.announcing import CloseMeans
from wijkstem.commands.comments import GiveComment
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.remark_reports import JudgeRemark, ReportRemark
from wijkstem.commands.response_notes import AdoptNote, AnswerComments, SummariseComments
from wijkstem.domain.comments import AnswerForm, CommentForm
from wijkstem.domain.people import ANYONE, Actor
from wijkstem.kit.clock import local_date
from wijkstem.tables.comments import ResponseNote
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.moderation import Case
from wijkstem.words import Target
from wijkstem.words.means import MeansKind

#: Two of the decision, one of the costs.
PARTS = {
    "decision": "Maak van het plein een speelplek.\n\nHaal de auto's weg.",
    "costs": "Het kost 40.000 euro.",
}
NOT_SO = CommentForm("disagree", "Waar moet ik dan staan?", "Laat tien plekken voor auto's over.")
YES = CommentForm("agree", "")
INSULT = "Dit scheldt iemand uit, en dat mag niet."
ANSWER = AnswerForm("partly", "Er blijven vijf plekken voor auto's.")


def advice(world: World, **values: Any) -> UUID:
    """Open for everybody, on a proposal of three passages."""
    held_on = local_date(world.clock.now()) + timedelta(days=40)
    meeting = world.execute(PlanMeeting("raad", "Raad", held_on), world.clerk)
    proposal = proposal_opened(world, parts=PARTS, meeting_id=meeting)
    [row] = world.rows(CouncilProposal, id=proposal)
    about = {"council_proposal_id": proposal, "dossier_id": row["dossier_id"], **values}
    return announced(world, MeansKind.ADVICE, **about)


def not_open_yet(world: World, **values: Any) -> UUID:
    """Announced, and open in three days: until then its passages can be made otherwise."""
    opens = local_date(world.clock.now()) + timedelta(days=3)
    days = {"opens_on": opens, "closes_on": opens + timedelta(days=14)}
    return advice(world, **days, account_by=opens + timedelta(days=40), **values)


def commented(
    world: World, means_id: UUID, who: Actor, passage: int = 2, form: CommentForm = NOT_SO
) -> UUID:
    """Said by this person."""
    made: UUID = world.execute(GiveComment(means_id, passage, form), who)
    return made


def reported(world: World, comment_id: UUID) -> UUID:
    """The case that somebody's report of a comment is in."""
    world.execute(ReportRemark(comment_id, "insult", INSULT, target=Target.COMMENT), ANYONE)
    [case] = world.rows(Case, target_id=comment_id, closed_at=None)
    made: UUID = case["id"]
    return made


def hidden(world: World, comment_id: UUID) -> UUID:
    """The case in which an official hid it."""
    case = reported(world, comment_id)
    world.execute(JudgeRemark(case, "hidden", INSULT, "insult"), world.official)
    return case


def ended(world: World, means_id: UUID) -> None:
    """Closed early, with a reason."""
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)


def answered(world: World, means_id: UUID, *comments: UUID) -> None:
    """All in one go, of comments that have no answer yet."""
    world.execute(AnswerComments(means_id, dict.fromkeys(comments, 0), ANSWER), world.official)


def note_of(world: World, means_id: UUID) -> dict[str, Any]:
    """The row as it is now."""
    [row] = world.rows(ResponseNote, means_id=means_id)
    return row


def adopted(world: World, means_id: UUID) -> None:
    """With a summary, by one who looked."""
    said = "Veel mensen willen een plek voor hun auto houden."
    world.execute(SummariseComments(means_id, 0, said), world.official)
    world.execute(AdoptNote(means_id, note_of(world, means_id)["revision"]), world.official)


def number_of(world: World, means_id: UUID) -> str:
    """In its address."""
    return str(row_of(world, means_id)["number"])
