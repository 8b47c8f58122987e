"""A step of the municipality that was not taken in time: its case says so, and the rules' next person is told."""

from uuid import UUID

from sqlalchemy import select, update

from wijkstem.commands.moderation import is_officials, open_case, overdue_cause, step_cause
from wijkstem.domain.escalating import somebody_is_late
from wijkstem.domain.path import Course
from wijkstem.events.moderation import CaseEscalated
from wijkstem.kit.rows import table_of
from wijkstem.rules.steps import Step
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative, RunningTerm
from wijkstem.tables.moderation import Case, open_cases
from wijkstem.words import CaseKind

_case = table_of(Case)


def escalate(initiative: Initiative, course: Course, term: RunningTerm, work: Work) -> None:
    """Nothing where nobody of the municipality was to act, or where the path goes on by itself."""
    step = course.path.step(term.step)
    if initiative.step_seq != term.step_seq or not somebody_is_late(step):
        return
    case_id = _case_of(initiative, step, term, work)
    if case_id is None:
        return
    work.connection.execute(
        update(_case)
        .where(_case.c.municipality_id == work.municipality_id, _case.c.id == case_id)
        .values(escalated_on=work.today)
    )
    to = work.rules.municipality.next_after(step.holder)
    work.record(
        CaseEscalated(
            case_id=case_id,
            initiative_id=initiative.id,
            instrument=initiative.instrument,
            neighbourhood_code=initiative.neighbourhood_code,
            step_seq=term.step_seq,
            step=term.step,
            due_on=term.due_on,
            escalated_on=work.today,
            to=to.value if to else None,
        )
    )


def _case_of(initiative: Initiative, step: Step, term: RunningTerm, work: Work) -> UUID | None:
    """The case that is open for it; what waits for others than officials gets one now, to go after it."""
    if not is_officials(step):
        return open_case(
            CaseKind.OVERDUE,
            overdue_cause(initiative.id, term.step_seq),
            work,
            initiative_id=initiative.id,
            step_seq=term.step_seq,
            due_on=term.due_on,
        )
    found: UUID | None = work.connection.scalar(
        select(_case.c.id).where(
            _case.c.municipality_id == work.municipality_id,
            _case.c.cause == step_cause(initiative.id, term.step_seq),
            open_cases(_case),
        )
    )
    return found
