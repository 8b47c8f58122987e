"""Terms whose last day is over: each is passed by a command of its own, so one that fails stops no other."""

from collections.abc import Callable

import structlog

from wijkstem.commands.handlers import execute
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import WijkstemError
from wijkstem.kit.clock import local_date
from wijkstem.kit.metrics import command_counted
from wijkstem.queries.sweep import passed_terms
from wijkstem.services import Services
from workers.stopping import never

logger = structlog.get_logger(__name__)


def pass_terms(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Pass every term that is over, until a stop is asked; gives how many were."""
    with services.reading(municipality_id) as connection:
        over = passed_terms(connection, municipality_id, local_date(services.clock.now()))
    passed = 0
    for term in over:
        if stopping():
            break
        passed += _pass(services, municipality_id, PassTerm(term.initiative_id, term.step_seq))
    return passed


def _pass(services: Services, municipality_id: str, command: PassTerm) -> bool:
    try:
        with command_counted(type(command).__name__):
            execute(services, municipality_id, command, SYSTEM)
    except WijkstemError as refusal:
        logger.info("term not passed", municipality=municipality_id, code=refusal.code)
        return False
    return True
