"""Officials answer comments, write in short what was said, and adopt the note of answer when every comment has an answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlmodel import col

from wijkstem.commands.dossiers import add_entry
from wijkstem.commands.means import load_means
from wijkstem.domain import comments as rules
from wijkstem.domain.comments import AnswerForm
from wijkstem.domain.permissions import may_open_means, require
from wijkstem.domain.response_notes import Answered, digest_of
from wijkstem.errors import Conflict, Invalid, NotFound, RuleBroken
from wijkstem.events.comments import CommentAnswered, ResponseNoteAdopted
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.comments import Comment, CommentAnswer, ResponseNote
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.means import Means
from wijkstem.words.comments import NoteState, Response
from wijkstem.words.dossiers import EntryKind
from wijkstem.words.means import MeansKind, MeansState

_comment = table_of(Comment)
_answer = table_of(CommentAnswer)
_note = table_of(ResponseNote)
_proposal = table_of(CouncilProposal)

#: In one go.
MOST = 200


@dataclass(frozen=True)
class AnswerComments:
    """One answer to each of these. With each the revision of the answer that their page showed; 0: it had none."""

    means_id: UUID
    comments: Mapping[UUID, int]
    form: AnswerForm


def answer_comments(command: AnswerComments, work: Work) -> int:
    """How many. All or none: what a colleague answered meanwhile, or was taken back, is a Conflict.

    Raises RuleBroken before the advice is closed (what people say can still become otherwise) and once the note stands.
    """
    require(may_open_means(work.actor))
    if not command.comments or len(command.comments) > MOST:
        raise RuleBroken("choose_comments", "Kies de reacties waar uw antwoord bij hoort.")
    means = _closed(command.means_id, work)
    _draft(means, work)
    form = command.form.cleaned()
    there = _answers(means.id, command.comments, work)
    if {one: row.revision or 0 for one, row in there.items()} != dict(command.comments):
        raise Conflict(
            "answered_meanwhile", "Een collega gaf net antwoord. Kijk hieronder hoe het nu is."
        )
    for comment_id, row in sorted(there.items()):
        _keep_answer(comment_id, row, form, work)
        work.record(
            CommentAnswered(
                comment_id=comment_id,
                means_id=means.id,
                revision=(row.revision or 0) + 1,
                before=row.response.value if row.response else None,
                response=form.response,
                answered_on=work.today,
                official_id=work.actor.person_id,
            )
        )
    return len(there)


def _closed(means_id: UUID, work: Work) -> Means:
    """The means, locked: officials answer one after the other."""
    means = load_means(means_id, work, kind=MeansKind.ADVICE)
    if means.state not in {MeansState.CLOSED, MeansState.ACCOUNTED}:
        raise RuleBroken("still_open", "Antwoorden kan als het advies is gesloten.")
    return means


def _draft(means: Means, work: Work) -> ResponseNote:
    """The note, begun by whoever comes first. Raises RuleBroken for one that stands."""
    key = {"municipality_id": work.municipality_id, "means_id": means.id}
    row = {**key, "summary": "", "state": NoteState.DRAFT, "revision": 1}
    insert_new(
        work.connection, _note, {**row, "digest": None, "adopted_on": None, "adopted_by": None}
    )
    note: ResponseNote = work.session.execute(
        select(ResponseNote).where(
            col(ResponseNote.municipality_id) == work.municipality_id,
            col(ResponseNote.means_id) == means.id,
        )
    ).scalar_one()
    rules.check_draft(note.state)
    return note


def _answers(
    means_id: UUID, comments: Mapping[UUID, int], work: Work
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    found = (
        select(_comment.c.id, _answer.c.revision, _answer.c.response)
        .outerjoin_from(
            _comment,
            _answer,
            (_answer.c.municipality_id == _comment.c.municipality_id)
            & (_answer.c.comment_id == _comment.c.id),
        )
        .where(
            _comment.c.municipality_id == work.municipality_id,
            _comment.c.means_id == means_id,
            _comment.c.id.in_(list(comments)),
        )
    )
    return {row.id: row for row in work.connection.execute(found)}


def _keep_answer(
    comment_id: UUID, before: Row[*tuple[Any, ...]], form: AnswerForm, work: Work
) -> None:
    key = {"municipality_id": work.municipality_id, "comment_id": comment_id}
    said = {
        "response": Response(form.response),
        "reasons": form.reasons,
        "revision": (before.revision or 0) + 1,
        "answered_on": work.today,
        "answered_by": work.actor.person_id,
    }
    if before.revision is None:
        work.connection.execute(insert(_answer).values(**key, **said))
        return
    theirs = (_answer.c.municipality_id == work.municipality_id) & (
        _answer.c.comment_id == comment_id
    )
    work.connection.execute(update(_answer).where(theirs).values(**said))


@dataclass(frozen=True)
class SummariseComments:
    """What people said, in short; ``revision`` is of the note that their page showed, 0 for one that was not begun."""

    means_id: UUID
    revision: int
    summary: str


def summarise_comments(command: SummariseComments, work: Work) -> None:
    """Raises Conflict after a colleague's change, Invalid for what is not right, RuleBroken as answering does."""
    require(may_open_means(work.actor))
    note = _draft(_closed(command.means_id, work), work)
    _check_revision(note, command.revision)
    note.summary = rules.checked_summary(command.summary)
    note.revision += 1
    work.session.flush()


