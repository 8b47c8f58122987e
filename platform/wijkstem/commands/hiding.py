"""Hiding a plan, or a photo or the film of it, and letting it be seen again.

While a plan is hidden nobody can support it, so the time for that stands still. What the municipality has to do goes
on: who hides a plan must not get more time for it, or be rid of it.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from wijkstem.commands.deciding import NOT_TO_BE_SEEN, TO_BE_SEEN
from wijkstem.commands.initiatives import course_of
from wijkstem.commands.merge_over import end_merges_of
from wijkstem.commands.searching import keep_findable
from wijkstem.domain.terms import Suspended
from wijkstem.errors import Conflict
from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermState
from wijkstem.tables.media import Film, Photo
from wijkstem.tables.reports import Decision
from wijkstem.words import Target

#: What hangs on a plan and can be hidden by itself.
_TABLES = {Target.PHOTO: table_of(Photo), Target.FILM: table_of(Film)}
_decision = table_of(Decision)


def hiding_id(initiative: Initiative, target: Target, target_id: UUID, work: Work) -> UUID | None:
    """The decision by which something is hidden; None: it can be seen, or is not there."""
    if target is Target.PLAN:
        return initiative.hiding_id
    found: UUID | None = work.connection.scalar(
        select(_TABLES[target].c.hiding_id).where(_this(initiative, target, target_id, work))
    )
    return found


def hide(
    initiative: Initiative, target: Target, target_id: UUID, decision_id: UUID, work: Work
) -> None:
    """Nobody but its submitter and the municipality sees it from now on. Raises Conflict when it is hidden or gone."""
    if target is not Target.PLAN:
        if not _mark(initiative, target, target_id, None, decision_id, work):
            raise Conflict("hidden_already", "Dit is al verborgen, of is er niet meer.")
        return
    if initiative.hiding_id is not None:
        raise Conflict("hidden_already", "Dit plan is al verborgen.")
    initiative.hiding_id, initiative.public = decision_id, False
    keep_findable(initiative, work)
    end_merges_of(initiative, course_of(initiative, work), work)
    term = _term_for_residents(initiative, work)
    if term is not None and term.state is TermState.RUNNING:
        term.state = TermState.SUSPENDED


def show(
    initiative: Initiative, target: Target, target_id: UUID, decision_id: UUID, work: Work
) -> None:
    """It can be seen again, as far as its step is public. Raises Conflict when that decision does not hide it."""
    if target is not Target.PLAN:
        if not _mark(initiative, target, target_id, decision_id, None, work):
            raise Conflict("shown_already", "Dit is al niet meer verborgen.")
        return
    if initiative.hiding_id != decision_id:
        raise Conflict("shown_already", "Dit plan is al niet meer verborgen.")
    course = course_of(initiative, work)
    initiative.hiding_id, initiative.public = None, course.step_of(initiative).public
    if initiative.public:
        keep_findable(initiative, work)
    term = _term_for_residents(initiative, work)
    if term is not None and term.state is TermState.SUSPENDED:
        _go_on(term, initiative, work)


def due_on(initiative: Initiative, work: Work) -> date | None:
    """The last day of the term that runs for the step it is in."""
    term = work.session.get(RunningTerm, (work.municipality_id, initiative.id, initiative.step_seq))
    return term.due_on if term else None


def _this(
    initiative: Initiative, target: Target, target_id: UUID, work: Work
) -> ColumnElement[bool]:
    table = _TABLES[target]
    return (
        (table.c.municipality_id == work.municipality_id)
        & (table.c.initiative_id == initiative.id)
        & (table.c.id == target_id)
    )


def _mark(
    initiative: Initiative,
    target: Target,
    target_id: UUID,
    was: UUID | None,
    becomes: UUID | None,
    work: Work,
) -> bool:
    table = _TABLES[target]
    changed = work.connection.execute(
        update(table)
        .where(
            _this(initiative, target, target_id, work),
            table.c.hiding_id.is_(None) if was is None else table.c.hiding_id == was,
        )
        .values(hiding_id=becomes)
    )
    return changed.rowcount > 0


def _term_for_residents(initiative: Initiative, work: Work) -> RunningTerm | None:
    """The term in which residents can support it, when it is in such a step."""
    if course_of(initiative, work).step_of(initiative).collects is None:
        return None
    return work.session.get(RunningTerm, (work.municipality_id, initiative.id, initiative.step_seq))


def _go_on(term: RunningTerm, initiative: Initiative, work: Work) -> None:
    """The days on which it was hidden do not count."""
    course = course_of(initiative, work)
    stood_still = _hidden_times(initiative, term.started_on, work)
    count = course.count(course.step_of(initiative), term.started_on, stood_still)
    term.state = TermState.RUNNING
    term.due_on, term.suspended_days = count.due_on, count.suspended


def _hidden_times(initiative: Initiative, since: date, work: Work) -> list[Suspended]:
    """Every time that the whole plan was hidden; the last one until today."""
    found = work.connection.execute(
        select(_decision.c.became, _decision.c.decided_at)
        .where(
            _decision.c.municipality_id == work.municipality_id,
            _decision.c.initiative_id == initiative.id,
            _decision.c.target == Target.PLAN,
            _decision.c.became.in_((TO_BE_SEEN, NOT_TO_BE_SEEN)),
            _decision.c.became != _decision.c.was,
        )
        .order_by(_decision.c.decided_at, _decision.c.id)
    )
    times: list[Suspended] = []
    for became, at in found:
        day = local_date(at)
        if became == NOT_TO_BE_SEEN:
            times.append(Suspended(day, work.today))
        elif times:
            times[-1] = Suspended(times[-1].asked_on, day)
    return [one for one in times if one.asked_on >= since]
