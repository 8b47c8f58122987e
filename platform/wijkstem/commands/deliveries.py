"""What goes out: claimed by one worker at a time, tried until it is gone, parked where an operator sees it.

Claiming and closing are the engine's own affair and write no events; what an operator decides does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, select, update

from wijkstem.commands.gate import close_gate, may_go_out, open_gate, waiting
from wijkstem.commands.handover import Receipt, keep_receipt
from wijkstem.commands.undelivered import arrived, not_delivered, overtaken
from wijkstem.domain.permissions import may_operate, require
from wijkstem.events.engine import DeliveriesReleased, ParkedRetried
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.engine import Delivery, DeliveryState

_delivery: Table = table_of(Delivery)

#: Pauses before the next attempt; after the last one a delivery is parked.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))


@dataclass(frozen=True)
class ClaimDeliveries:
    """Take up to ``most`` deliveries that are due; also those whose claim ran out: their worker was killed."""

    most: int = 25
    #: How long this worker may take; after that another may think that it is dead.
    lasts: timedelta = timedelta(seconds=60)


@dataclass(frozen=True)
class Claimed:
    """A delivery that is ours to send."""

    id: UUID
    cause: str
    recipient_id: UUID
    template: str
    attempts: int


def claim_deliveries(command: ClaimDeliveries, work: Work) -> list[Claimed]:
    require(may_operate(work.actor))
    if not may_go_out(work):
        return []
    # A claim that another process made is over by the clock that all of them share, and not a moment before.
    now = work.database_now()
    due = (
        select(_delivery.c.id)
        .where(
            _delivery.c.municipality_id == work.municipality_id,
            _delivery.c.state.in_([DeliveryState.WAITING, DeliveryState.CLAIMED]),
            _delivery.c.due_at <= now,
        )
        .order_by(_delivery.c.due_at)
        .limit(command.most)
        .with_for_update(skip_locked=True)
    )
    ids = work.connection.execute(due).scalars().all()
    claim = (
        update(_delivery)
        .where(_delivery.c.municipality_id == work.municipality_id, _delivery.c.id.in_(ids))
        .values(
            state=DeliveryState.CLAIMED,
            attempts=_delivery.c.attempts + 1,
            due_at=now + command.lasts,
        )
        .returning(
            _delivery.c.id,
            _delivery.c.cause,
            _delivery.c.recipient_id,
            _delivery.c.template,
            _delivery.c.attempts,
        )
    )
    return [Claimed(*row) for row in work.connection.execute(claim)]


@dataclass(frozen=True)
class CloseDeliveries:
    """What became of a batch: sent, pointless (nobody to send to), failed with an error, or not even tried."""

    sent: tuple[UUID, ...] = ()
    pointless: tuple[UUID, ...] = ()
    failed: tuple[tuple[Claimed, str], ...] = ()
    #: Claimed by a worker that stops before it came to them: anybody's again, and no attempt.
    let_go: tuple[Claimed, ...] = ()
    #: Not their turn yet, and until when: no attempt either.
    waits: tuple[tuple[Claimed, datetime], ...] = ()
    #: Of hand-overs among what was sent.
    receipts: tuple[Receipt, ...] = ()


def close_deliveries(command: CloseDeliveries, work: Work) -> None:
    require(may_operate(work.actor))
    here = _delivery.c.municipality_id == work.municipality_id
    for claimed, until in command.waits:
        _back(claimed, until, work)
    gone = {"state": DeliveryState.SENT, "sent_at": work.now, "error": None}
    work.connection.execute(
        update(_delivery).where(here, _delivery.c.id.in_(command.sent)).values(gone)
    )
    work.connection.execute(delete(_delivery).where(here, _delivery.c.id.in_(command.pointless)))
    arrived(command.sent, work)
    overtaken(command.pointless, work)
    for claimed, error in command.failed:
        parked = claimed.attempts > len(PAUSES)
        pause = timedelta(0) if parked else PAUSES[claimed.attempts - 1]
        work.connection.execute(
            update(_delivery)
            .where(here, _delivery.c.id == claimed.id, *_still_ours(claimed))
            .values(
                state=DeliveryState.PARKED if parked else DeliveryState.WAITING,
                due_at=work.now + pause,
                error=error[:500],
            )
        )
        if parked:
            not_delivered(claimed.id, work)
    for claimed in command.let_go:
        _back(claimed, work.now, work)
    for receipt in command.receipts:
        keep_receipt(receipt, work)


def _back(claimed: Claimed, due_at: datetime, work: Work) -> None:
    """Anybody's again from then on; it was no attempt."""
    work.connection.execute(
        update(_delivery)
        .where(
            _delivery.c.municipality_id == work.municipality_id,
            _delivery.c.id == claimed.id,
            *_still_ours(claimed),
        )
        .values(state=DeliveryState.WAITING, attempts=_delivery.c.attempts - 1, due_at=due_at)
    )


def _still_ours(claimed: Claimed) -> tuple[ColumnElement[bool], ...]:
    """Nobody claimed it after us: what another worker has sent meanwhile has not failed."""
    return (
        _delivery.c.state == DeliveryState.CLAIMED,
        _delivery.c.attempts == claimed.attempts,
    )


@dataclass(frozen=True)
class RetryParked:
    """An operator has every parked delivery tried again, from the first attempt."""


def retry_parked(command: RetryParked, work: Work) -> int:
    """How many were parked."""
    del command
    require(may_operate(work.actor))
    again = (
        update(_delivery)
        .where(
            _delivery.c.municipality_id == work.municipality_id,
            _delivery.c.state == DeliveryState.PARKED,
        )
        .values(state=DeliveryState.WAITING, attempts=0, due_at=work.now)
        .returning(_delivery.c.id)
    )
    count = len(work.connection.execute(again).all())
    if count:
        by = work.actor
        work.record(ParkedRetried(deliveries=count, operator_id=by.person_id, operator_of=by.home))
    return count


@dataclass(frozen=True)
class HoldDeliveries:
    """Nothing of a municipality goes out until a person has looked: after a restore it may have gone out already."""


def hold_deliveries(command: HoldDeliveries, work: Work) -> int:
    """How many wait before the gate that is closed now; what is decided later waits there too."""
    del command
    require(may_operate(work.actor))
    close_gate(work)
    return waiting(work)


@dataclass(frozen=True)
class ReleaseDeliveries:
    """A person has looked, and what waits goes out from this database."""


def release_deliveries(command: ReleaseDeliveries, work: Work) -> int:
    """How many may go now; what a worker claimed just before goes when its claim is over."""
    del command
    require(may_operate(work.actor))
    open_gate(work)
    held_by_row = (
        update(_delivery)
        .where(
            _delivery.c.municipality_id == work.municipality_id,
            _delivery.c.state == DeliveryState.HELD,
        )
        .values(state=DeliveryState.WAITING, attempts=0, due_at=work.now)
    )
    work.connection.execute(held_by_row)
    released, by = waiting(work), work.actor
    work.record(
        DeliveriesReleased(deliveries=released, operator_id=by.person_id, operator_of=by.home)
    )
    return released
