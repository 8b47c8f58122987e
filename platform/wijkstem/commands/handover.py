"""What became of a hand-over: its receipt is kept, and who waited behind it in the same dossier may go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select, update

from wijkstem.domain.permissions import may_clerk, require
from wijkstem.errors import NotFound
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import AgendaRequest
from wijkstem.tables.engine import Delivery, DeliveryChannel, DeliveryState
from wijkstem.tables.handover import Handover
from wijkstem.words.handover import HandoverKind, HandoverWay

_handover = table_of(Handover)
_delivery = table_of(Delivery)

#: So long who stands behind another waits at least before they look again.
LOOKS = timedelta(minutes=1)
#: And at most: one that nobody tries any more may be tried again by an operator.
LOOKS_AGAIN = timedelta(days=1)


@dataclass(frozen=True)
class Receipt:
    """What the other side said when it took a hand-over, and the digest of what it got."""

    handover_id: UUID
    said: str
    digest: str


def keep_receipt(receipt: Receipt, work: Work) -> None:
    """The first time counts: a delivery that went twice was delivered when it first was."""
    row = work.connection.execute(
        update(_handover)
        .where(
            _handover.c.municipality_id == work.municipality_id,
            _handover.c.id == receipt.handover_id,
            _handover.c.delivered_at.is_(None),
        )
        .values(delivered_at=work.now, receipt=receipt.said[:200], digest=receipt.digest)
        .returning(_handover.c.initiative_id, _handover.c.way)
    ).first()
    if row is not None and row.way is HandoverWay.HOOK:
        _let_followers_go(row.initiative_id, work)


def _let_followers_go(initiative_id: UUID, work: Work) -> None:
    behind = select(_handover.c.id).where(
        _handover.c.municipality_id == work.municipality_id,
        _handover.c.initiative_id == initiative_id,
        _handover.c.way == HandoverWay.HOOK,
        _handover.c.delivered_at.is_(None),
    )
    work.connection.execute(
        update(_delivery)
        .where(
            _delivery.c.municipality_id == work.municipality_id,
            _delivery.c.channel == DeliveryChannel.HOOK,
            _delivery.c.recipient_id.in_(behind),
            _delivery.c.state == DeliveryState.WAITING,
        )
        .values(due_at=work.now)
    )


def waits_until(after: datetime, now: datetime) -> datetime:
    """When who stands behind another looks again, given when that one is tried."""
    return min(max(after, now + LOOKS), now + LOOKS_AGAIN)


@dataclass(frozen=True)
class TakeDossier:
    """The clerk takes a request's dossier along as files; with the digest of what they got."""

    initiative_id: UUID
    digest: str


def take_dossier(command: TakeDossier, work: Work) -> UUID:
    """Written down like the other ways, and delivered at once. Raises NotFound for what asked for no place."""
    require(may_clerk(work.actor))
    if work.session.get(AgendaRequest, (work.municipality_id, command.initiative_id)) is None:
        raise NotFound("no_request", "Dit plan vraagt geen plek op de agenda.")
    made, here = new_id(), {"municipality_id": work.municipality_id}
    work.connection.execute(
        insert(_handover),
        {
            **here,
            "id": made,
            "initiative_id": command.initiative_id,
            "kind": HandoverKind.TAKEN,
            "way": HandoverWay.DOWNLOAD,
            "made_at": work.now,
            "delivered_at": work.now,
            "digest": command.digest,
        },
    )
    delivered = {
        **here,
        "id": new_id(),
        "cause": f"handover-{HandoverWay.DOWNLOAD.value}:{made}",
        "channel": DeliveryChannel.DOWNLOAD,
        "recipient_id": made,
        "template": "agenda_handover",
        "state": DeliveryState.SENT,
        "attempts": 1,
        "due_at": work.now,
        "sent_at": work.now,
    }
    work.connection.execute(insert(_delivery), delivered)
    return made
