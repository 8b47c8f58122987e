"""Terms whose last day is over: each is passed by a command of its own, so one that fails stops no other."""

from collections.abc import Callable

import structlog

from wijkstem.commands.answering import LookAtAdvice
from wijkstem.commands.handlers import execute
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import WijkstemError
from wijkstem.kit.clock import local_date
from wijkstem.kit.metrics import command_counted
from wijkstem.queries.sweep import advice_to_look_at, passed_terms
from wijkstem.services import Services
from workers.stopping import never

logger = structlog.get_logger(__name__)


def pass_terms(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Pass every term that is over, until a stop is asked; gives how many were. Terms of advice are among them."""
    today = local_date(services.clock.now())
    with services.reading(municipality_id) as connection:
        over = passed_terms(connection, municipality_id, today)
        advices = advice_to_look_at(connection, municipality_id, today)
    due: list[PassTerm | LookAtAdvice] = [
        *(PassTerm(term.initiative_id, term.step_seq) for term in over),
        *map(LookAtAdvice, advices),
    ]
    passed = 0
    for command in due:
        if stopping():
            break
        passed += _pass(services, municipality_id, command)
    return passed


def _pass(services: Services, municipality_id: str, command: PassTerm | LookAtAdvice) -> bool:
    try:
        with command_counted(type(command).__name__):
            execute(services, municipality_id, command, SYSTEM)
    except WijkstemError as refusal:
        logger.info("term not passed", municipality=municipality_id, code=refusal.code)
        return False
    return True
