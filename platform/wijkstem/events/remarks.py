"""Questions, answers and reactions of residents, and what becomes of one that was reported. Whose they are stands in a table."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class QuestionAsked(Event):
    """A resident asked something about a council proposal before its meeting."""

    type = "remark.question_asked.v1"

    remark_id: UUID
    council_proposal_id: UUID
    meeting_id: UUID
    answer_due_on: date
    asked_on: date


class QuestionAnswered(Event):
    """The municipality answered it, or says it otherwise than before."""

    type = "remark.question_answered.v1"

    remark_id: UUID
    council_proposal_id: UUID
    revision: int
    asked_on: date
    answered_on: date
    #: Whether that was before the meeting.
    in_time: bool
    official_id: UUID | None


class ReactionGiven(Event):
    """Somebody who follows a meeting online reacts to it."""

    type = "remark.reaction_given.v1"

    remark_id: UUID
    dossier_id: UUID
    meeting_id: UUID
    given_on: date


class RemarkReported(Event):
    """Somebody says that it should not be there."""

    type = "remark.reported.v1"

    report_id: UUID
    remark_id: UUID
    case_id: UUID
    reason: Code
    reporter_id: UUID | None


class RemarkJudged(Event):
    """An official looked at it: it stays, it is hidden, or it can be read again."""

    type = "remark.judged.v1"

    remark_id: UUID
    case_id: UUID
    decision_id: UUID
    verdict: Code
    ground: Code | None
    judged_on: date
    by: UUID | None


class SaidAppealed(Event):
    """Whoever said something that was hidden asks that another official looks again; what comes of it is judged."""

    type = "said.appealed.v1"

    appeal_id: UUID
    case_id: UUID
    decision_id: UUID
    #: A question or reaction, a contribution, or a comment; and its id.
    target: Code
    said_id: UUID
    appellant_id: UUID
    due_on: date
