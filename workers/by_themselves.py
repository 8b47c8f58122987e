"""Commands that nobody asks for: the clock found them, and each is carried out by itself, so one that is refused stops no other."""

from collections.abc import Callable, Iterable

import structlog

from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import WijkstemError
from wijkstem.kit.metrics import command_counted
from wijkstem.services import Services

logger = structlog.get_logger(__name__)


def each_by_itself(
    services: Services,
    municipality_id: str,
    commands: Iterable[object],
    *,
    refused: str,
    stopping: Callable[[], bool],
) -> int:
    """Carry them out as the system, until a stop is asked; gives how many were. ``refused`` is what the log says of the others."""
    done = 0
    for command in commands:
        if stopping():
            break
        try:
            with command_counted(type(command).__name__):
                execute(services, municipality_id, command, SYSTEM)
            done += 1
        except WijkstemError as refusal:
            logger.info(refused, municipality=municipality_id, code=refusal.code)
    return done
