"""Reporting a plan or a photo of it, and deciding on that and on other cases that are no step of a path."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, select

from wijkstem.commands.deciding import (
    NOT_TO_BE_SEEN,
    OPEN,
    TO_BE_SEEN,
    load_decision,
    write_decision,
)
from wijkstem.commands.edits import forget_earlier
from wijkstem.commands.hiding import due_on, hide, hiding_id, show
from wijkstem.commands.initiatives import load
from wijkstem.commands.moderation import (
    close_case,
    close_cases,
    load_case,
    open_case,
    open_case_about,
)
from wijkstem.domain.moderation import check_free, check_open
from wijkstem.domain.permissions import may_triage, require
from wijkstem.domain.reports import checked_reasons, checked_report, last_day
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound, RuleBroken
from wijkstem.events.reports import CaseDecided, ContributionHidden, ContributionShown, ReportMade
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import Film, Photo
from wijkstem.tables.moderation import OVERTAKEN, Case
from wijkstem.tables.reports import Appeal, Report
from wijkstem.words import CaseKind, Target, Verdict

_report = table_of(Report)
_appeal = table_of(Appeal)
_case = table_of(Case)
#: What hangs on a plan and can be reported by itself.
_PARTS = {Target.PHOTO: table_of(Photo), Target.FILM: table_of(Film)}
_person = table_of(Person)

#: What can be decided on a case of each kind; a step is taken (`initiatives.py`), an appeal has its own way.
VERDICTS: Final = {
    CaseKind.REPORT: (Verdict.LEFT, Verdict.HIDDEN),
    CaseKind.EDIT: (Verdict.LEFT, Verdict.HIDDEN),
    CaseKind.SPAM: (Verdict.LEFT, Verdict.HIDDEN),
    CaseKind.PERSONAL_DATA: (Verdict.LEFT, Verdict.HIDDEN),
    CaseKind.OVERDUE: (Verdict.DONE,),
    CaseKind.UNDELIVERED: (Verdict.DONE,),
    CaseKind.PROMISE: (Verdict.DONE,),
    CaseKind.MEANS: (Verdict.DONE,),
    CaseKind.PARTNERSHIP: (Verdict.DONE,),
    CaseKind.CARRYING_OUT: (Verdict.DONE,),
}


@dataclass(frozen=True)
class MakeReport:
    """Somebody reports a plan, or a photo of it; nobody needs to log in for that."""

    initiative_id: UUID
    reason: str
    words: str = field(repr=False)
    photo_id: UUID | None = None
    #: The form that was sent, and the id of what comes of it: a form that is sent twice is one report.
    form_id: UUID | None = None


def make_report(command: MakeReport, work: Work) -> UUID:
    """Its id. Raises Invalid for the form, Conflict for what is hidden already, NotFound for what was never public."""
    reporter = known_reporter(work)
    initiative = load(command.initiative_id, work)
    target, target_id = _target(initiative, command.photo_id, work)
    reason, words = checked_report(command.reason, command.words)
    if command.form_id is not None and report_is_there(command.form_id, work):
        return command.form_id
    report: dict[str, Any] = {
        "municipality_id": work.municipality_id,
        "id": command.form_id or new_id(),
        "case_id": _case_for(initiative, target, target_id, work),
        "initiative_id": initiative.id,
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
    work.record(
        ReportMade(
            report_id=report["id"],
            case_id=report["case_id"],
            initiative_id=initiative.id,
            target=target,
            target_id=target_id,
            reason=reason,
            reporter_id=reporter,
        )
    )
    made: UUID = report["id"]
    return made


def known_reporter(work: Work) -> UUID | None:
    """Who reports, locked as a foreign key would: an account that is being erased is gone, not an error."""
    if work.actor.person_id is None:
        return None
    found: UUID | None = work.connection.scalar(
        select(_person.c.id)
        .where(
            _person.c.municipality_id == work.municipality_id,
            _person.c.id == work.actor.person_id,
        )
        .with_for_update(read=True, key_share=True)
    )
    return found


def _target(initiative: Initiative, part_id: UUID | None, work: Work) -> tuple[Target, UUID]:
    if initiative.hiding_id is not None:
        raise Conflict(
            "hidden_already",
            "De gemeente heeft dit plan al verborgen. Dank dat u het wilde melden.",
        )
    if not initiative.public:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    if part_id is None:
        return Target.PLAN, initiative.id
    for target, table in _PARTS.items():
        found = work.connection.execute(
            select(table.c.hiding_id).where(
                table.c.municipality_id == work.municipality_id,
                table.c.initiative_id == initiative.id,
                table.c.id == part_id,
            )
        ).first()
        if found is None:
            continue
        if found.hiding_id is not None:
            raise Conflict(
                "hidden_already", "De gemeente heeft dit al verborgen. Dank dat u het wilde melden."
            )
        return target, part_id
    raise Invalid({"target": FieldError("unknown_part", "Kies waar uw melding over gaat.")})


def report_is_there(report_id: UUID, work: Work) -> bool:
    found = select(_report.c.id).where(
        _report.c.municipality_id == work.municipality_id, _report.c.id == report_id
    )
    return work.connection.scalar(found) is not None


def _case_for(initiative: Initiative, target: Target, target_id: UUID, work: Work) -> UUID:
    """The case that gathers all reports of one thing; a new one when the last was decided."""
    found = open_case_about(CaseKind.REPORT, initiative.id, target_id, work)
    if found is not None:
        return found
    before = work.connection.scalar(
        select(func.count()).where(
            _case.c.municipality_id == work.municipality_id,
            _case.c.initiative_id == initiative.id,
            _case.c.kind == CaseKind.REPORT,
            _case.c.target_id == target_id,
        )
    )
    rules = work.rules.municipality
    opened = open_case(
        CaseKind.REPORT,
        f"{CaseKind.REPORT}:{target_id}:{before}",
        work,
        initiative_id=initiative.id,
        due_on=last_day(rules.moderation.answer_report, work.today, rules),
        target=target,
        target_id=target_id,
    )
    assert opened is not None  # the plan is locked, so nobody counted with us
    return opened


@dataclass(frozen=True)
class DecideCase:
    """An official ends a case: what it is about stays as it is or is hidden, or what had to be done was done."""

    case_id: UUID
    verdict: str
    reasons: str = field(repr=False)
    ground: str = ""


def decide_case(command: DecideCase, work: Work) -> None:
    """Raises Conflict for a case that was ended or that a colleague has, Invalid for a decision without reasons."""
    require(may_triage(work.actor))
    case, initiative = case_in_turn(command.case_id, work)
    if case.kind not in VERDICTS:
        raise RuleBroken("other_way", "Over deze zaak besluit u op een andere plek.")
    verdict = next((one for one in VERDICTS[case.kind] if one == command.verdict), None)
    if verdict is None:
        raise Invalid({"verdict": FieldError("verdict_needed", "Kies wat u besluit.")})
    rules = work.rules.municipality.moderation
    ground, reasons = checked_reasons(verdict, command.ground, command.reasons, rules)
    if verdict is Verdict.HIDDEN:
        assert initiative is not None
        hide_for(case, initiative, ground, reasons, work, reported_in=case.id)
    else:
        _leave(case, initiative, verdict, reasons, work)
    if case.kind is CaseKind.EDIT and initiative is not None:
        forget_earlier(initiative.id, work)
    close_case(case.cause, verdict.value, work)


def case_in_turn(case_id: UUID, work: Work) -> tuple[Row[Any], Initiative | None]:
    """The case and its plan, locked in the order that all keep. Raises Conflict unless it is free and open."""
    plan = work.connection.execute(
        select(_case.c.initiative_id).where(
            _case.c.municipality_id == work.municipality_id, _case.c.id == case_id
        )
    ).first()
    initiative = load(plan.initiative_id, work) if plan and plan.initiative_id else None
    case = load_case(case_id, work)
    check_open(case.closed_at)
    check_free(case.claimed_by, case.claimed_until, me=work.actor.person_id, now=work.now)
    return case, initiative


def hide_for(
    case: Row[Any],
    initiative: Initiative,
    ground: str | None,
    reasons: str,
    work: Work,
    *,
    reported_in: UUID | None = None,
) -> UUID:
    """Hide what a case is about; the id of the decision to do so."""
    assert ground is not None
    made = write_decision(
        Verdict.HIDDEN,
        {
            "initiative_id": initiative.id,
            "case_id": case.id,
            "target": case.target,
            "target_id": case.target_id,
            "ground": ground,
            "reasons": reasons,
            "was": TO_BE_SEEN,
            "became": NOT_TO_BE_SEEN,
        },
        work,
    )
    hide(initiative, case.target, case.target_id, made.id, work)
    work.record(
        ContributionHidden(
            decision_id=made.id,
            case_id=case.id,
            reported_in=reported_in,
            initiative_id=initiative.id,
            target=case.target.value,
            target_id=case.target_id,
            ground=ground,
            hidden_on=work.today,
            by=work.actor.person_id,
            appeal_until=made.appeal_until,
            public=initiative.public,
            due_on=due_on(initiative, work),
        )
    )
    hidden: UUID = made.id
    return hidden


def _leave(
    case: Row[Any], initiative: Initiative | None, verdict: Verdict, reasons: str, work: Work
) -> None:
    stays = _how_it_is(case, initiative, work)
    made = write_decision(
        verdict,
        {
            "initiative_id": case.initiative_id,
            "case_id": case.id,
            "target": case.target,
            "target_id": case.target_id,
            "reasons": reasons,
            "was": stays,
            "became": verdict.value if verdict is Verdict.DONE else stays,
        },
        work,
    )
    work.record(
        CaseDecided(
            decision_id=made.id,
            case_id=case.id,
            kind=case.kind.value,
            verdict=verdict.value,
            initiative_id=case.initiative_id,
            decided_on=work.today,
            by=work.actor.person_id,
            appeal_until=made.appeal_until,
        )
    )


def _how_it_is(case: Row[Any], initiative: Initiative | None, work: Work) -> str:
    if initiative is None or case.target is None:
        return OPEN
    hidden = hiding_id(initiative, case.target, case.target_id, work)
    return TO_BE_SEEN if hidden is None else NOT_TO_BE_SEEN


@dataclass(frozen=True)
class ShowAgain:
    """An official takes back that something was hidden, without that anybody asked for it."""

    decision_id: UUID
    reasons: str = field(repr=False)


def show_again(command: ShowAgain, work: Work) -> None:
    """Raises Conflict when it is not hidden by that decision any more."""
    require(may_triage(work.actor))
    decision = load_decision(command.decision_id, work)
    if decision.verdict is not Verdict.HIDDEN and decision.became != NOT_TO_BE_SEEN:
        raise NotFound("unknown_decision", "Dit besluit bestaat niet.")
    initiative = load(decision.initiative_id, work)
    rules = work.rules.municipality.moderation
    _, reasons = checked_reasons(Verdict.SHOWN, "", command.reasons, rules)
    show_after(decision, initiative, Verdict.SHOWN, reasons, work, case_id=decision.case_id)
    asked = select(_appeal.c.id).where(
        _appeal.c.municipality_id == work.municipality_id, _appeal.c.decision_id == decision.id
    )
    appeals = [f"{CaseKind.APPEAL}:{one}" for one in work.connection.scalars(asked)]
    close_cases(appeals, OVERTAKEN, work)


def show_after(
    decision: Row[Any],
    initiative: Initiative,
    verdict: Verdict,
    reasons: str,
    work: Work,
    *,
    case_id: UUID | None,
) -> UUID:
    """Take back what ``decision`` hid; the id of the decision to do so. ``case_id`` is where that was decided."""
    made = write_decision(
        verdict,
        {
            "initiative_id": initiative.id,
            "case_id": case_id,
            "target": decision.target,
            "target_id": decision.target_id,
            "reasons": reasons,
            "was": NOT_TO_BE_SEEN,
            "became": TO_BE_SEEN,
        },
        work,
    )
    show(initiative, decision.target, decision.target_id, decision.id, work)
    work.record(
        ContributionShown(
            decision_id=made.id,
            # Of the case in which it was hidden: who reported it there is told.
            case_id=decision.case_id,
            initiative_id=initiative.id,
            target=decision.target.value,
            target_id=decision.target_id,
            shown_on=work.today,
            by=work.actor.person_id,
            public=initiative.public,
            due_on=due_on(initiative, work),
        )
    )
    shown: UUID = made.id
    return shown
