"""What comes of dialogues: taken on by one worker, worked out in a process of its own, and kept."""

from collections.abc import Callable
from subprocess import CalledProcessError, TimeoutExpired

import structlog

from wijkstem.commands.computing_dialogue import KeepDialogue, TakeDialogue
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.metrics import command_counted
from wijkstem.opinion.apart import found_apart
from wijkstem.queries.dialogue import Due, dialogue_answers, dialogues_due
from wijkstem.services import Services
from workers.stopping import never

logger = structlog.get_logger(__name__)


def compute_dialogues(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """How many were worked out. Killed anywhere, another worker does it a quarter of an hour later."""
    with services.reading(municipality_id) as connection:
        due = dialogues_due(connection, municipality_id, services.clock.now())
    done = 0
    for one in due:
        if stopping():
            break
        done += _compute(services, municipality_id, one)
    return done


def _compute(services: Services, municipality_id: str, due: Due) -> bool:
    if not _execute(services, municipality_id, TakeDialogue(due.means_id)):
        return False
    at = services.clock.now()
    with services.reading(municipality_id) as connection:
        answers = dialogue_answers(connection, municipality_id, due.means_id)
    rules = services.rules.of(municipality_id)
    limits = {
        "smallest": rules.indicators.fewest,
        "answered": rules.municipality.dialogue.answered_fewest,
    }
    try:
        found = found_apart(answers.columns, **limits)
    except (CalledProcessError, TimeoutExpired):
        logger.exception("dialogue not computed", municipality=municipality_id)
        return False
    keep = KeepDialogue(due.means_id, at, due.final, answers.statements, found)
    return bool(_execute(services, municipality_id, keep))


def _execute(services: Services, municipality_id: str, command: object) -> object:
    with command_counted(type(command).__name__):
        return execute(services, municipality_id, command, SYSTEM)
