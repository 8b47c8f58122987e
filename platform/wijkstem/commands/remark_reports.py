"""What residents said that should not be there: reported by anybody, and judged by an official."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from wijkstem.commands.deciding import NOT_TO_BE_SEEN, TO_BE_SEEN, write_decision
from wijkstem.commands.moderation import close_case, load_case, open_case
from wijkstem.commands.reports import known_reporter, report_is_there
from wijkstem.commands.said import SAYABLE, Said, load_said, mark_said, said_in_case
from wijkstem.domain.moderation import check_free, check_open
from wijkstem.domain.permissions import may_triage, require
from wijkstem.domain.remarks import check_to_be_seen
from wijkstem.domain.reports import checked_reasons, checked_report, last_day
from wijkstem.errors import Conflict, FieldError, Invalid
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.moderation import Case, open_cases
from wijkstem.tables.reports import Report
from wijkstem.words import CaseKind, Target, Verdict

_report = table_of(Report)
_case = table_of(Case)


@dataclass(frozen=True)
class ReportRemark:
    """Somebody says that what a resident said should not be there; nobody needs to log in for that."""

    remark_id: UUID
    reason: str
    words: str = field(repr=False)
    form_id: UUID | None = None
    target: Target = Target.REMARK


def report_remark(command: ReportRemark, work: Work) -> UUID:
    """Its id. Raises Invalid for the form, Conflict for what is hidden already or was reported before."""
    reporter = known_reporter(work)
    said = load_said(command.target, command.remark_id, work)
    check_to_be_seen(said.hidden)
    reason, words = checked_report(command.reason, command.words)
    if command.form_id is not None and report_is_there(command.form_id, work):
        return command.form_id
    report: dict[str, Any] = {
        "municipality_id": work.municipality_id,
        "id": command.form_id or new_id(),
        "case_id": _case_for(said, work),
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
        SAYABLE[said.target].reported(
            report_id=made,
            **said.named,
            case_id=report["case_id"],
            reason=reason,
            reporter_id=reporter,
        )
    )
    return made


def _case_for(said: Said, work: Work) -> UUID:
    """The case that gathers all reports of it; a new one when the last was decided. It is locked."""
    about = (
        (_case.c.municipality_id == work.municipality_id)
        & (_case.c.kind == CaseKind.REMARK)
        & (_case.c.target_id == said.row.id)
    )
    found: UUID | None = work.connection.scalar(select(_case.c.id).where(about, open_cases(_case)))
    if found is not None:
        return found
    before = work.connection.scalar(select(func.count()).where(about))
    rules = work.rules.municipality
    opened = open_case(
        CaseKind.REMARK,
        f"{CaseKind.REMARK}:{said.row.id}:{before}",
        work,
        due_on=last_day(rules.moderation.answer_report, work.today, rules),
        target=said.target,
        target_id=said.row.id,
    )
    assert opened is not None
    return opened


#: What can be decided on one.
VERDICTS = (Verdict.LEFT, Verdict.HIDDEN)
#: Cases of what was said: reported, or found by the site itself.
JUDGED = frozenset({CaseKind.REMARK, CaseKind.SPAM, CaseKind.PERSONAL_DATA})


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
    said = said_in_case(command.case_id, JUDGED, work)
    case = load_case(command.case_id, work)
    check_open(case.closed_at)
    check_free(case.claimed_by, case.claimed_until, me=work.actor.person_id, now=work.now)
    verdict = next((one for one in VERDICTS if one == command.verdict), None)
    if verdict is None:
        raise Invalid({"verdict": FieldError("verdict_needed", "Kies wat u besluit.")})
    if verdict is Verdict.HIDDEN:
        check_to_be_seen(said.hidden)
    rules = work.rules.municipality.moderation
    ground, reasons = checked_reasons(verdict, command.ground, command.reasons, rules)
    judge_said(said, case, verdict, ground, reasons, work)
    close_case(case.cause, verdict.value, work)


#: What becomes of what was said by a verdict; by others it stays as it is.
_BECOMES = {
    Verdict.HIDDEN: NOT_TO_BE_SEEN,
    Verdict.SHOWN: TO_BE_SEEN,
    Verdict.REVERSED: TO_BE_SEEN,
}


def judge_said(
    said: Said,
    case: Row[Any],
    verdict: Verdict,
    ground: str | None,
    reasons: str,
    work: Work,
) -> UUID:
    """Write down what was decided in a case, and do it; the id of the decision."""
    was = NOT_TO_BE_SEEN if said.hidden else TO_BE_SEEN
    became = _BECOMES.get(verdict, was)
    # Only who said what is hidden now can ask that another official looks again.
    for_good = {} if verdict is Verdict.HIDDEN else {"appeal_until": None}
    made = write_decision(
        verdict,
        {
            **for_good,
            "initiative_id": None,
            "case_id": case.id,
            "target": said.target,
            "target_id": said.row.id,
            "ground": ground,
            "reasons": reasons,
            "was": was,
            "became": became,
        },
        work,
    )
    if became != was:
        mark_said(said, made.id if became == NOT_TO_BE_SEEN else None, work)
    work.record(
        SAYABLE[said.target].judged(
            **said.placed,
            case_id=case.id,
            decision_id=made.id,
            verdict=verdict.value,
            ground=ground,
            judged_on=work.today,
            by=work.actor.person_id,
        )
    )
    decided: UUID = made.id
    return decided


@dataclass(frozen=True)
class ShowRemark:
    """An official takes back that something was hidden in a case."""

    case_id: UUID
    reasons: str = field(repr=False)


def show_remark(command: ShowRemark, work: Work) -> None:
    """Raises Conflict when it is not hidden any more."""
    require(may_triage(work.actor))
    said = said_in_case(command.case_id, JUDGED, work)
    case = load_case(command.case_id, work)
    if not said.hidden:
        raise Conflict("shown_already", "Dit is al niet meer verborgen.")
    rules = work.rules.municipality.moderation
    _, reasons = checked_reasons(Verdict.SHOWN, "", command.reasons, rules)
    judge_said(said, case, Verdict.SHOWN, None, reasons, work)
