"""What messages about council proposals, questions and reactions say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import Connection, and_, select

from wijkstem.events.base import Event
from wijkstem.events.council_proposals import CouncilProposalChanged, CouncilProposalWithdrawn
from wijkstem.events.remarks import QuestionAnswered, QuestionAsked, RemarkJudged
from wijkstem.kit.rows import table_of
from wijkstem.queries.council_proposals import ProposalFacts, news_of, proposals_by_id
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.queries.said_decisions import SaidDecision, decisions_by_id
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.remarks import Remark, RemarkAnswer
from wijkstem.words import Because

_remark = table_of(Remark)
_answer = table_of(RemarkAnswer)
_dossier = table_of(Dossier)

_OfProposal = CouncilProposalChanged | CouncilProposalWithdrawn
_OfRemark = QuestionAsked | QuestionAnswered | RemarkJudged
Told = _OfProposal | _OfRemark


@dataclass(frozen=True)
class ProposalLetter(Addressed):
    """Everything that the templates may use; of a proposal and a question as they are now."""

    #: "changed", "withdrawn", "asked", "answered", or the verdict on what was reported.
    news: str
    #: Of the proposal; of a reaction, the dossier that it came in through.
    title: str
    path: str
    meeting: str
    held_on: date | None
    #: Of a question or a reaction.
    words: str
    answer: str
    office: str
    ground: str
    reasons: str
    #: Where they ask that somebody else looks again; "" where that cannot be asked.
    appeal: str


@dataclass(frozen=True)
class _Said:
    """A question or a reaction as a letter needs it."""

    proposal_id: UUID | None
    words: str
    answer: str
    office: str
    number: str
    slug: str
    dossier: str


def proposal_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, ProposalLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[Told]] = tellings(
        connection, municipality_id, get_args(Told), rules=rules, asked=asked, lang=lang,
        otherwise=Because.FOLLOWS,
    )  # fmt: skip
    if not told:
        return {}
    source = _Source.of(connection, municipality_id, [one.event for one in told], rules)
    return {
        one.asked: ProposalLetter(
            **one.envelope, **source.told(one.event, one.language, one.because)
        )
        for one in told
    }


@dataclass(frozen=True)
class _Source:
    """What all letters of one asking are made from."""

    proposals: dict[UUID, ProposalFacts]
    news: dict[tuple[UUID, int], str]
    remarks: dict[UUID, _Said]
    #: By their ids.
    decided: dict[UUID, SaidDecision]
    rules: MunicipalityRules

    @classmethod
    def of(
        cls,
        connection: Connection,
        municipality_id: str,
        events: Sequence[Event],
        rules: MunicipalityRules,
    ) -> "_Source":
        here = municipality_id
        remarks = _remarks(
            connection, here, [e.remark_id for e in events if isinstance(e, _OfRemark)]
        )
        of_remarks = {one.proposal_id for one in remarks.values() if one.proposal_id}
        ids = {e.council_proposal_id for e in events if isinstance(e, _OfProposal)} | of_remarks
        decided = [e.decision_id for e in events if isinstance(e, RemarkJudged)]
        return cls(
            proposals_by_id(connection, here, ids),
            news_of(connection, here, ids),
            remarks,
            decisions_by_id(connection, here, decided),
            rules,
        )

    def told(self, event: Told, lang: str, why: Because) -> dict[str, Any]:
        """The fields of a letter that tell what it is about."""
        if isinstance(event, _OfProposal):
            it = self.proposals[event.council_proposal_id]
            said = self.news.get((it.id, event.revision), "")
            news = "changed" if isinstance(event, CouncilProposalChanged) else "withdrawn"
            return _about(it) | _NOTHING | {"news": news, "reasons": said}
        remark = self.remarks[event.remark_id]
        proposal = self.proposals.get(remark.proposal_id) if remark.proposal_id else None
        about = _about(proposal) if proposal else _in_dossier(remark)
        told = about | _NOTHING | {"words": remark.words}
        if isinstance(event, RemarkJudged):
            ground = self.rules.municipality.moderation.ground(event.ground, lang)
            decision = self.decided[event.decision_id]
            asks = why is Because.REMARKED and decision.can_be_appealed
            appeal = f"/besluit/{event.decision_id}/herziening" if asks else ""
            judged = {"news": event.verdict, "ground": ground, "reasons": decision.reasons}
            return told | judged | {"appeal": appeal}
        news = "asked" if isinstance(event, QuestionAsked) else "answered"
        return told | {"news": news, "answer": remark.answer, "office": remark.office}


_NOTHING: dict[str, Any] = dict.fromkeys(
    ("words", "answer", "office", "ground", "reasons", "appeal"), ""
)


def _about(it: ProposalFacts) -> dict[str, Any]:
    path = f"/raadsvoorstellen/{it.number}-{it.slug}"
    return {"title": it.title, "path": path, "meeting": it.meeting or "", "held_on": it.held_on}


def _in_dossier(remark: _Said) -> dict[str, Any]:
    path = f"/dossiers/{remark.number}-{remark.slug}"
    return {"title": remark.dossier, "path": path, "meeting": "", "held_on": None}


def _remarks(
    connection: Connection, municipality_id: str, ids: Sequence[UUID]
) -> dict[UUID, _Said]:
    if not ids:
        return {}
    here = municipality_id
    found = (
        select(
            _remark.c.id,
            _remark.c.council_proposal_id,
            _remark.c.words,
            _answer.c.text,
            _answer.c.office,
            _dossier.c.number,
            _dossier.c.slug,
            _dossier.c.title,
        )
        .join_from(
            _remark,
            _dossier,
            and_(_dossier.c.municipality_id == here, _dossier.c.id == _remark.c.dossier_id),
        )
        .outerjoin(
            _answer,
            and_(_answer.c.municipality_id == here, _answer.c.remark_id == _remark.c.id),
        )
        .where(_remark.c.municipality_id == here, _remark.c.id.in_(ids))
    )
    return {
        row.id: _Said(
            row.council_proposal_id,
            row.words,
            row.text or "",
            row.office or "",
            row.number,
            row.slug,
            row.title,
        )
        for row in connection.execute(found)
    }
