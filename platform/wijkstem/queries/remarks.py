"""What residents asked and said: with a proposal, on a dossier during a meeting, and on the desk when it was reported."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from wijkstem.domain.live_meetings import meetings_of_dossier
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.agenda import MeetingFacts, facts_of, meetings_of
from wijkstem.tables.council import Meeting
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.remarks import Remark, RemarkAnswer
from wijkstem.words.council_proposals import RemarkKind

_remark = table_of(Remark)
_answer = table_of(RemarkAnswer)
_meeting = table_of(Meeting)
_proposal = table_of(CouncilProposal)
_dossier = table_of(Dossier)

#: Reactions on a page; of a meeting with more, the last.
MOST = 200


@dataclass(frozen=True)
class SaidBy:
    """A question with its answer, or a reaction. Not by whom: only whose desk it is may know that."""

    id: UUID
    kind: RemarkKind
    meeting_id: UUID
    words: str
    said_at: datetime
    hidden: bool
    #: None: there is no answer yet.
    answer: str | None
    office: str | None
    answered_at: datetime | None
    answer_revision: int


def _said(municipality_id: str) -> Select[Any]:
    return (
        select(
            *(_remark.c[name] for name in ("id", "kind", "meeting_id", "words", "said_at")),
            _remark.c.hiding_id,
            _answer.c.text,
            _answer.c.office,
            _answer.c.answered_at,
            _answer.c.revision,
        )
        .outerjoin_from(_remark, _answer, _its_answer())
        .where(_remark.c.municipality_id == municipality_id)
    )


def _its_answer() -> ColumnElement[bool]:
    return and_(
        _answer.c.municipality_id == _remark.c.municipality_id, _answer.c.remark_id == _remark.c.id
    )


def _shown(row: Any) -> SaidBy:
    """Of what is hidden nobody gets the words, nor an answer that may repeat them."""
    hidden = row.hiding_id is not None
    return SaidBy(
        row.id,
        row.kind,
        row.meeting_id,
        "" if hidden else row.words,
        row.said_at,
        hidden,
        None if hidden else row.text,
        None if hidden else row.office,
        None if hidden else row.answered_at,
        row.revision or 0,
    )


def questions_about(
    connection: Connection, municipality_id: str, proposal_id: UUID
) -> tuple[SaidBy, ...]:
    """In the order in which they were asked."""
    found = _said(municipality_id).where(_remark.c.council_proposal_id == proposal_id)
    rows = connection.execute(found.order_by(_remark.c.said_at, _remark.c.id))
    return tuple(_shown(row) for row in rows)


def reactions_in(
    connection: Connection, municipality_id: str, dossier_id: UUID
) -> tuple[SaidBy, ...]:
    """Those of every meeting, the last first; at most `MOST`."""
    found = (
        _said(municipality_id)
        .where(_remark.c.dossier_id == dossier_id, _remark.c.kind == RemarkKind.REACTION)
        .order_by(_remark.c.said_at.desc(), _remark.c.id.desc())
        .limit(MOST)
    )
    return tuple(_shown(row) for row in connection.execute(found))


def meetings_in(
    connection: Connection, municipality_id: str, dossier_id: UUID
) -> tuple[MeetingFacts, ...]:
    """The meetings that a dossier has to do with, the last first."""
    theirs = meetings_of_dossier(municipality_id, dossier_id).subquery()
    found = meetings_of(municipality_id).where(_meeting.c.id.in_(select(theirs.c.meeting_id)))
    rows = connection.execute(found.order_by(_meeting.c.held_on.desc(), _meeting.c.id))
    return tuple(facts_of(row) for row in rows)


@dataclass(frozen=True)
class RemarkFacts:
    """A question or a reaction with where it stands, for who answers, reports or judges it."""

    id: UUID
    kind: RemarkKind
    words: str
    said_at: datetime
    hidden: bool
    #: Number, slug and title of the proposal that it is about, None for a reaction; and of the dossier.
    proposal: tuple[str, str, str] | None
    dossier: tuple[str, str, str]
    meeting: str
    held_on: date
    answer: str | None
    office: str | None
    answer_revision: int


def remark_facts(connection: Connection, municipality_id: str, remark_id: UUID) -> RemarkFacts:
    """Raises NotFound for one that is not there."""
    here = municipality_id
    found = (
        select(
            _remark,
            _proposal.c.number.label("proposal_number"),
            _proposal.c.slug.label("proposal_slug"),
            _proposal.c.title.label("proposal_title"),
            _proposal.c.office.label("proposal_office"),
            _dossier.c.number.label("dossier_number"),
            _dossier.c.slug.label("dossier_slug"),
            _dossier.c.title.label("dossier_title"),
            _meeting.c.name.label("meeting"),
            _meeting.c.held_on,
            _answer.c.text,
            _answer.c.office,
            _answer.c.revision,
        )
        .select_from(
            _remark.join(
                _dossier,
                and_(_dossier.c.municipality_id == here, _dossier.c.id == _remark.c.dossier_id),
            )
            .join(
                _meeting,
                and_(_meeting.c.municipality_id == here, _meeting.c.id == _remark.c.meeting_id),
            )
            .outerjoin(
                _proposal,
                and_(
                    _proposal.c.municipality_id == here,
                    _proposal.c.id == _remark.c.council_proposal_id,
                ),
            )
            .outerjoin(_answer, _its_answer())
        )
        .where(_remark.c.municipality_id == here, _remark.c.id == remark_id)
    )
    row = connection.execute(found).first()
    if row is None:
        raise NotFound("unknown_remark", "Deze vraag of reactie is er niet meer.")
    return RemarkFacts(
        row.id,
        row.kind,
        row.words,
        row.said_at,
        row.hiding_id is not None,
        (row.proposal_number, row.proposal_slug, row.proposal_title)
        if row.proposal_number
        else None,
        (row.dossier_number, row.dossier_slug, row.dossier_title),
        row.meeting,
        row.held_on,
        row.text,
        row.office or row.proposal_office,
        row.revision or 0,
    )
