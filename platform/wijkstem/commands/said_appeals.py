"""Whoever said something that was hidden asks that another official looks again; once, as with a plan."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from wijkstem.commands.appeal_rows import check_not_asked, open_appeal
from wijkstem.commands.deciding import load_decision
from wijkstem.commands.moderation import close_case, load_case
from wijkstem.commands.remark_reports import judge_said
from wijkstem.commands.said import SAYABLE, Said, load_said, said_in_case
from wijkstem.domain.moderation import check_free, check_open
from wijkstem.domain.permissions import require
from wijkstem.domain.reports import check_somebody_else, checked_reasons
from wijkstem.errors import Conflict, FieldError, Invalid
from wijkstem.events.remarks import SaidAppealed
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Appeal
from wijkstem.words import CaseKind, Verdict

_case = table_of(Case)
_appeal = table_of(Appeal)


def is_about_said(case_id: UUID, work: Work) -> bool:
    """Whether a case is about what a resident said, and not about a plan."""
    found = select(_case.c.target).where(
        _case.c.municipality_id == work.municipality_id, _case.c.id == case_id
    )
    return work.connection.execute(found).scalar() in SAYABLE


def appeal_said(decision: Row[Any], person_id: UUID, words: str, work: Work) -> UUID:
    """Its case. Raises NotAllowed for what somebody else said, Conflict for what can be read again."""
    said = load_said(decision.target, decision.target_id, work)
    require(decision.verdict is Verdict.HIDDEN and said.row.person_id == person_id)
    check_not_asked(decision.id, person_id, work)
    _check_stands(decision, said)
    made = open_appeal(decision, person_id, words, work, initiative_id=None)
    work.record(
        SaidAppealed(
            appeal_id=made.appeal_id,
            case_id=made.case_id,
            decision_id=decision.id,
            target=said.target.value,
            said_id=said.row.id,
            appellant_id=person_id,
            due_on=made.due_on,
        )
    )
    return made.case_id


def _check_stands(decision: Row[Any], said: Said) -> None:
    if said.row.hiding_id != decision.id:
        raise Conflict(
            "decision_over", "Dit besluit geldt al niet meer. Bekijk hoe het er nu voor staat."
        )


def decide_said_appeal(case_id: UUID, verdict: str, reasons: str, work: Work) -> None:
    """Raises RuleBroken for who took the decision, Conflict when a colleague was first, Invalid without reasons."""
    said = said_in_case(case_id, frozenset({CaseKind.APPEAL}), work)
    case = load_case(case_id, work)
    check_open(case.closed_at)
    check_free(case.claimed_by, case.claimed_until, me=work.actor.person_id, now=work.now)
    check_somebody_else(case.not_for, work.actor.person_id)
    chosen = next((one for one in (Verdict.UPHELD, Verdict.REVERSED) if one == verdict), None)
    if chosen is None:
        raise Invalid({"verdict": FieldError("verdict_needed", "Kies wat u besluit.")})
    _, why = checked_reasons(chosen, "", reasons, work.rules.municipality.moderation)
    if chosen is Verdict.REVERSED:
        _check_stands(_decision_of(case, work), said)
    judge_said(said, case, chosen, None, why, work)
    close_case(case.cause, chosen.value, work)


def _decision_of(case: Row[Any], work: Work) -> Row[Any]:
    appealed = select(_appeal.c.decision_id).where(
        _appeal.c.municipality_id == work.municipality_id, _appeal.c.case_id == case.id
    )
    return load_decision(work.connection.execute(appealed).scalar_one(), work)
