"""Who is told of a plan that is to go on in another, and of one that does."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select

from wijkstem.events.base import Event
from wijkstem.events.merging import MergeAgreed, MergeEnded, MergeProposed, PlansMerged
from wijkstem.reactions.people import Group


def told_of_merge(
    event: Event, submitter: Group, others: tuple[Group, ...]
) -> tuple[str, tuple[Group, ...]] | None:
    """To whom it is told, and the folder of its texts; ``others`` support or follow the plan that ends."""
    match event:
        case MergeProposed():
            asked = [submitter] if event.asks_submitter else []
            asked += [_of(event.into_id, submitter)] if event.asks_other else []
            return ("merge_proposed", tuple(asked)) if asked else None
        case MergeAgreed(asks_other=True):
            return "merge_proposed", (_of(event.into_id, submitter),)
        case MergeEnded():
            other = (_of(event.into_id, submitter),) if event.other_knew else ()
            return "merge_ended", (submitter, *other)
        case PlansMerged():
            return "plans_merged", (submitter, _of(event.into_id, submitter), *others)
    return None


def _of(plan: UUID, group: Group) -> Group:
    """The same people of another plan than the one that the event is about."""

    def people(municipality_id: str, initiative_id: UUID) -> Select[Any]:
        del initiative_id
        return group(municipality_id, plan)

    return people
