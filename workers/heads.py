"""Heads of ballot boards whose set time has come: each round by a command of its own."""

from collections.abc import Callable

import structlog

from wijkstem.commands.board import MakeHead
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.metrics import command_counted
from wijkstem.queries.sweep import rounds_to_look_at
from wijkstem.services import Services
from workers.stopping import never

logger = structlog.get_logger(__name__)


def make_heads(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Gives how many heads were made."""
    with services.reading(municipality_id) as connection:
        due = rounds_to_look_at(connection, municipality_id, services.clock.now())
    made = 0
    for round_id in due:
        if stopping():
            break
        with command_counted(MakeHead.__name__):
            head = execute(services, municipality_id, MakeHead(round_id), SYSTEM)
        if head is not None:
            made += 1
            logger.info("head made", municipality=municipality_id, lines=head.size)
    return made
