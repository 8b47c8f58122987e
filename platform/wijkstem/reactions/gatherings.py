"""Who is told of a gathering: those who signed up for it, of what changes for them."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.gatherings import (
    GatheringCancelled,
    GatheringChanged,
    GatheringNear,
    GatheringReported,
    PlaceGiven,
    SignedUp,
)
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.gatherings import SignUp
from wijkstem.words import Because

_sign_up = table_of(SignUp)


def _everybody(municipality_id: str, gathering_id: UUID) -> Select[Any]:
    return select(_sign_up.c.person_id, because(Because.ATTENDS)).where(
        _sign_up.c.municipality_id == municipality_id, _sign_up.c.gathering_id == gathering_id
    )


def _seated(municipality_id: str, gathering_id: UUID) -> Select[Any]:
    """Who waits has nowhere to go tomorrow."""
    return _everybody(municipality_id, gathering_id).where(_sign_up.c.seat.is_not(None))


def _one(sign_up_id: UUID, municipality_id: str, gathering_id: UUID) -> Select[Any]:
    """Whose sign-up it is; nobody, when they signed off meanwhile."""
    return _everybody(municipality_id, gathering_id).where(_sign_up.c.id == sign_up_id)


def told_of_gathering(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case SignedUp():
            return "gathering_signed_up", (partial(_one, event.sign_up_id),)
        case PlaceGiven():
            return "gathering_place_given", (partial(_one, event.sign_up_id),)
        case GatheringChanged(moved=True):
            return "gathering_changed", (_everybody,)
        case GatheringCancelled():
            return "gathering_cancelled", (_everybody,)
        case GatheringNear():
            return "gathering_near", (_seated,)
        case GatheringReported(came_before=None):
            return "gathering_reported", (_everybody,)
    return None
