"""Who gets which message: a delivery for each person concerned, once for each event."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, union

from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.events.base import Event, Recorded
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken, TermPassed
from wijkstem.kit.db import insert_rows_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.engine import Delivery, DeliveryChannel, DeliveryState
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.words import Milestone, Role

NAME = "messages"

_initiative = table_of(Initiative)
_signature = table_of(Signature)
_role = table_of(RoleGrant)
_delivery = table_of(Delivery)

#: How many deliveries go into one statement.
CHUNK = 1000

Audience = Callable[[str, UUID], Any]


def _submitter(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    return select(_initiative.c.submitter_id.label("person_id")).where(
        _initiative.c.municipality_id == municipality_id,
        _initiative.c.id == initiative_id,
        _initiative.c.submitter_id.is_not(None),
    )


def _signers(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    return select(_signature.c.person_id).where(
        _signature.c.municipality_id == municipality_id,
        _signature.c.initiative_id == initiative_id,
        _signature.c.person_id.is_not(None),
    )


def _everybody(municipality_id: str, initiative_id: UUID) -> Any:
    return union(
        _submitter(municipality_id, initiative_id), _signers(municipality_id, initiative_id)
    )


def _concerned(step: StepTaken) -> Audience:
    """Nobody but the submitter knows of an initiative before it is admitted.

    Whoever signs between the admission and the moment that it is told would be told as well.
    """
    return _submitter if step.means in (Milestone.ADMITTED, Milestone.REFUSED) else _everybody


def _clerks(municipality_id: str, initiative_id: UUID) -> Select[Any]:
    del initiative_id
    return (
        select(_role.c.person_id)
        .where(_role.c.municipality_id == municipality_id, _role.c.role == Role.CLERK)
        .distinct()
    )


def told_of(event: Event) -> tuple[str, Audience] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case InitiativeSubmitted():
            return "initiative_submitted", _submitter
        case StepTaken():
            return "step_taken", _concerned(event)
        case TermPassed():
            return "term_passed", _submitter
        case AgendaItemRequested():
            return "agenda_item_requested", _clerks
    return None


def fold(uow: UnitOfWork, events: Sequence[Recorded]) -> None:
    """Write down what must go out; sending it is somebody else's work."""
    for recorded in events:
        told = told_of(recorded.event)
        if told is None:
            continue
        template, audience = told
        initiative_id: UUID = recorded.event.initiative_id  # type: ignore[attr-defined]
        people = (
            uow.connection.execute(audience(uow.municipality_id, initiative_id)).scalars().all()
        )
        for start in range(0, len(people), CHUNK):
            rows = [
                _row(uow, recorded, template, person) for person in people[start : start + CHUNK]
            ]
            insert_rows_new(uow.connection, _delivery, rows)


def _row(uow: UnitOfWork, recorded: Recorded, template: str, person_id: UUID) -> dict[str, Any]:
    return {
        "municipality_id": uow.municipality_id,
        "id": new_id(),
        "cause": f"event:{recorded.position}",
        "channel": DeliveryChannel.MAIL,
        "recipient_id": person_id,
        "template": template,
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "due_at": uow.now,
    }


MESSAGING: Consumer[UnitOfWork] = Consumer(NAME, fold, batch=50)
