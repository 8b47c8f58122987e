"""Reports, decisions and appeals: what the public may know, and who is concerned."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import Delivery
from wijkstem.tables.initiatives import HIDDEN, Initiative, StepReason
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Appeal, Decision, EarlierText, Report
from wijkstem.words import ReportReason, Target, Verdict

_case = table_of(Case)
_report = table_of(Report)
_decision = table_of(Decision)
_appeal = table_of(Appeal)
_person = table_of(Person)
_plan = table_of(Initiative)
_earlier = table_of(EarlierText)
_delivery = table_of(Delivery)
_reason = table_of(StepReason)


def same(column: Any, table: Any) -> Any:
    """What joins an id of this municipality to what it is of."""
    return and_(table.c.municipality_id == column.table.c.municipality_id, table.c.id == column)


@dataclass(frozen=True)
class HiddenPlan:
    """What everybody may know of a plan that is hidden: not its title, not its words."""

    number: str
    ground: str | None
    hidden_at: datetime


def hidden_plan(connection: Connection, municipality_id: str, number: str) -> HiddenPlan | None:
    """None for a plan that is not hidden, or not there."""
    found = connection.execute(
        select(_plan.c.number, _decision.c.ground, _decision.c.decided_at)
        .join_from(
            _plan,
            _decision,
            and_(
                _decision.c.municipality_id == _plan.c.municipality_id,
                _decision.c.id == _plan.c.hiding_id,
            ),
        )
        .where(_plan.c.municipality_id == municipality_id, _plan.c.number == number)
    ).first()
    return HiddenPlan(*found) if found else None


@dataclass(frozen=True)
class ToAppeal:
    """A decision as the person concerned reads it, before they ask to have it looked at again."""

    id: UUID
    initiative_id: UUID
    number: str
    title: str
    submitter_id: UUID | None
    target: Target | None
    verdict: Verdict
    ground: str | None
    reasons: str
    decided_at: datetime
    appeal_until: date | None
    #: Whether this person reported it, and whether they asked already.
    reported: bool
    asked: bool


def decision_to_appeal(
    connection: Connection, municipality_id: str, decision_id: UUID, person_id: UUID
) -> ToAppeal | None:
    """None for one that is not there."""
    own = decisions_of(municipality_id).where(_decision.c.id == decision_id)
    row = connection.execute(own).first()
    if row is None:
        return None
    reported = select(_report.c.id).where(
        _report.c.municipality_id == municipality_id,
        _report.c.case_id == row.case_id,
        _report.c.reporter_id == person_id,
    )
    asked = select(_appeal.c.id).where(
        _appeal.c.municipality_id == municipality_id,
        _appeal.c.decision_id == decision_id,
        _appeal.c.appellant_id == person_id,
    )
    left_out = {"case_id", "hidden"}
    said = {name: value for name, value in row._mapping.items() if name not in left_out}
    if row.hidden and row.submitter_id != person_id:
        said["title"] = HIDDEN
    return ToAppeal(
        **said,
        reported=connection.execute(reported).first() is not None,
        asked=connection.execute(asked).first() is not None,
    )


def decisions_of(municipality_id: str) -> Select[Any]:
    """Decisions with their plans, and the words of those that were steps."""
    return (
        select(
            _decision.c.id,
            _decision.c.case_id,
            _plan.c.id.label("initiative_id"),
            _plan.c.number,
            _plan.c.title,
            _plan.c.submitter_id,
            _decision.c.target,
            _decision.c.verdict,
            _decision.c.ground,
            func.coalesce(_reason.c.reasons, _decision.c.reasons).label("reasons"),
            _decision.c.decided_at,
            _decision.c.appeal_until,
            _plan.c.hiding_id.is_not(None).label("hidden"),
        )
        .join_from(_decision, _plan, same(_decision.c.initiative_id, _plan))
        .outerjoin(
            _reason,
            and_(
                _reason.c.municipality_id == _decision.c.municipality_id,
                _reason.c.initiative_id == _decision.c.initiative_id,
                _reason.c.step_seq == _decision.c.step_seq,
                _decision.c.verdict == Verdict.REFUSED,
            ),
        )
        .where(_decision.c.municipality_id == municipality_id)
    )


def appealable(
    connection: Connection,
    municipality_id: str,
    initiative_id: UUID,
    person_id: UUID,
    *,
    today: date,
) -> UUID | None:
    """The last decision on somebody's own plan that they can still ask to have looked at again."""
    asked = select(_appeal.c.decision_id).where(
        _appeal.c.municipality_id == municipality_id, _appeal.c.appellant_id == person_id
    )
    found: UUID | None = connection.scalar(
        select(_decision.c.id)
        .join_from(_decision, _plan, same(_decision.c.initiative_id, _plan))
        .where(
            _decision.c.municipality_id == municipality_id,
            _decision.c.initiative_id == initiative_id,
            _decision.c.appeal_until >= today,
            (_decision.c.id == _plan.c.hiding_id)
            | (
                (_decision.c.verdict == Verdict.REFUSED)
                & (_decision.c.step_seq == _plan.c.step_seq - 1)
            ),
            _decision.c.id.not_in(asked),
        )
        .order_by(_decision.c.decided_at.desc())
        .limit(1)
    )
    return found


@dataclass(frozen=True)
class MyReport:
    """What became of a report, for who made it."""

    number: str
    reason: ReportReason
    words: str
    reported_at: datetime
    due_on: date | None
    #: Whether we know who made it, and so tell them.
    known: bool
    verdict: Verdict | None
    ground: str | None
    reasons: str | None
    decided_at: datetime | None


def my_report(connection: Connection, municipality_id: str, report_id: UUID) -> MyReport | None:
    """None for one that is not there any more."""
    found = (
        select(
            _plan.c.number,
            _report.c.reason,
            _report.c.words,
            _report.c.reported_at,
            _case.c.due_on,
            _report.c.reporter_id.is_not(None),
            _decision.c.verdict,
            _decision.c.ground,
            _decision.c.reasons,
            _decision.c.decided_at,
        )
        .join_from(_report, _plan, same(_report.c.initiative_id, _plan))
        .join(_case, same(_report.c.case_id, _case))
        .outerjoin(
            _decision,
            and_(
                _decision.c.municipality_id == _report.c.municipality_id,
                _decision.c.case_id == _report.c.case_id,
                _decision.c.verdict.in_((Verdict.LEFT, Verdict.HIDDEN)),
            ),
        )
        .where(_report.c.municipality_id == municipality_id, _report.c.id == report_id)
    )
    row = connection.execute(found).first()
    return MyReport(*row) if row else None
