"""Asking that another official looks at a decision again, and doing that: once, within the rules' term."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, select

from wijkstem.commands.agenda import enter_effect
from wijkstem.commands.appeal_rows import check_not_asked, open_appeal
from wijkstem.commands.deciding import OPEN, load_decision, write_decision
from wijkstem.commands.hiding import hiding_id
from wijkstem.commands.initiatives import course_of, load
from wijkstem.commands.moderation import close_case, open_case, step_cause
from wijkstem.commands.reports import case_in_turn, hide_for, show_after
from wijkstem.commands.said import SAYABLE
from wijkstem.commands.said_appeals import appeal_said, decide_said_appeal, is_about_said
from wijkstem.commands.searching import keep_findable
from wijkstem.commands.turns import person_in_turn
from wijkstem.domain.path import can_be_supported_from, reopen
from wijkstem.domain.permissions import may_edit, may_triage, require
from wijkstem.domain.reports import (
    check_somebody_else,
    checked_reasons,
)
from wijkstem.errors import Conflict, FieldError, Invalid, RuleBroken
from wijkstem.events.reports import AppealDecided, AppealMade
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.reports import Appeal, Decision, Report
from wijkstem.words import APPEALABLE, CaseKind, Verdict

_appeal = table_of(Appeal)
_decision = table_of(Decision)
_report = table_of(Report)
_signature = table_of(Signature)


@dataclass(frozen=True)
class MakeAppeal:
    """Somebody whom a decision concerns asks that another official looks at it again."""

    decision_id: UUID
    words: str = field(repr=False)


def make_appeal(command: MakeAppeal, work: Work) -> UUID:
    """Its case. Raises Conflict for the second time, RuleBroken when it is too late, NotAllowed for somebody else."""
    person = person_in_turn(work)
    decision = load_decision(command.decision_id, work)
    if decision.target in SAYABLE:
        return appeal_said(decision, person.id, command.words, work)
    require(_concerned(decision, work))
    initiative = load(decision.initiative_id, work)
    check_not_asked(decision.id, person.id, work)
    _check_stands(decision, initiative, work)
    made = open_appeal(decision, person.id, command.words, work, initiative_id=initiative.id)
    work.record(
        AppealMade(
            appeal_id=made.appeal_id,
            case_id=made.case_id,
            decision_id=decision.id,
            initiative_id=initiative.id,
            against=decision.verdict.value,
            appellant_id=person.id,
            due_on=made.due_on,
        )
    )
    return made.case_id


def _concerned(decision: Row[Any], work: Work) -> bool:
    """Whose plan it is; or, when nothing was done about a report, who made that report."""
    if decision.verdict not in APPEALABLE or decision.initiative_id is None:
        return False
    if decision.verdict is Verdict.LEFT:
        found = exists().where(
            _report.c.municipality_id == work.municipality_id,
            _report.c.case_id == decision.case_id,
            _report.c.reporter_id == work.actor.person_id,
        )
        return bool(work.connection.scalar(select(found)))
    return may_edit(work.actor, submitter_id=_submitter(decision.initiative_id, work))


def _submitter(initiative_id: UUID, work: Work) -> UUID | None:
    plan = work.session.get(Initiative, (work.municipality_id, initiative_id))
    return plan.submitter_id if plan else None


def _check_stands(decision: Row[Any], initiative: Initiative, work: Work) -> None:
    """Raises Conflict when the decision is over: there is nothing left to look at again."""
    hidden = hiding_id(initiative, decision.target, decision.target_id, work)
    stands = {
        Verdict.HIDDEN: hidden == decision.id,
        Verdict.LEFT: hidden is None,
        Verdict.REFUSED: initiative.step_seq == (decision.step_seq or 0) + 1,
    }
    if not stands[decision.verdict]:
        raise Conflict(
            "decision_over", "Dit besluit geldt al niet meer. Bekijk hoe het er nu voor staat."
        )


@dataclass(frozen=True)
class DecideAppeal:
    """Another official looked at a decision again: it stays, or is reversed. A ground is for what gets hidden by it."""

    case_id: UUID
    verdict: str
    reasons: str = field(repr=False)
    ground: str = ""


def decide_appeal(command: DecideAppeal, work: Work) -> None:
    """Raises RuleBroken for who took the decision, Conflict when a colleague was first, Invalid without reasons."""
    require(may_triage(work.actor))
    if is_about_said(command.case_id, work):
        decide_said_appeal(command.case_id, command.verdict, command.reasons, work)
        return
    case, initiative = case_in_turn(command.case_id, work)
    if case.kind is not CaseKind.APPEAL or initiative is None:
        raise RuleBroken("other_way", "Over deze zaak besluit u op een andere plek.")
    check_somebody_else(case.not_for, work.actor.person_id)
    appeal = work.connection.execute(
        select(_appeal).where(
            _appeal.c.municipality_id == work.municipality_id, _appeal.c.case_id == case.id
        )
    ).one()
    decision = load_decision(appeal.decision_id, work)
    verdict = next(
        (one for one in (Verdict.UPHELD, Verdict.REVERSED) if one == command.verdict), None
    )
    if verdict is None:
        raise Invalid({"verdict": FieldError("verdict_needed", "Kies wat u besluit.")})
    hides = verdict is Verdict.REVERSED and decision.verdict is Verdict.LEFT
    rules = work.rules.municipality.moderation
    ground, reasons = checked_reasons(
        Verdict.HIDDEN if hides else verdict, command.ground, command.reasons, rules
    )
    if verdict is Verdict.REVERSED:
        _check_stands(decision, initiative, work)
        decided = _reverse(decision, case, initiative, ground, reasons, work)
    else:
        decided = _written(decision, case, verdict, reasons, decision.became, work)
    work.record(
        AppealDecided(
            appeal_id=appeal.id,
            case_id=case.id,
            decision_id=decided,
            initiative_id=initiative.id,
            against=decision.verdict.value,
            verdict=verdict.value,
            decided_on=work.today,
            by=work.actor.person_id,
        )
    )
    close_case(case.cause, verdict.value, work)


def _reverse(
    decision: Row[Any],
    case: Row[Any],
    initiative: Initiative,
    ground: str | None,
    reasons: str,
    work: Work,
) -> UUID:
    match decision.verdict:
        case Verdict.HIDDEN:
            return show_after(
                decision, initiative, Verdict.REVERSED, reasons, work, case_id=case.id
            )
        case Verdict.LEFT:
            return hide_for(case, initiative, ground, reasons, work, reported_in=decision.case_id)
        case _:
            _reopen(decision, initiative, work)
            return _written(decision, case, Verdict.REVERSED, reasons, decision.was, work)


def _written(
    decision: Row[Any], case: Row[Any], verdict: Verdict, reasons: str, became: str, work: Work
) -> UUID:
    made = write_decision(
        verdict,
        {
            "initiative_id": decision.initiative_id,
            "case_id": case.id,
            "target": decision.target,
            "target_id": decision.target_id,
            "step_seq": decision.step_seq,
            "reasons": reasons,
            "was": decision.became or OPEN,
            "became": became,
        },
        work,
    )
    decided: UUID = made.id
    return decided


def _reopen(decision: Row[Any], initiative: Initiative, work: Work) -> None:
    """Put the plan back in the step where it was refused, for whoever comes first.

    Whose support it is was forgotten when the plan closed. So where people can support it once more, nobody could
    tell whether somebody did before: such a plan has to be filed anew.
    """
    course = course_of(initiative, work)
    step = course.path.step(decision.was)
    if can_be_supported_from(step, course.path) and _has_support(initiative, work):
        raise RuleBroken(
            "support_forgotten",
            "Dit plan had al steun van inwoners. Van wie die was, is gewist toen het plan klaar was. Daarom kan het"
            " niet verder. De indiener kan het plan opnieuw indienen.",
        )
    was_public = initiative.public
    taken = reopen(initiative, step, course, work.today)
    if taken.term:
        work.session.add(taken.term)
    open_case(
        CaseKind.STEP,
        step_cause(initiative.id, initiative.step_seq),
        work,
        initiative_id=initiative.id,
        step_seq=initiative.step_seq,
        due_on=taken.event.due_on,
    )
    if initiative.public is not was_public:
        keep_findable(initiative, work)
    work.record(taken.event)
    if step.effect:
        due_on, means = taken.event.due_on, taken.event.means
        enter_effect(step.effect, initiative, course, due_on, work, means=means)


def _has_support(initiative: Initiative, work: Work) -> bool:
    found = exists().where(
        _signature.c.municipality_id == work.municipality_id,
        _signature.c.initiative_id == initiative.id,
    )
    return bool(work.connection.scalar(select(found)))
