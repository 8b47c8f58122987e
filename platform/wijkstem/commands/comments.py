"""Residents and organisations say what they think of a passage of a council proposal, say it otherwise, and take it back."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update

from wijkstem.commands.discussion_cases import end_cases, look_at_words
from wijkstem.commands.taking_part import Taking, take_part
from wijkstem.domain.comments import CommentForm, check_comment, check_worded, said_in
from wijkstem.domain.discussion import check_readable
from wijkstem.domain.permissions import require_login
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.events.comments import CommentChanged, CommentGiven, CommentWithdrawn
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.comments import Comment, Passage
from wijkstem.words import Target
from wijkstem.words.comments import WHOLE, Assent
from wijkstem.words.means import MeansKind

_comment = table_of(Comment)
_passage = table_of(Passage)


@dataclass(frozen=True)
class GiveComment:
    """What somebody thinks of a passage; `WHOLE`: of the proposal. A form that is sent twice, with its id, says it once."""

    means_id: UUID
    passage: int
    form: CommentForm = field(repr=False)
    form_id: UUID | None = None


def give_comment(command: GiveComment, work: Work) -> UUID:
    """Its id. Raises Invalid for what is not right, RuleBroken where and when nobody can, or who said it already."""
    taking = take_part(command.means_id, work, kind=MeansKind.ADVICE)
    text, version = _text(command.means_id, command.passage, work)
    form = command.form.cleaned(text)
    check_worded(form.wording, command.passage)
    comment_id = command.form_id or new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": comment_id,
        "means_id": command.means_id,
        "passage": command.passage,
        "version": version,
        "assent": Assent(form.assent),
        "why": form.why,
        "wording": form.wording,
        "organisation": form.organisation,
        "person_id": taking.person_id,
        "given_at": work.now,
        "revision": 1,
        "hiding_id": None,
    }
    if not insert_new(work.connection, _comment, row):
        return _same(comment_id, taking.person_id, work)
    work.record(_given(row, taking, work))
    look_at_words(
        (Target.COMMENT, comment_id), said_in(form.organisation, form.why, form.wording), work
    )
    return comment_id


def _given(row: dict[str, Any], taking: Taking, work: Work) -> CommentGiven:
    return CommentGiven(
        comment_id=row["id"],
        means_id=row["means_id"],
        passage=row["passage"],
        assent=row["assent"].value,
        worded=bool(row["wording"]),
        organisation=bool(row["organisation"]),
        person_id=taking.person_id,
        neighbourhood_code=taking.neighbourhood_code,
        age_band=taking.age_band.value,
        given_on=work.today,
    )


def _same(comment_id: UUID, person_id: UUID, work: Work) -> UUID:
    """The same form again is the same comment; another form is a second one, and there is one for each."""
    found = select(_comment.c.id).where(
        _comment.c.municipality_id == work.municipality_id,
        _comment.c.id == comment_id,
        _comment.c.person_id == person_id,
    )
    if work.connection.execute(found).first() is None:
        raise RuleBroken(
            "said_already", "U gaf hier al een reactie op. U kunt die reactie nog veranderen."
        )
    return comment_id


def _text(means_id: UUID, number: int, work: Work) -> tuple[str, int]:
    """A passage and its version. Raises NotFound for one that is not there, RuleBroken for one that is there no more."""
    if number == WHOLE:
        return "", 0
    found = work.connection.execute(
        select(_passage.c.text, _passage.c.version, _passage.c.gone).where(
            _passage.c.municipality_id == work.municipality_id,
            _passage.c.means_id == means_id,
            _passage.c.number == number,
        )
    ).first()
    if found is None:
        raise NotFound("unknown_passage", "Dit stuk tekst is er niet.")
    if found.gone:
        raise RuleBroken("passage_gone", "Dit stuk staat niet meer in het voorstel.")
    return found.text, found.version


@dataclass(frozen=True)
class ChangeComment:
    """The same person says it otherwise; ``revision`` is the one that their page showed."""

    comment_id: UUID
    revision: int
    form: CommentForm = field(repr=False)


def change_comment(command: ChangeComment, work: Work) -> None:
    """It is then about the passage as it reads now. Raises as giving one does, and Conflict for what changed meanwhile."""
    means_id = _means_of(command.comment_id, work)
    taking = take_part(means_id, work, kind=MeansKind.ADVICE)
    it = _mine(command.comment_id, taking.person_id, work)
    check_readable(it.hiding_id is not None)
    check_comment(it.revision, command.revision)
    text, version = _text(means_id, it.passage, work)
    form = command.form.cleaned(text)
    check_worded(form.wording, it.passage)
    said = {
        "assent": Assent(form.assent),
        "why": form.why,
        "wording": form.wording,
        "version": version,
        "revision": it.revision + 1,
    }
    work.connection.execute(update(_comment).where(_one(it.id, work)).values(**said))
    work.record(
        CommentChanged(
            comment_id=it.id,
            means_id=means_id,
            revision=it.revision + 1,
            before=it.assent.value,
            assent=form.assent,
            worded=bool(form.wording),
            changed_on=work.today,
        )
    )
    look_at_words((Target.COMMENT, it.id), said_in(it.organisation, form.why, form.wording), work)


@dataclass(frozen=True)
class WithdrawComment:
    """I take back what I said here."""

    comment_id: UUID


def withdraw_comment(command: WithdrawComment, work: Work) -> bool:
    """Whether it was still there. Raises RuleBroken once it is closed: then the municipality answers it."""
    require_login(work.actor)
    try:
        means_id = _means_of(command.comment_id, work)
    except NotFound:
        return False
    taking = take_part(means_id, work, kind=MeansKind.ADVICE)
    try:
        it = _mine(command.comment_id, taking.person_id, work)
    except NotFound:
        return False
    if it.hiding_id is not None:
        raise RuleBroken("hidden", "Uw reactie is verborgen. U kunt haar niet meer weghalen.")
    end_cases(it.id, work)
    work.connection.execute(delete(_comment).where(_one(it.id, work)))
    work.record(
        CommentWithdrawn(
            comment_id=it.id,
            means_id=means_id,
            passage=it.passage,
            assent=it.assent.value,
            person_id=taking.person_id,
            neighbourhood_code=taking.neighbourhood_code,
            given_on=local_date(it.given_at),
            withdrawn_on=work.today,
        )
    )
    return True


def _one(comment_id: UUID, work: Work) -> Any:
    return (_comment.c.municipality_id == work.municipality_id) & (_comment.c.id == comment_id)


def _means_of(comment_id: UUID, work: Work) -> UUID:
    found: UUID | None = work.connection.scalar(
        select(_comment.c.means_id).where(_one(comment_id, work))
    )
    if found is None:
        raise _unknown()
    return found


def _mine(comment_id: UUID, person_id: UUID, work: Work) -> Row[Any]:
    """Their own comment, locked. Raises NotFound for one that is not there, or is somebody else's."""
    found = load_comment(comment_id, work)
    if found.person_id != person_id:
        raise _unknown()
    return found


def load_comment(comment_id: UUID, work: Work) -> Row[Any]:
    """Locked until the transaction ends. Raises NotFound for one that is not there."""
    found = work.connection.execute(
        select(_comment).where(_one(comment_id, work)).with_for_update()
    ).first()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> NotFound:
    return NotFound("unknown_comment", "Deze reactie is er niet, of niet meer.")
