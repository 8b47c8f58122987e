"""Gatherings that are tomorrow: each is said by a command of its own, so one that fails stops no other."""

from collections.abc import Callable

import structlog

from wijkstem.commands.gatherings import RemindOfGathering
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import WijkstemError
from wijkstem.kit.metrics import command_counted
from wijkstem.queries.sweep import near_gatherings
from wijkstem.services import Services
from workers.stopping import never

logger = structlog.get_logger(__name__)


def remind(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Say it of every gathering that is near, until a stop is asked; gives of how many."""
    with services.reading(municipality_id) as connection:
        near = near_gatherings(connection, municipality_id, services.clock.now())
    reminded = 0
    for gathering_id in near:
        if stopping():
            break
        reminded += _remind(services, municipality_id, RemindOfGathering(gathering_id))
    return reminded


def _remind(services: Services, municipality_id: str, command: RemindOfGathering) -> bool:
    try:
        with command_counted(type(command).__name__):
            execute(services, municipality_id, command, SYSTEM)
    except WijkstemError as refusal:
        logger.info("no reminder", municipality=municipality_id, code=refusal.code)
        return False
    return True
