"""What was kept for as long as the rules say is thrown away."""

import structlog

from wijkstem.commands.drafts import ThrowAwayOldDrafts
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.metrics import command_counted
from wijkstem.services import Services

logger = structlog.get_logger(__name__)


def tidy(services: Services, municipality_id: str) -> int:
    """How many drafts went."""
    with command_counted(ThrowAwayOldDrafts.__name__):
        gone: int = execute(services, municipality_id, ThrowAwayOldDrafts(), SYSTEM)
    if gone:
        logger.info("old drafts thrown away", drafts=gone)
    return gone
