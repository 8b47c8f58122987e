"""The close and the count of a budget round, when the clock finds that its time has come."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import structlog

from wijkstem.commands.ballots import seal_of
from wijkstem.commands.closing import CloseRound
from wijkstem.commands.counting import StopCount, StoreCount
from wijkstem.commands.handlers import execute
from wijkstem.domain.ballots import read
from wijkstem.domain.closing import alarms, closing_day, counting, totals_of
from wijkstem.domain.lots import drawn
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.published import Cast, Published
from wijkstem.domain.vote_files import vote_file
from wijkstem.errors import BadConfiguration, RuleBroken
from wijkstem.kit.metrics import command_counted
from wijkstem.queries.counting import Due, ToCount, due_rounds, to_count, to_count_anew
from wijkstem.services import Services
from wijkstem.words.rounds import RoundState
from workers.stopping import never

logger = structlog.get_logger(__name__)


#: A close leads to a count: that is looked at at once, and what is left after that in a second.
PASSES = 3


def count_votes(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Until a stop is asked; gives how many rounds were looked at. Killed anywhere, the next does the rest."""
    done = 0
    for _ in range(PASSES):
        for one in _due(services, municipality_id):
            if stopping():
                return done
            _look(services, municipality_id, one)
            done += 1
    return done


def _due(services: Services, municipality_id: str) -> list[Due]:
    with services.reading(municipality_id) as connection:
        return due_rounds(connection, municipality_id, services.clock.now())


def _look(services: Services, municipality_id: str, due: Due) -> None:
    match due.state:
        case RoundState.FROZEN:
            command: object = CloseRound(due.id)
        case RoundState.CLOSED:
            command = _count(services, municipality_id, due.id)
        case _:
            command = _count_anew(services, municipality_id, due.id)
    try:
        with command_counted(type(command).__name__):
            execute(services, municipality_id, command, SYSTEM)
    except RuleBroken as early:
        # The database's clock is behind this machine's: it decides, and the next look comes in a second.
        logger.info("not yet", municipality=municipality_id, code=early.code)


def _count(services: Services, municipality_id: str, round_id: UUID) -> StoreCount | StopCount:
    with services.reading(municipality_id) as connection:
        found = to_count(connection, municipality_id, round_id, _seals(services, municipality_id))
    totals, codes = totals_of(found.totals), vote_file(found.rule_file).codes
    if wrong := alarms(found.box, found.board, totals, codes):
        logger.error("count stopped", municipality=municipality_id, problems=len(wrong))
        return StopCount(round_id, wrong)
    return StoreCount(round_id, tuple(_areas(found, {one.area: one.withdrawn for one in totals})))


def _areas(
    found: ToCount, withdrawn: Mapping[int, tuple[int, ...]]
) -> Iterator[tuple[UUID, int, Published]]:
    # Only here: numpy takes memory that a process without a count does not need.
    from wijkstem.domain.counting import counted

    file, ballots = vote_file(found.rule_file), counting(found.box)
    for area in file.areas:
        area_id = found.areas[area.number]
        cast = [Cast(read(one.picks), one.method) for one in ballots.get(area_id, [])]
        secrets.SystemRandom().shuffle(cast)  # voters get numbers in this order
        gone = withdrawn.get(area.number, ())
        yield area_id, len(cast), counted(file, area, cast, withdrawn=gone)


def _count_anew(services: Services, municipality_id: str, round_id: UUID) -> StoreCount:
    """The same ballots in the same order, with the lot."""
    from wijkstem.domain.counting import published_again, read_again

    with services.reading(municipality_id) as connection:
        found = to_count_anew(connection, municipality_id, round_id)
    areas = []
    for one in found:
        file = vote_file(one.rule_file)
        area, gone = file.area(one.area), json.loads(one.result)["withdrawn"]
        election, methods = read_again(file, area, one.ballots_file.encode(), gone)
        lot = drawn(file, closing_day(one.totals), one.root, one.figure, one.how)
        again = published_again(file, area, election, methods, lot)
        areas.append((one.area_id, one.ballots, again))
    return StoreCount(round_id, tuple(areas))


def _seals(services: Services, municipality_id: str) -> Callable[[Mapping[str, Any]], bool]:
    keys = services.tag_keys

    def sealed(row: Mapping[str, Any]) -> bool:
        try:
            return bool(
                secrets.compare_digest(
                    seal_of(keys, row["seal_key"], municipality_id, row), row["seal"]
                )
            )
        except BadConfiguration:
            return False  # a key that this installation never had

    return sealed
