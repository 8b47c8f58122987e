"""Advice on a council proposal: passages, comments on them, answers, and the note that holds them all."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Digest, Event


class PassagesNumbered(Event):
    """The text of a proposal stands in numbered passages, or stands in them otherwise than before."""

    type = "comment.passages_numbered.v1"

    means_id: UUID
    council_proposal_id: UUID
    #: Of the proposal.
    revision: int
    #: How many there are, how many read otherwise than before, and how many it has no more.
    passages: int
    changed: int
    gone: int
    numbered_on: date


class PassagesJoined(Event):
    """Before people can say something: a passage and the one behind it became one."""

    type = "comment.passages_joined.v1"

    means_id: UUID
    council_proposal_id: UUID
    #: Of the passages, and so of the numbers here.
    revision: int
    #: As it was before, and is now.
    passage: int
    #: How many there are now.
    passages: int
    joined_on: date
    official_id: UUID | None


class PassageSplit(Event):
    """Before people can say something: a passage became more than one."""

    type = "comment.passage_split.v1"

    means_id: UUID
    council_proposal_id: UUID
    revision: int
    #: As it was before; the first of what came of it has it now.
    passage: int
    #: How many came of it, and how many there are now.
    into: int
    passages: int
    split_on: date
    official_id: UUID | None


class PassageCorrected(Event):
    """Before people can say something: a passage reads otherwise than the proposal."""

    type = "comment.passage_corrected.v1"

    means_id: UUID
    council_proposal_id: UUID
    revision: int
    passage: int
    corrected_on: date
    official_id: UUID | None


class CommentGiven(Event):
    """Somebody said what they think of a passage, or of the whole."""

    type = "comment.given.v1"

    comment_id: UUID
    means_id: UUID
    #: 0: the whole.
    passage: int
    assent: Code
    #: With another wording.
    worded: bool
    #: In the name of an organisation.
    organisation: bool
    person_id: UUID
    neighbourhood_code: CbsCode | None
    age_band: Code
    given_on: date


class CommentChanged(Event):
    """The same person says it otherwise."""

    type = "comment.changed.v1"

    comment_id: UUID
    means_id: UUID
    revision: int
    before: Code
    assent: Code
    worded: bool
    changed_on: date


class CommentWithdrawn(Event):
    """Somebody took back what they said, while that was possible."""

    type = "comment.withdrawn.v1"

    comment_id: UUID
    means_id: UUID
    passage: int
    assent: Code
    person_id: UUID
    neighbourhood_code: CbsCode | None
    #: The day it was given, whose figures it leaves again.
    given_on: date
    withdrawn_on: date


class CommentAnswered(Event):
    """The municipality said what it does with a comment, or says it otherwise."""

    type = "comment.answered.v1"

    comment_id: UUID
    means_id: UUID
    revision: int
    before: Code | None
    response: Code
    answered_on: date
    official_id: UUID | None


class CommentReported(Event):
    """Somebody says that it should not be there."""

    type = "comment.reported.v1"

    report_id: UUID
    comment_id: UUID
    case_id: UUID
    reason: Code
    reporter_id: UUID | None


class CommentJudged(Event):
    """An official looked at it: it stays, it is hidden, or it can be read again."""

    type = "comment.judged.v1"

    comment_id: UUID
    means_id: UUID
    case_id: UUID
    decision_id: UUID
    verdict: Code
    ground: Code | None
    judged_on: date
    by: UUID | None


class ResponseNoteAdopted(Event):
    """Every comment has its answer, and the note with all of them goes to the council."""

    type = "comment.note_adopted.v1"

    means_id: UUID
    dossier_id: UUID
    council_proposal_id: UUID
    meeting_id: UUID | None
    item_id: UUID | None
    comments: int
    taken_over: int
    partly: int
    not_taken_over: int
    noted: int
    #: Of those, whose words nobody reads: hidden for a reason of the rules, but counted and answered.
    hidden: int
    digest: Digest
    adopted_on: date
    official_id: UUID | None
