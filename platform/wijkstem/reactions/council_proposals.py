"""Who is told of council proposals, of questions about them, and of what was reported."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.council_proposals import CouncilProposalChanged, CouncilProposalWithdrawn
from wijkstem.events.remarks import QuestionAnswered, QuestionAsked, RemarkJudged
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import DossierFollowing
from wijkstem.tables.remarks import Remark
from wijkstem.tables.reports import Report
from wijkstem.words import Because, Verdict
from wijkstem.words.council_proposals import RemarkKind

_remark = table_of(Remark)
_proposal = table_of(CouncilProposal)
_following = table_of(DossierFollowing)
_report = table_of(Report)


def _sayer(municipality_id: str, remark_id: UUID) -> Select[Any]:
    return select(_remark.c.person_id, because(Because.REMARKED)).where(
        _remark.c.municipality_id == municipality_id,
        _remark.c.id == remark_id,
        _remark.c.person_id.is_not(None),
    )


def _writer(municipality_id: str, remark_id: UUID) -> Select[Any]:
    """Who wrote the proposal that it is about."""
    return (
        select(_proposal.c.writer_id.label("person_id"), because(Because.OFFICE))
        .join_from(
            _remark,
            _proposal,
            (_proposal.c.municipality_id == _remark.c.municipality_id)
            & (_proposal.c.id == _remark.c.council_proposal_id),
        )
        .where(
            _remark.c.municipality_id == municipality_id,
            _remark.c.id == remark_id,
            _proposal.c.writer_id.is_not(None),
        )
    )


def _reporters(case_id: UUID, municipality_id: str, remark_id: UUID) -> Select[Any]:
    del remark_id
    person = _report.c.reporter_id.label("person_id")
    return select(person, because(Because.REPORTED)).where(
        _report.c.municipality_id == municipality_id,
        _report.c.case_id == case_id,
        _report.c.reporter_id.is_not(None),
    )


def _askers(municipality_id: str, proposal_id: UUID) -> Select[Any]:
    return select(_remark.c.person_id, because(Because.REMARKED)).where(
        _remark.c.municipality_id == municipality_id,
        _remark.c.council_proposal_id == proposal_id,
        _remark.c.kind == RemarkKind.QUESTION,
        _remark.c.person_id.is_not(None),
    )


def _followers(municipality_id: str, proposal_id: UUID) -> Select[Any]:
    """Who follows the dossier that it stands in."""
    return (
        select(_following.c.person_id, because(Because.FOLLOWS))
        .join_from(
            _proposal,
            _following,
            (_following.c.municipality_id == _proposal.c.municipality_id)
            & (_following.c.dossier_id == _proposal.c.dossier_id),
        )
        .where(_proposal.c.municipality_id == municipality_id, _proposal.c.id == proposal_id)
    )


def told_of_proposal(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts. That one was opened, its dossier tells."""
    match event:
        case CouncilProposalChanged():
            return "council_proposal_changed", (_askers, _followers)
        case CouncilProposalWithdrawn():
            return "council_proposal_withdrawn", (_askers, _followers)
        case QuestionAsked():
            return "question_asked", (_writer,)
        case QuestionAnswered():
            return "question_answered", (_sayer,)
        case RemarkJudged(verdict=Verdict.LEFT):
            return "remark_judged", (partial(_reporters, event.case_id),)
        case RemarkJudged():
            return "remark_judged", (_sayer, partial(_reporters, event.case_id))
    return None
