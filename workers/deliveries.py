"""Deliveries: claim a batch, send each, say what became of it. A kill in between sends it again, never less."""

from datetime import timedelta

import structlog

from wijkstem.commands.deliveries import ClaimDeliveries, Claimed, CloseDeliveries
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.jinja import Pages
from wijkstem.services import Services
from workers.letters import write

logger = structlog.get_logger(__name__)

#: Small enough to be done well within a claim, large enough that claiming costs little.
BATCH = 25


def deliver(services: Services, pages: Pages, municipality_id: str) -> int:
    """Send what is due in a municipality; gives how many were closed."""
    total = 0
    claim = ClaimDeliveries(BATCH, timedelta(seconds=services.settings.delivery_claim_seconds))
    while claimed := execute(services, municipality_id, claim, SYSTEM):
        outcome = CloseDeliveries()
        for one in claimed:
            outcome = _attempt(services, pages, municipality_id, one, outcome)
        execute(services, municipality_id, outcome, SYSTEM)
        total += len(claimed)
    return total


def _attempt(
    services: Services, pages: Pages, municipality_id: str, one: Claimed, so_far: CloseDeliveries
) -> CloseDeliveries:
    try:
        message = write(services, pages, municipality_id, one)
        if message is None:
            return CloseDeliveries(so_far.sent, (*so_far.pointless, one.id), so_far.failed)
        services.mailer.send(message)
    except Exception as error:  # noqa: BLE001 - whatever went wrong with one message must not stop the next
        said = f"{type(error).__name__}: {error}"
        logger.warning(
            "delivery failed",
            municipality=municipality_id,
            delivery=str(one.id),
            attempts=one.attempts,
        )
        return CloseDeliveries(so_far.sent, so_far.pointless, (*so_far.failed, (one, said)))
    return CloseDeliveries((*so_far.sent, one.id), so_far.pointless, so_far.failed)
