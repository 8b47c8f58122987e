"""What was kept for as long as the rules say is thrown away, and the files go that nothing points at."""

import structlog

from wijkstem.commands.drafts import ThrowAwayOldDrafts
from wijkstem.commands.handlers import execute
from wijkstem.commands.media import TakeLooseFiles
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.metrics import command_counted
from wijkstem.services import Services

logger = structlog.get_logger(__name__)


def tidy(services: Services, municipality_id: str) -> int:
    """How many drafts and files went."""
    with command_counted(ThrowAwayOldDrafts.__name__):
        drafts: int = execute(services, municipality_id, ThrowAwayOldDrafts(), SYSTEM)
    files = 0
    if services.files is not None:
        with command_counted(TakeLooseFiles.__name__):
            taking = TakeLooseFiles(services.files.remove)
            files = execute(services, municipality_id, taking, SYSTEM)
    if drafts or files:
        logger.info("tidied", drafts=drafts, files=files)
    return drafts + files
