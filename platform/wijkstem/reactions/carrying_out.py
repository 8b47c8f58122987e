"""Who is told of carrying out: who took part in the plan, who looks after it, and of what is late who the rules say."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.carrying_out import (
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    PlanningLate,
    WorkPartAdded,
    WorkPartLate,
    WorkPartNear,
    WorkPartUpdated,
)
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because, with_role
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.carrying_out import CarryingOut
from wijkstem.words import Because, Role

_work = table_of(CarryingOut)
_role = table_of(RoleGrant)


def _owner(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    """Who looks after it, as long as they work at the desk."""
    return (
        select(_work.c.owner_id.label("person_id"), because(Because.OFFICE))
        .join_from(
            _work,
            _role,
            (_role.c.municipality_id == _work.c.municipality_id)
            & (_role.c.person_id == _work.c.owner_id),
        )
        .where(
            _work.c.municipality_id == municipality_id,
            _work.c.initiative_id == initiative_id,
            _role.c.role == Role.OFFICIAL,
        )
    )


def told_of_work(
    event: Event, submitter: Group, others: tuple[Group, Group]
) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``; others: followers and signers."""
    everybody = (submitter, *others)
    match event:
        case CarryingOutPlanned():
            return "work_planned", everybody
        case WorkPartAdded() | WorkPartUpdated():
            return "work_part", everybody
        case WorkPartNear():
            return "work_near", (_owner,)
        case WorkPartLate() | PlanningLate():
            next_one = (with_role(Role(event.to)),) if event.to else ()
            return "work_late", (submitter, others[0], _owner, *next_one)
        case CarryingOutFinished():
            return "work_ended", everybody
        case CarryingOutStopped() if event.official_id is not None:
            # A plan that itself came to an end says so.
            return "work_ended", everybody
    return None
