"""Questions and reactions that should not be there: reported by anybody, and judged by an official."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update

from wijkstem.commands.deciding import NOT_TO_BE_SEEN, TO_BE_SEEN, write_decision
from wijkstem.commands.moderation import close_case, load_case, open_case
from wijkstem.commands.questions import load_remark
from wijkstem.commands.reports import known_reporter, report_is_there
from wijkstem.domain.moderation import check_free, check_open
from wijkstem.domain.permissions import may_triage, require
from wijkstem.domain.remarks import check_to_be_seen
from wijkstem.domain.reports import checked_reasons, checked_report, last_day
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound
from wijkstem.events.remarks import RemarkJudged, RemarkReported
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.moderation import Case, open_cases
from wijkstem.tables.remarks import Remark
from wijkstem.tables.reports import Report
from wijkstem.words import CaseKind, Target, Verdict

_remark = table_of(Remark)
_report = table_of(Report)
_case = table_of(Case)


@dataclass(frozen=True)
class ReportRemark:
    """Somebody says that a question or a reaction should not be there; nobody needs to log in for that."""

    remark_id: UUID
    reason: str
    words: str = field(repr=False)
    form_id: UUID | None = None


def report_remark(command: ReportRemark, work: Work) -> UUID:
    """Its id. Raises Invalid for the form, Conflict for what is hidden already or was reported before."""
    reporter = known_reporter(work)
    remark = load_remark(command.remark_id, work)
    check_to_be_seen(remark.hiding_id is not None)
    reason, words = checked_report(command.reason, command.words)
    if command.form_id is not None and report_is_there(command.form_id, work):
        return command.form_id
    report: dict[str, Any] = {
        "municipality_id": work.municipality_id,
        "id": command.form_id or new_id(),
        "case_id": _case_for(remark, work),
        "initiative_id": None,
        "reason": reason,
        "words": words,
        "reporter_id": reporter,
        "reported_at": work.now,
    }
    if not insert_new(work.connection, _report, report):
        raise Conflict(
            "reported_before",
            "U hebt dit al gemeld. De gemeente kijkt ernaar en laat u weten wat zij besluit.",
        )
    made: UUID = report["id"]
    work.record(
        RemarkReported(
            report_id=made,
            remark_id=remark.id,
            case_id=report["case_id"],
            reason=reason,
            reporter_id=reporter,
        )
    )
    return made


def _case_for(remark: Row[Any], work: Work) -> UUID:
    """The case that gathers all reports of it; a new one when the last was decided. The remark is locked."""
    about = (
        (_case.c.municipality_id == work.municipality_id)
        & (_case.c.kind == CaseKind.REMARK)
        & (_case.c.target_id == remark.id)
    )
    found: UUID | None = work.connection.scalar(select(_case.c.id).where(about, open_cases(_case)))
    if found is not None:
        return found
    before = work.connection.scalar(select(func.count()).where(about))
    rules = work.rules.municipality
    opened = open_case(
        CaseKind.REMARK,
        f"{CaseKind.REMARK}:{remark.id}:{before}",
        work,
        due_on=last_day(rules.moderation.answer_report, work.today, rules),
        target=Target.REMARK,
        target_id=remark.id,
    )
    assert opened is not None
    return opened


#: What can be decided on one.
VERDICTS = (Verdict.LEFT, Verdict.HIDDEN)


@dataclass(frozen=True)
class JudgeRemark:
    """An official ends the case: it stays, or nobody reads it any more."""

    case_id: UUID
    verdict: str
    reasons: str = field(repr=False)
    ground: str = ""


def judge_remark(command: JudgeRemark, work: Work) -> None:
    """Raises Conflict for a case that was ended or that a colleague has, Invalid for a decision without reasons."""
    require(may_triage(work.actor))
    remark = _of_case(command.case_id, work)
    case = load_case(command.case_id, work)
    check_open(case.closed_at)
    check_free(case.claimed_by, case.claimed_until, me=work.actor.person_id, now=work.now)
    verdict = next((one for one in VERDICTS if one == command.verdict), None)
    if verdict is None:
        raise Invalid({"verdict": FieldError("verdict_needed", "Kies wat u besluit.")})
    hides = verdict is Verdict.HIDDEN
    if hides:
        check_to_be_seen(remark.hiding_id is not None)
    _judge(case, remark, verdict, command.ground, command.reasons, work)
    close_case(case.cause, verdict.value, work)


def _of_case(case_id: UUID, work: Work) -> Row[Any]:
    """What it is about, locked before the case, as who reports it does. Raises NotFound for another kind of case."""
    found = work.connection.execute(
        select(_case.c.target_id).where(
            _case.c.municipality_id == work.municipality_id,
            _case.c.id == case_id,
            _case.c.kind == CaseKind.REMARK,
        )
    ).first()
    if found is None:
        raise NotFound("unknown_case", "Deze zaak bestaat niet.")
    return load_remark(found.target_id, work)


def _judge(
    case: Row[Any], remark: Row[Any], verdict: Verdict, ground: str, reasons: str, work: Work
) -> None:
    code, said = checked_reasons(verdict, ground, reasons, work.rules.municipality.moderation)
    was = TO_BE_SEEN if remark.hiding_id is None else NOT_TO_BE_SEEN
    became = {Verdict.HIDDEN: NOT_TO_BE_SEEN, Verdict.SHOWN: TO_BE_SEEN}.get(verdict, was)
    made = write_decision(
        verdict,
        {
            "initiative_id": None,
            "case_id": case.id,
            "target": Target.REMARK,
            "target_id": remark.id,
            "ground": code,
            "reasons": said,
            "was": was,
            "became": became,
            # It is no plan: whoever does not agree asks the municipality itself.
            "appeal_until": None,
        },
        work,
    )
    if became != was:
        _mark(remark.id, made.id if became == NOT_TO_BE_SEEN else None, work)
    work.record(
        RemarkJudged(
            remark_id=remark.id,
            case_id=case.id,
            decision_id=made.id,
            verdict=verdict.value,
            ground=code,
            judged_on=work.today,
            by=work.actor.person_id,
        )
    )


def _mark(remark_id: UUID, hiding_id: UUID | None, work: Work) -> None:
    work.connection.execute(
        update(_remark)
        .where(_remark.c.municipality_id == work.municipality_id, _remark.c.id == remark_id)
        .values(hiding_id=hiding_id)
    )


@dataclass(frozen=True)
class ShowRemark:
    """An official takes back that something was hidden in a case."""

    case_id: UUID
    reasons: str = field(repr=False)


def show_remark(command: ShowRemark, work: Work) -> None:
    """Raises Conflict when it is not hidden any more."""
    require(may_triage(work.actor))
    remark = _of_case(command.case_id, work)
    case = load_case(command.case_id, work)
    if remark.hiding_id is None:
        raise Conflict("shown_already", "Dit is al niet meer verborgen.")
    _judge(case, remark, Verdict.SHOWN, "", command.reasons, work)
