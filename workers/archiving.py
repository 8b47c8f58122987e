"""Plans that the archive law keeps are put away: the record first, the mark after; twice is once."""

from collections.abc import Callable

import structlog
from sqlalchemy import select

from wijkstem.commands.archiving import MarkPutAway, for_the_archive
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.metrics import command_counted
from wijkstem.kit.rows import table_of
from wijkstem.queries.archiving import dossier
from wijkstem.services import Services
from wijkstem.tables.initiatives import Initiative
from workers.stopping import never

logger = structlog.get_logger(__name__)
_plan = table_of(Initiative)
#: Plans in one go; the clock calls again.
MOST = 50


def put_away(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """How many plans went to the archive."""
    rules = services.rules.of(municipality_id).municipality
    if not rules.archive:
        return 0
    with services.reading(municipality_id) as connection:
        found = (
            select(_plan.c.id)
            .where(_plan.c.municipality_id == municipality_id, for_the_archive(rules))
            .order_by(_plan.c.closed_on, _plan.c.id)
            .limit(MOST)
        )
        waiting = list(connection.scalars(found))
    put = 0
    for initiative_id in waiting:
        if stopping():
            break
        with services.reading(municipality_id) as connection:
            made = dossier(connection, municipality_id, initiative_id)
        services.archive.add(
            municipality_id, initiative_id, made.number, made.content, services.clock.now()
        )
        with command_counted(MarkPutAway.__name__):
            execute(services, municipality_id, MarkPutAway(initiative_id), SYSTEM)
        logger.info("put away", municipality=municipality_id, number=made.number)
        put += 1
    return put
