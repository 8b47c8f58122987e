"""Decisions on many cases whose moment came: each case by a command of its own, so one that fails stops no other."""

from collections.abc import Callable

import structlog

from wijkstem.commands.bulk import CarryOutLine
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.metrics import command_counted
from wijkstem.queries.bulk import due_lines
from wijkstem.services import Services
from workers.stopping import never

logger = structlog.get_logger(__name__)


def carry_out_bulk(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Until a stop is asked; gives how many lines were looked at."""
    with services.reading(municipality_id) as connection:
        lines = due_lines(connection, municipality_id, services.clock.now())
    done = 0
    for bulk_id, case_id in lines:
        if stopping():
            break
        with command_counted(CarryOutLine.__name__):
            execute(services, municipality_id, CarryOutLine(bulk_id, case_id), SYSTEM)
        done += 1
    if done:
        logger.info("decided together", municipality=municipality_id, cases=done)
    return done
