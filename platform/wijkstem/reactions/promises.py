"""Who is told of a promise: who took part in the plan that it is about, and of a late one who the rules say."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.promises import PromiseLate, PromiseMade, PromiseUpdated
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because, clerk_and
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.messages import Following
from wijkstem.tables.promises import Promise
from wijkstem.words import Because

_promise = table_of(Promise)
_initiative = table_of(Initiative)
_signature = table_of(Signature)
_following = table_of(Following)


def _submitter(municipality_id: str, promise_id: UUID) -> Select[Any]:
    return (
        select(_initiative.c.submitter_id.label("person_id"), because(Because.SUBMITTED))
        .join_from(
            _promise,
            _initiative,
            (_initiative.c.municipality_id == _promise.c.municipality_id)
            & (_initiative.c.id == _promise.c.initiative_id),
        )
        .where(
            _promise.c.municipality_id == municipality_id,
            _promise.c.id == promise_id,
            _initiative.c.submitter_id.is_not(None),
        )
    )


def _followers(municipality_id: str, promise_id: UUID) -> Select[Any]:
    return (
        select(_following.c.person_id, because(Because.FOLLOWS))
        .join_from(
            _promise,
            _following,
            (_following.c.municipality_id == _promise.c.municipality_id)
            & (_following.c.initiative_id == _promise.c.initiative_id),
        )
        .where(_promise.c.municipality_id == municipality_id, _promise.c.id == promise_id)
    )


def _signers(municipality_id: str, promise_id: UUID) -> Select[Any]:
    return (
        select(_signature.c.person_id, because(Because.SIGNED))
        .join_from(
            _promise,
            _signature,
            (_signature.c.municipality_id == _promise.c.municipality_id)
            & (_signature.c.initiative_id == _promise.c.initiative_id),
        )
        .where(
            _promise.c.municipality_id == municipality_id,
            _promise.c.id == promise_id,
            _signature.c.person_id.is_not(None),
        )
    )


_EVERYBODY: tuple[Group, ...] = (_submitter, _followers, _signers)


def told_of_promise(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case PromiseMade():
            return "promise_made", _EVERYBODY
        case PromiseUpdated():
            return "promise_updated", _EVERYBODY
        case PromiseLate():
            return "promise_late", (_submitter, _followers, *clerk_and(event.to))
    return None
