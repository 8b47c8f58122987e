"""Follow the log: read a batch, fold it, store the position, all in one transaction.

The transaction is opened by the caller's ``work`` so that a projection works on a connection and a reaction
on a unit of work. A batch that fails is tried again event by event, so that everything before the event that
fails is kept and that one event is what the consumer stands still on.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import structlog
from sqlalchemy import Connection

from wijkstem.eventlog import log, positions
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.positions import Standing
from wijkstem.kit.db import is_outage

W = TypeVar("W")

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Desk(Generic[W]):
    """Where a consumer works: opens a transaction that commits at the end, and gives its connection."""

    open: Callable[[], AbstractContextManager[W]]
    connection: Callable[[W], Connection]
    now: Callable[[], datetime]


def follow(consumer: Consumer[W], municipality_id: str, desk: Desk[W], *, most: int = 20) -> int:
    """Fold what is new, at most ``most`` batches; gives how many events were folded."""
    folded = 0
    for _ in range(most):
        done = _step(consumer, municipality_id, desk)
        folded += done
        if done < consumer.batch:
            break
    return folded


def _step(consumer: Consumer[W], municipality_id: str, desk: Desk[W]) -> int:
    try:
        return _fold(consumer, municipality_id, desk, consumer.batch)
    except _Failed as failed:
        _require_database(failed)
        logger.warning(
            "batch failed",
            consumer=consumer.name,
            municipality=municipality_id,
            error=_name(failed.cause),
        )
    done = 0
    try:
        while done < consumer.batch and _fold(consumer, municipality_id, desk, 1):
            done += 1
    except _Failed as failed:
        _require_database(failed)
        _stop(consumer, municipality_id, desk, failed)
    return done


def _require_database(failed: "_Failed") -> None:
    """Raises what happened when it was the database: no event is to blame, and the clock calls again."""
    if is_outage(failed.cause):
        raise failed.cause


class _Failed(Exception):
    """What a consumer failed on, and the position behind which it stood: None when it held none."""

    def __init__(self, behind: int | None, cause: Exception) -> None:
        super().__init__(f"{_name(cause)}: {cause}")
        self.behind = behind
        self.cause = cause


def _fold(consumer: Consumer[W], municipality_id: str, desk: Desk[W], limit: int) -> int:
    at: Standing | None = None
    try:
        with desk.open() as work:
            connection = desk.connection(work)
            at = _hold(connection, consumer, municipality_id)
            if at is None or at.version != consumer.version or at.rests(desk.now()):
                return 0
            skip = positions.passed_over(connection, consumer.name, municipality_id)
            events = log.read(
                connection, municipality_id, after=at.position, limit=limit, skip=skip
            )
            if events:
                consumer.fold(work, events)
            reached = positions.past(events[-1].position if events else at.position, skip)
            if reached > at.position:
                positions.advance(connection, consumer.name, municipality_id, reached)
            return len(events)
    except Exception as error:
        raise _Failed(at.position if at else None, error) from error


def _hold(connection: Connection, consumer: Consumer[W], municipality_id: str) -> Standing | None:
    name = consumer.name
    at = positions.hold(connection, name, municipality_id)
    if at is None and positions.standing(connection, name, municipality_id) is None:
        positions.begin(connection, name, municipality_id, consumer.version)
        at = positions.hold(connection, name, municipality_id)
    return at


def _stop(consumer: Consumer[W], municipality_id: str, desk: Desk[W], failed: _Failed) -> None:
    with desk.open() as work:
        connection = desk.connection(work)
        at = _hold(connection, consumer, municipality_id)
        # Another worker may have got past it meanwhile: what it does next has not failed.
        if at is not None and at.position == failed.behind:
            positions.fail(connection, consumer.name, municipality_id, at, str(failed), desk.now())
        event_id, correlation_id = log.trace(connection, municipality_id, (failed.behind or 0) + 1)
    logger.error(
        "consumer stopped",
        consumer=consumer.name,
        municipality=municipality_id,
        position=(failed.behind or 0) + 1,
        event_id=event_id,
        correlation_id=correlation_id,
        error=_name(failed.cause),
    )


def _name(error: Exception) -> str:
    return type(error).__name__
