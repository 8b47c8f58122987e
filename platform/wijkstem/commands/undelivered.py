"""Messages that could not be delivered: an official reaches the person in another way, or it arrives after all."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from wijkstem.commands.moderation import close_cases, open_case
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.engine import Delivery
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import OVERTAKEN
from wijkstem.words import CaseKind

_delivery = table_of(Delivery)
_inbox = table_of(InboxMessage)

#: What a case was closed as whose message arrived after all.
DELIVERED = "delivered"
#: What a delivery's cause begins with that tells of an event.
_EVENT = "event:"


def _causes(deliveries: Collection[UUID]) -> list[str]:
    return [f"{CaseKind.UNDELIVERED}:{one}" for one in deliveries]


def not_delivered(delivery_id: UUID, work: Work) -> None:
    """A case about a delivery that is parked: after it was tried again and failed again, the same one goes on."""
    found = work.connection.execute(
        select(_delivery.c.cause, _delivery.c.recipient_id).where(
            _delivery.c.municipality_id == work.municipality_id, _delivery.c.id == delivery_id
        )
    ).first()
    # A code to log in with is of no use to anybody later on, and a digest only repeats.
    if found is None or not found.cause.startswith(_EVENT):
        return
    about = work.connection.scalar(
        select(_inbox.c.initiative_id).where(
            _inbox.c.municipality_id == work.municipality_id,
            _inbox.c.person_id == found.recipient_id,
            _inbox.c.position == int(found.cause.removeprefix(_EVENT)),
        )
    )
    [cause] = _causes([delivery_id])
    open_case(
        CaseKind.UNDELIVERED,
        cause,
        work,
        initiative_id=about,
        due_on=work.today,
        target_id=delivery_id,
    )


def arrived(deliveries: Collection[UUID], work: Work) -> None:
    """What could not be delivered before was."""
    close_cases(_causes(deliveries), DELIVERED, work)


def overtaken(deliveries: Collection[UUID], work: Work) -> None:
    """There is nobody any more to deliver it to."""
    close_cases(_causes(deliveries), OVERTAKEN, work)