def _check_revision(note: ResponseNote, revision: int) -> None:
    if note.revision != max(revision, 1):
        raise Conflict(
            "changed_meanwhile",
            "Een collega heeft dit net anders gemaakt. Kijk hieronder hoe het nu is.",
        )


@dataclass(frozen=True)
class AdoptNote:
    """The note stands from now on, and goes to the council and to everybody who said something."""

    means_id: UUID
    revision: int


def adopt_note(command: AdoptNote, work: Work) -> None:
    """Not while a comment has no answer, hidden or not. Adopted already: nothing happens."""
    require(may_open_means(work.actor))
    means = _closed(command.means_id, work)
    if _stands(means.id, work):
        return
    note = _draft(means, work)
    _check_revision(note, command.revision)
    rows = _everything(means.id, work)
    rules.check_whole([row.passage for row in rows if row.response is None], note.summary)
    answered = [_answered(row) for row in rows]
    hidden = sum(row.hiding_id is not None for row in rows)
    note.digest = digest_of(note.summary, answered)
    note.state, note.adopted_on = NoteState.ADOPTED, work.today
    note.adopted_by = work.actor.person_id
    note.revision += 1
    work.session.flush()
    _put_in_dossier(means, note, work)
    work.record(_adopted(means, note, answered, hidden, work))


def _stands(means_id: UUID, work: Work) -> bool:
    found = work.connection.scalar(
        select(_note.c.state).where(
            _note.c.municipality_id == work.municipality_id, _note.c.means_id == means_id
        )
    )
    return found is NoteState.ADOPTED


def _everything(means_id: UUID, work: Work) -> list[Row[Any]]:
    found = (
        select(_comment, _answer.c.response, _answer.c.reasons)
        .outerjoin_from(
            _comment,
            _answer,
            (_answer.c.municipality_id == _comment.c.municipality_id)
            & (_answer.c.comment_id == _comment.c.id),
        )
        .where(_comment.c.municipality_id == work.municipality_id, _comment.c.means_id == means_id)
    )
    return list(work.connection.execute(found))


def _answered(row: Row[Any]) -> Answered:
    return Answered(
        row.id,
        row.passage,
        row.version,
        row.assent.value,
        row.why,
        row.wording,
        row.organisation,
        row.response.value,
        row.reasons,
    )


def _adopted(
    means: Means, note: ResponseNote, answered: list[Answered], hidden: int, work: Work
) -> ResponseNoteAdopted:
    proposal = work.connection.execute(
        select(_proposal.c.id, _proposal.c.meeting_id, _proposal.c.item_id).where(
            _proposal.c.municipality_id == work.municipality_id,
            _proposal.c.id == means.council_proposal_id,
        )
    ).first()
    if proposal is None:
        raise NotFound("unknown_proposal", "Dit voorstel is er niet.")
    counted = Counter(one.response for one in answered)
    assert note.digest is not None
    return ResponseNoteAdopted(
        means_id=means.id,
        dossier_id=means.dossier_id,
        council_proposal_id=proposal.id,
        meeting_id=proposal.meeting_id,
        item_id=proposal.item_id,
        comments=len(answered),
        taken_over=counted[Response.TAKEN_OVER],
        partly=counted[Response.PARTLY],
        not_taken_over=counted[Response.NOT_TAKEN_OVER],
        noted=counted[Response.NOTED],
        hidden=hidden,
        digest=note.digest,
        adopted_on=work.today,
        official_id=work.actor.person_id,
    )


def _put_in_dossier(means: Means, note: ResponseNote, work: Work) -> None:
    """Its own id would be the means'; the dossier has that already."""
    said = {
        "title": means.title,
        "text": note.summary,
        "url": f"/meedoen/{means.number}/reactienota",
        "category": None,
    }
    try:
        add_entry(means.dossier_id, EntryKind.DOCUMENT, work.today, said, work)
    except Invalid as full:
        raise RuleBroken("dossier_full", "Het dossier is vol. Maak er eerst plaats in.") from full
