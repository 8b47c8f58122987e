"""Cases that are no step of a path: everything for the official who must decide, with what was decided before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.initiatives import InitiativePage, initiative_page
from wijkstem.queries.reports import same
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import Delivery
from wijkstem.tables.initiatives import Initiative, StepReason
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import Appeal, Decision, EarlierText, Report
from wijkstem.words import CaseKind, ReportReason, Target, Verdict

_case = table_of(Case)
_report = table_of(Report)
_decision = table_of(Decision)
_appeal = table_of(Appeal)
_person = table_of(Person)
_plan = table_of(Initiative)
_earlier = table_of(EarlierText)
_delivery = table_of(Delivery)
_reason = table_of(StepReason)


#: What residents say: about no plan, and with a history of its own.
_SAID = frozenset({Target.REMARK, Target.CONTRIBUTION, Target.COMMENT})


@dataclass(frozen=True)
class OneReport:
    """A report as an official reads it; the name of who made it, when that is known."""

    reason: ReportReason
    words: str
    reported_at: datetime
    by: str | None


@dataclass(frozen=True)
class OneDecision:
    """A decision as colleagues trace it."""

    id: UUID
    case_id: UUID | None
    target: Target | None
    target_id: UUID | None
    step_seq: int | None
    verdict: Verdict
    ground: str | None
    reasons: str
    was: str
    became: str
    decided_at: datetime
    by: str | None


@dataclass(frozen=True)
class OneAppeal:
    """What somebody asks, and the decision that it is about."""

    words: str
    asked_at: datetime
    by: str | None
    against: OneDecision


@dataclass(frozen=True)
class Undelivered:
    """A message that did not arrive: to whom, about what, and what the mail server said."""

    name: str
    email: str | None
    template: str
    error: str | None
    attempts: int


@dataclass(frozen=True)
class CasePage:
    """Everything to judge a case by that is no step of a path."""

    id: UUID
    kind: CaseKind
    cause: str
    target: Target | None
    target_id: UUID | None
    opened_at: datetime
    due_on: date | None
    closed_at: datetime | None
    closed_as: str | None
    closed_by: str | None
    claimed_by: UUID | None
    claimed_until: datetime | None
    not_for: UUID | None
    plan: InitiativePage | None
    reports: tuple[OneReport, ...]
    decisions: tuple[OneDecision, ...]
    appeal: OneAppeal | None
    earlier: Mapping[str, str]
    undelivered: Undelivered | None


def case_page(connection: Connection, municipality_id: str, case_id: UUID) -> CasePage:
    """Raises NotFound for a case that is not of this municipality."""
    case = connection.execute(
        select(_case, _plan.c.number, _person.c.display_name)
        .outerjoin_from(_case, _plan, same(_case.c.initiative_id, _plan))
        .outerjoin(_person, same(_case.c.closed_by, _person))
        .where(_case.c.municipality_id == municipality_id, _case.c.id == case_id)
    ).first()
    if case is None:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    said = case.target_id if case.target in _SAID else None
    found = decisions(connection, municipality_id, case.initiative_id, case.id, said)
    return CasePage(
        **{name: getattr(case, name) for name in _OF_THE_CASE},
        closed_by=case.display_name,
        plan=initiative_page(connection, municipality_id, case.number, person_id=None)
        if case.number
        else None,
        reports=_reports(connection, municipality_id, case),
        decisions=found,
        appeal=_appeal_of(connection, municipality_id, case.id, found),
        earlier=_earlier_texts(connection, municipality_id, case),
        undelivered=_undelivered(connection, municipality_id, case),
    )


_OF_THE_CASE = (
    "id",
    "kind",
    "cause",
    "target",
    "target_id",
    "opened_at",
    "due_on",
    "closed_at",
    "closed_as",
    "claimed_by",
    "claimed_until",
    "not_for",
)


def _reports(connection: Connection, municipality_id: str, case: Row[Any]) -> tuple[OneReport, ...]:
    """Those of the case; for an appeal, those of the case in which the decision was taken."""
    cases = [case.id]
    if case.kind is CaseKind.APPEAL:
        cases += connection.scalars(
            select(_decision.c.case_id)
            .join_from(
                _appeal,
                _decision,
                and_(
                    _decision.c.municipality_id == _appeal.c.municipality_id,
                    _decision.c.id == _appeal.c.decision_id,
                ),
            )
            .where(_appeal.c.municipality_id == municipality_id, _appeal.c.case_id == case.id)
        ).all()
    found = (
        select(_report.c.reason, _report.c.words, _report.c.reported_at, _person.c.display_name)
        .outerjoin_from(_report, _person, same(_report.c.reporter_id, _person))
        .where(_report.c.municipality_id == municipality_id, _report.c.case_id.in_(cases))
        .order_by(_report.c.reported_at, _report.c.id)
    )
    return tuple(OneReport(*row) for row in connection.execute(found))


def _decisions(municipality_id: str) -> Select[Any]:
    names = [name for name in OneDecision.__dataclass_fields__ if name not in {"by", "reasons"}]
    columns: dict[str, ColumnElement[Any]] = {name: _decision.c[name] for name in names}
    columns["reasons"] = func.coalesce(_reason.c.reasons, _decision.c.reasons).label("reasons")
    columns["by"] = _person.c.display_name.label("by")
    return (
        select(*(columns[name] for name in OneDecision.__dataclass_fields__))
        .outerjoin_from(_decision, _person, same(_decision.c.decided_by, _person))
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
        .order_by(_decision.c.decided_at, _decision.c.id)
    )


def decisions(
    connection: Connection,
    municipality_id: str,
    initiative_id: UUID | None,
    case_id: UUID | None,
    said_id: UUID | None = None,
) -> tuple[OneDecision, ...]:
    """Everything that was decided before on a plan or on what somebody said, in order; of anything else, on that case."""
    about = _decision.c.case_id == case_id
    if initiative_id:
        about = _decision.c.initiative_id == initiative_id
    elif said_id:
        about = _decision.c.target_id == said_id
    found = connection.execute(_decisions(municipality_id).where(about))
    return tuple(OneDecision(*row) for row in found)


def _appeal_of(
    connection: Connection, municipality_id: str, case_id: UUID, found: tuple[OneDecision, ...]
) -> OneAppeal | None:
    asked = (
        select(_appeal.c.decision_id, _appeal.c.words, _appeal.c.asked_at, _person.c.display_name)
        .outerjoin_from(_appeal, _person, same(_appeal.c.appellant_id, _person))
        .where(_appeal.c.municipality_id == municipality_id, _appeal.c.case_id == case_id)
    )
    row = connection.execute(asked).first()
    against = next((one for one in found if row is not None and one.id == row.decision_id), None)
    if row is None or against is None:
        return None
    return OneAppeal(row.words, row.asked_at, row.display_name, against)


def _earlier_texts(connection: Connection, municipality_id: str, case: Row[Any]) -> dict[str, str]:
    """What stood there before it was changed, by the name of its question."""
    if case.kind is not CaseKind.EDIT:
        return {}
    found = select(_earlier.c.field, _earlier.c.text).where(
        _earlier.c.municipality_id == municipality_id,
        _earlier.c.initiative_id == case.initiative_id,
    )
    return {row.field: row.text for row in connection.execute(found)}


def _undelivered(
    connection: Connection, municipality_id: str, case: Row[Any]
) -> Undelivered | None:
    if case.kind is not CaseKind.UNDELIVERED:
        return None
    found = (
        select(
            _person.c.display_name,
            _person.c.email,
            _delivery.c.template,
            _delivery.c.error,
            _delivery.c.attempts,
        )
        .join_from(_delivery, _person, same(_delivery.c.recipient_id, _person))
        .where(_delivery.c.municipality_id == municipality_id, _delivery.c.id == case.target_id)
    )
    row = connection.execute(found).first()
    return Undelivered(*row) if row else None
