"""What was kept for as long as the rules say goes, in bounded batches: a kill in between loses nothing but time."""

from collections.abc import Callable, Iterable

import structlog

from wijkstem.commands.handlers import execute
from wijkstem.commands.media import TakeLooseFiles
from wijkstem.commands.moderation import BATCH, RepairCases
from wijkstem.commands.retention import MOST, EraseUnused, LetGo, WarnUnused
from wijkstem.domain.people import SYSTEM
from wijkstem.errors import WijkstemError
from wijkstem.kit.metrics import command_counted
from wijkstem.queries.retention import unused_accounts, unwarned_accounts
from wijkstem.services import Services
from wijkstem.tables.retention import RETAINED
from wijkstem.words import Keeping
from workers.stopping import never

logger = structlog.get_logger(__name__)


def tidy(
    services: Services,
    municipality_id: str,
    *,
    stopping: Callable[[], bool] = never,
    most: int = MOST,
) -> int:
    """How many rows, accounts and files went."""
    total = 0
    for what in RETAINED:
        gone = (
            _erase_unused(services, municipality_id, stopping)
            if what is Keeping.ACCOUNT
            else _let_go(services, municipality_id, what, stopping, most)
        )
        if gone:
            logger.info(
                "kept long enough", municipality=municipality_id, what=what.value, gone=gone
            )
        total += gone
    _warn_unused(services, municipality_id, stopping)
    _repair_cases(services, municipality_id, stopping)
    return total + _take_loose_files(services, municipality_id)


def _repair_cases(services: Services, municipality_id: str, stopping: Callable[[], bool]) -> None:
    """What another release did on the path has its cases too."""
    while not stopping():
        with command_counted(RepairCases.__name__):
            repaired: int = execute(services, municipality_id, RepairCases(), SYSTEM)
        if repaired:
            logger.info("cases repaired", municipality=municipality_id, cases=repaired)
        if repaired < BATCH:
            break


def _take_loose_files(services: Services, municipality_id: str) -> int:
    """Files that nothing points at any more."""
    if services.files is None:
        return 0
    with command_counted(TakeLooseFiles.__name__):
        taking = TakeLooseFiles(services.files.remove)
        files: int = execute(services, municipality_id, taking, SYSTEM)
    if files:
        logger.info("loose files taken away", municipality=municipality_id, files=files)
    return files


def _let_go(
    services: Services,
    municipality_id: str,
    what: Keeping,
    stopping: Callable[[], bool],
    most: int,
) -> int:
    total = 0
    while not stopping():
        with command_counted(LetGo.__name__):
            gone: int = execute(services, municipality_id, LetGo(what, most), SYSTEM)
        total += gone
        if gone < most:
            break
    return total


def _erase_unused(services: Services, municipality_id: str, stopping: Callable[[], bool]) -> int:
    """Each in a transaction of its own, so one that cannot go stops no other."""
    with services.reading(municipality_id) as connection:
        municipality = services.rules.of(municipality_id).municipality
        found = unused_accounts(connection, municipality_id, municipality, services.clock.now())
    return _each(services, municipality_id, map(EraseUnused, found), stopping)


def _warn_unused(services: Services, municipality_id: str, stopping: Callable[[], bool]) -> None:
    """Tell whose account goes soon."""
    with services.reading(municipality_id) as connection:
        municipality = services.rules.of(municipality_id).municipality
        found = unwarned_accounts(connection, municipality_id, municipality, services.clock.now())
    told = _each(services, municipality_id, map(WarnUnused, found), stopping)
    if told:
        logger.info("told that an account goes", municipality=municipality_id, people=told)


def _each(
    services: Services,
    municipality_id: str,
    commands: Iterable[EraseUnused | WarnUnused],
    stopping: Callable[[], bool],
) -> int:
    """How many were carried out."""
    done = 0
    for command in commands:
        if stopping():
            break
        try:
            with command_counted(type(command).__name__):
                execute(services, municipality_id, command, SYSTEM)
        except WijkstemError as refused:
            logger.info("account stays as it is", municipality=municipality_id, code=refused.code)
        else:
            done += 1
    return done
