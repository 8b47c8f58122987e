"""What leaves the house of the ballot board: each head goes to the council clerks, and to the municipality's own hook.

Who has an old head somewhere else can see that nothing of the board was changed since.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.events.base import Recorded
from wijkstem.events.board import BoardHeadSet
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.settings import Settings
from wijkstem.tables.accounts import RoleGrant
from wijkstem.tables.engine import Delivery, DeliveryChannel, DeliveryState
from wijkstem.words import Role

NAME = "board"

_role = table_of(RoleGrant)
_delivery = table_of(Delivery)


def board_heads(settings: Settings) -> Consumer[UnitOfWork]:
    """The consumer."""

    def fold(uow: UnitOfWork, events: Sequence[Recorded]) -> None:
        for recorded in events:
            if isinstance(recorded.event, BoardHeadSet):
                rows = _deliveries(uow, recorded.event, uow.municipality_id in settings.board_hooks)
                if rows:
                    uow.connection.execute(insert(_delivery), rows)

    return Consumer(NAME, fold, batch=50)


def _deliveries(uow: UnitOfWork, event: BoardHeadSet, hooked: bool) -> list[dict[str, Any]]:
    about = f"{event.round_id}:{event.size}"
    rows = [
        _row(uow, f"head:{about}", DeliveryChannel.MAIL, person_id) for person_id in _clerks(uow)
    ]
    if hooked:
        rows.append(_row(uow, f"hook:{about}", DeliveryChannel.HOOK, event.round_id))
    return rows


def _clerks(uow: UnitOfWork) -> Sequence[UUID]:
    return uow.connection.scalars(
        select(_role.c.person_id)
        .where(_role.c.municipality_id == uow.municipality_id, _role.c.role == Role.CLERK)
        .order_by(_role.c.person_id)
    ).all()


def _row(
    uow: UnitOfWork, cause: str, channel: DeliveryChannel, recipient_id: UUID
) -> dict[str, Any]:
    return {
        "municipality_id": uow.municipality_id,
        "id": new_id(),
        "cause": cause,
        "channel": channel,
        "recipient_id": recipient_id,
        "template": "board_head",
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "due_at": uow.now,
    }
