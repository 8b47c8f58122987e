"""Ending proposals to let one plan go on in another: whoever comes between the two of them ends it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from wijkstem.domain.merging import can_be_merged, other_knows
from wijkstem.domain.path import Course
from wijkstem.events.merging import MergeEnded
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.merging import PlanMerge
from wijkstem.words import MergeEnd


def end_merge(merge: PlanMerge, plan: Initiative, why: MergeEnd, work: Work) -> None:
    """It does not go on; both plans stay as they are."""
    merge.ended_as, merge.ended_at = why, work.now
    work.record(
        MergeEnded(
            merge_id=merge.id,
            initiative_id=merge.initiative_id,
            into_id=merge.into_id,
            ended_as=why.value,
            ended_on=work.today,
            other_knew=other_knows(merge, plan),
        )
    )


def end_merges_of(moved: Initiative, course: Course, work: Work) -> None:
    """A plan that is locked moved on or was hidden: what was proposed with it is over when that is too far."""
    if moved.hiding_id is None and can_be_merged(course.step_of(moved), course):
        return
    end_all_merges(moved.id, work)


def end_all_merges(initiative_id: UUID, work: Work) -> None:
    """Everything that was proposed with a plan that is locked, also what came a moment ago."""
    for merge in open_merges(initiative_id, work):
        plan = work.session.get(Initiative, (work.municipality_id, merge.initiative_id))
        assert plan is not None  # its foreign key says so
        end_merge(merge, plan, MergeEnd.OVERTAKEN, work)


def open_merges(initiative_id: UUID, work: Work) -> Sequence[PlanMerge]:
    """What was proposed with a plan and is not over, locked."""
    found = (
        select(PlanMerge)
        .where(
            col(PlanMerge.municipality_id) == work.municipality_id,
            or_(
                col(PlanMerge.initiative_id) == initiative_id,
                col(PlanMerge.into_id) == initiative_id,
            ),
            col(PlanMerge.ended_as).is_(None),
        )
        .order_by(col(PlanMerge.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return work.session.execute(found).scalars().all()
