"""Going from one step of a path to the next, with everything that hangs on it."""

from sqlalchemy import select
from sqlmodel import col

from wijkstem.commands.advising import ask_advice, stop_asking
from wijkstem.commands.agenda import drop_request, enter_effect, leave_effect
from wijkstem.commands.merge_over import end_merges_of
from wijkstem.commands.moderation import close_step_cases, open_step_case
from wijkstem.commands.searching import keep_findable
from wijkstem.domain import path
from wijkstem.domain.path import Asked, Course, Taken
from wijkstem.rules.steps import Outcome
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermSuspension
from wijkstem.words import Milestone


def go_on(
    initiative: Initiative,
    outcome: Outcome,
    course: Course,
    work: Work,
    *,
    taken_by: str,
    ground: str = "",
) -> Taken:
    """Take ``outcome``, which the caller found to be possible, of an initiative that is locked."""
    term = work.session.get(RunningTerm, (work.municipality_id, initiative.id, initiative.step_seq))
    left, was_public = course.step_of(initiative), initiative.public
    close_step_cases(initiative.id, initiative.step_seq, outcome.id, work)
    taken = path.take(
        initiative,
        outcome,
        course,
        term=term,
        today=work.today,
        taken_by=taken_by,
        ground=ground,
        asked=_asked(initiative, work) if left.suspends else None,
    )
    for new in (taken.term, taken.suspension):
        if new:
            work.session.add(new)
    open_step_case(initiative, taken.entered, taken.term, work)
    if initiative.public is not was_public:
        keep_findable(initiative, work)
    work.record(taken.event)
    stop_asking(initiative, taken.event.step_seq, work)
    ask_advice(taken.entered, initiative, taken.term, work)
    end_merges_of(initiative, course, work)
    # While the submitter has a question about it, what was asked for is still asked for.
    if left.effect and not taken.entered.suspends:
        leave_effect(left.effect, initiative, work)
    if left.suspends and taken.entered.final:
        drop_request(initiative, work)
    # A meeting that moves comes back to the step it was in; what entering it starts has been started.
    if taken.entered.effect and outcome.means is not Milestone.MOVED:
        due_on = taken.event.due_on
        enter_effect(taken.entered.effect, initiative, course, due_on, work, means=outcome.means)
    return taken


def _asked(initiative: Initiative, work: Work) -> Asked | None:
    """What stands still while the submitter has the question: of the step before, from which it was asked."""
    key = (work.municipality_id, initiative.id, initiative.step_seq - 1)
    term = work.session.get(RunningTerm, key)
    if term is None:
        return None
    stood_still = select(TermSuspension).where(
        col(TermSuspension.municipality_id) == work.municipality_id,
        col(TermSuspension.initiative_id) == initiative.id,
        col(TermSuspension.began_seq) == term.began,
    )
    return Asked(term, work.session.execute(stood_still).scalars().all())
