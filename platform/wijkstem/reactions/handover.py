"""Whatever happens to a request for the agenda is handed over: to the supplier's hook, and once by mail to the clerks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.events.agenda_requests import DossierFilled, RequestAccepted
from wijkstem.events.base import Event, Recorded
from wijkstem.events.council import AgendaItemPlaced, AgendaItemRequested, AgendaRequestReturned
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.settings import Settings
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.engine import Delivery, DeliveryChannel, DeliveryState
from wijkstem.tables.handover import Handover
from wijkstem.words import Role
from wijkstem.words.handover import HandoverKind, HandoverWay

NAME = "handover"
#: What happened longer ago was dealt with before there was a hand-over, or before this consumer was.
OLD = timedelta(days=14)
KINDS: dict[type[Event], HandoverKind] = {
    AgendaItemRequested: HandoverKind.REQUESTED,
    DossierFilled: HandoverKind.FILLED,
    RequestAccepted: HandoverKind.ACCEPTED,
    AgendaItemPlaced: HandoverKind.PLACED,
    AgendaRequestReturned: HandoverKind.RETURNED,
}

_role = table_of(RoleGrant)
_delivery = table_of(Delivery)
_handover = table_of(Handover)


def handover(settings: Settings) -> Consumer[UnitOfWork]:
    """The consumer."""

    def fold(uow: UnitOfWork, events: Sequence[Recorded]) -> None:
        hooked = uow.municipality_id in settings.agenda_receivers
        for recorded in events:
            kind = KINDS.get(type(recorded.event))
            if kind is not None and is_new(recorded, uow.now):
                _hand_over(uow, recorded, kind, hooked)

    return Consumer(NAME, fold, batch=50)


def is_new(recorded: Recorded, now: datetime) -> bool:
    """Whether what happened is still handed over."""
    return now - recorded.occurred_at < OLD


def _hand_over(uow: UnitOfWork, recorded: Recorded, kind: HandoverKind, hooked: bool) -> None:
    if hooked:
        made = new_id()
        if _new(uow, made, recorded, kind, HandoverWay.HOOK):
            _deliver(uow, made, DeliveryChannel.HOOK, [made])
    clerks = _clerks(uow) if kind is HandoverKind.REQUESTED else []
    if clerks:
        made = new_id()
        if _new(uow, made, recorded, kind, HandoverWay.MAIL):
            _deliver(uow, made, DeliveryChannel.MAIL, clerks)


def _new(
    uow: UnitOfWork, made: UUID, recorded: Recorded, kind: HandoverKind, way: HandoverWay
) -> bool:
    """Whether this event did not go this way before: the key says so, also after a position that was lost."""
    row = {
        "municipality_id": uow.municipality_id,
        "id": made,
        "initiative_id": recorded.event.initiative_id,  # type: ignore[attr-defined]  # those of KINDS have one
        "position": recorded.position,
        "kind": kind,
        "way": way,
        "made_at": uow.now,
    }
    return insert_new(uow.connection, _handover, row)


def _deliver(
    uow: UnitOfWork, made: UUID, channel: DeliveryChannel, recipients: Sequence[UUID]
) -> None:
    rows: list[dict[str, Any]] = [
        {
            "municipality_id": uow.municipality_id,
            "id": new_id(),
            "cause": f"{NAME}-{channel.value}:{made}",
            "channel": channel,
            "recipient_id": recipient,
            "template": "agenda_handover",
            "state": DeliveryState.WAITING,
            "attempts": 0,
            "due_at": uow.now,
        }
        for recipient in recipients
    ]
    uow.connection.execute(insert(_delivery), rows)


def _clerks(uow: UnitOfWork) -> Sequence[UUID]:
    return uow.connection.scalars(
        select(_role.c.person_id)
        .where(_role.c.municipality_id == uow.municipality_id, _role.c.role == Role.CLERK)
        .order_by(_role.c.person_id)
    ).all()
