"""Terms whose last day is over: each is passed by a command of its own, so one that fails stops no other."""

import structlog

from wijkstem.commands.handlers import execute
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import WijkstemError
from wijkstem.kit.clock import local_date
from wijkstem.queries.sweep import passed_terms
from wijkstem.services import Services

logger = structlog.get_logger(__name__)


def pass_terms(services: Services, municipality_id: str) -> int:
    """Pass every term that is over; gives how many were."""
    with services.reading(municipality_id) as connection:
        over = passed_terms(connection, municipality_id, local_date(services.clock.now()))
    return sum(
        _pass(services, municipality_id, PassTerm(t.initiative_id, t.step_seq)) for t in over
    )


def _pass(services: Services, municipality_id: str, command: PassTerm) -> bool:
    try:
        execute(services, municipality_id, command, SYSTEM)
    except WijkstemError as refusal:
        logger.info("term not passed", municipality=municipality_id, code=refusal.code)
        return False
    return True
