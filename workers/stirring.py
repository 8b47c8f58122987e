"""Stirring the boxes of votes that are open, so that no order in the database tells when a ballot came.

Nothing of it is logged: how many ballots there are at a moment is nobody's business before the close.
"""

from collections.abc import Callable

import structlog
from sqlalchemy.exc import DBAPIError

from wijkstem.commands.ballots import Stir
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.db import forget_what_was_there, is_outage
from wijkstem.kit.metrics import command_counted
from wijkstem.kit.rows import table_of
from wijkstem.queries.ballots import unsettled_boxes
from wijkstem.services import Services
from wijkstem.tables.ballots import Ballot
from workers.stopping import never

logger = structlog.get_logger(__name__)

_ballot = table_of(Ballot)


def stir_boxes(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """How many boxes were stirred."""
    with services.reading(municipality_id) as connection:
        boxes = unsettled_boxes(connection, municipality_id, services.clock.now())
    stirred = 0
    for round_id in boxes:
        if stopping():
            break
        with command_counted(Stir.__name__):
            execute(services, municipality_id, Stir(round_id), SYSTEM)
        stirred += 1
    if stirred:
        _forget(services, municipality_id)
    return stirred


def _forget(services: Services, municipality_id: str) -> None:
    try:
        forget_what_was_there(services.engine, _ballot)
    except DBAPIError as error:
        if not is_outage(error):
            raise
        logger.warning(
            "old places of ballots stay until the next time", municipality=municipality_id
        )
