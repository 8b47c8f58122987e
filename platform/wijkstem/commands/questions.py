"""Residents ask about a council proposal before its meeting; officials or the clerk answer, and everybody can read both."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from wijkstem.commands.moderation import close_case, close_cases, is_official, open_case
from wijkstem.domain.council_proposals import check_asking
from wijkstem.domain.permissions import (
    may_bring_forward,
    may_discuss,
    require,
    require_login,
    require_strong,
)
from wijkstem.domain.remarks import (
    QUESTION_MOST,
    AnswerForm,
    check_answer,
    check_room,
    checked_words,
)
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.events.remarks import QuestionAnswered, QuestionAsked
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.council import Meeting
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.moderation import OVERTAKEN
from wijkstem.tables.remarks import Remark, RemarkAnswer
from wijkstem.words import CaseKind
from wijkstem.words.council_proposals import RemarkKind

_person = table_of(Person)
_remark = table_of(Remark)
_answer = table_of(RemarkAnswer)

#: What its case was closed as.
ANSWERED = "answered"


def question_cause(remark_id: UUID) -> str:
    """What makes the case of a question one."""
    return f"{CaseKind.QUESTION}:{remark_id}"


@dataclass(frozen=True)
class AskQuestion:
    """A resident wants to know something; a form that is sent twice asks once."""

    council_proposal_id: UUID
    words: str = field(repr=False)
    form_id: UUID | None = None


def ask_question(command: AskQuestion, work: Work) -> UUID:
    """Its id. Raises RuleBroken where or when nobody can ask, or who asked enough; Invalid for what is not right."""
    person_id = who_says(work)
    proposal = _proposal(command.council_proposal_id, work)
    if proposal.meeting_id is None:
        raise RuleBroken("no_questions", "Over dit voorstel kunt u geen vraag stellen.")
    meeting = work.session.get_one(Meeting, (work.municipality_id, proposal.meeting_id))
    rule = check_asking(work.rules.municipality.council_proposals, proposal, meeting, work.now)
    words = checked_words(command.words, QUESTION_MOST)
    remark_id = command.form_id or new_id()
    if _is_there(remark_id, work):
        return remark_id
    mine = (_remark.c.council_proposal_id == proposal.id) & (_remark.c.person_id == person_id)
    check_room(count_said(mine, work), rule.questions_most)
    assert proposal.dossier_id is not None
    keep_remark(
        remark_id,
        RemarkKind.QUESTION,
        words,
        person_id,
        work,
        council_proposal_id=proposal.id,
        dossier_id=proposal.dossier_id,
        meeting_id=meeting.id,
    )
    writer = proposal.writer_id
    open_case(
        CaseKind.QUESTION,
        question_cause(remark_id),
        work,
        due_on=meeting.held_on,
        assigned_to=writer if writer and is_official(writer, work) else None,
        target_id=remark_id,
    )
    work.record(
        QuestionAsked(
            remark_id=remark_id,
            council_proposal_id=proposal.id,
            meeting_id=meeting.id,
            answer_due_on=meeting.held_on,
            asked_on=work.today,
        )
    )
    return remark_id


def who_says(work: Work) -> UUID:
    """Who asks or reacts, locked as the foreign key would: an account that is being erased is gone, not an error."""
    person_id = require_login(work.actor)
    if not may_discuss(work.actor, work.rules.municipality.without_digid):
        require_strong(work.actor)
    found = work.connection.execute(
        select(_person.c.id)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == person_id)
        .with_for_update(key_share=True)
    ).first()
    if found is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    return person_id


def _proposal(proposal_id: UUID, work: Work) -> CouncilProposal:
    """Shared with others who ask: only who withdraws it or opens it waits."""
    found = work.session.get(
        CouncilProposal, (work.municipality_id, proposal_id), with_for_update={"read": True}
    )
    if found is None:
        raise NotFound("unknown_proposal", "Dit voorstel is er niet.")
    return found


def _is_there(remark_id: UUID, work: Work) -> bool:
    found = select(_remark.c.id).where(
        _remark.c.municipality_id == work.municipality_id, _remark.c.id == remark_id
    )
    return work.connection.execute(found).first() is not None


def count_said(which: Any, work: Work) -> int:
    """How often somebody said something; they are locked, so nothing comes between."""
    held = select(func.count()).where(_remark.c.municipality_id == work.municipality_id, which)
    return int(work.connection.execute(held).scalar_one())


def keep_remark(
    remark_id: UUID, kind: RemarkKind, words: str, person_id: UUID, work: Work, **about: UUID
) -> bool:
    """Whether it was new."""
    row = {
        "municipality_id": work.municipality_id,
        "id": remark_id,
        "kind": kind,
        "council_proposal_id": None,
        "person_id": person_id,
        "words": words,
        "said_at": work.now,
        "hiding_id": None,
        **about,
    }
    return insert_new(work.connection, _remark, row)


@dataclass(frozen=True)
class AnswerQuestion:
    """What the municipality says to it; ``revision`` is of the answer that their page showed, 0 for none."""

    remark_id: UUID
    revision: int
    form: AnswerForm = field(repr=False)


def answer_question(command: AnswerQuestion, work: Work) -> None:
    """Raises Conflict after a colleague's answer, Invalid for what is not right."""
    require(may_bring_forward(work.actor))
    remark = load_remark(command.remark_id, work)
    if remark.kind is not RemarkKind.QUESTION:
        raise NotFound("unknown_question", "Deze vraag is er niet.")
    before = work.connection.execute(
        select(_answer.c.revision).where(
            _answer.c.municipality_id == work.municipality_id, _answer.c.remark_id == remark.id
        )
    ).scalar()
    check_answer(before or 0, command.revision)
    it = command.form.cleaned()
    revision = (before or 0) + 1
    said = {
        "text": it.text,
        "office": it.office,
        "answered_at": work.now,
        "revision": revision,
        "answered_by": work.actor.person_id,
    }
    key = {"municipality_id": work.municipality_id, "remark_id": remark.id}
    if before is None:
        work.connection.execute(insert(_answer).values(**key, **said))
    else:
        theirs = (_answer.c.municipality_id == work.municipality_id) & (
            _answer.c.remark_id == remark.id
        )
        work.connection.execute(update(_answer).where(theirs).values(**said))
    close_case(question_cause(remark.id), ANSWERED, work)
    meeting = work.session.get_one(Meeting, (work.municipality_id, remark.meeting_id))
    work.record(
        QuestionAnswered(
            remark_id=remark.id,
            council_proposal_id=remark.council_proposal_id,
            revision=revision,
            asked_on=local_date(remark.said_at),
            answered_on=work.today,
            in_time=work.today <= meeting.held_on,
            official_id=work.actor.person_id,
        )
    )


def load_remark(remark_id: UUID, work: Work) -> Row[Any]:
    """A question or a reaction, locked until the transaction ends."""
    found = work.connection.execute(
        select(_remark)
        .where(_remark.c.municipality_id == work.municipality_id, _remark.c.id == remark_id)
        .with_for_update(key_share=True)
    ).first()
    if found is None:
        raise NotFound("unknown_remark", "Deze vraag of reactie is er niet meer.")
    return found


def close_questions(proposal_id: UUID, work: Work) -> None:
    """A proposal does not go to the council: nobody need answer what was asked of it any more."""
    found = select(_remark.c.id).where(
        _remark.c.municipality_id == work.municipality_id,
        _remark.c.council_proposal_id == proposal_id,
    )
    asked = work.connection.scalars(found.order_by(_remark.c.id)).all()
    close_cases([question_cause(one) for one in asked], OVERTAKEN, work)
