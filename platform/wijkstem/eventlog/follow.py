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
    except Exception as error:  # noqa: BLE001 - any failure of a consumer is its own and must not be lost
        logger.warning(
            "batch failed", consumer=consumer.name, municipality=municipality_id, error=_name(error)
        )
    done = 0
    try:
        while _fold(consumer, municipality_id, desk, 1):
            done += 1
    except Exception as error:  # noqa: BLE001 - as above; it is stored and shown to the operator
        _stop(consumer, municipality_id, desk, error)
    return done


def _fold(consumer: Consumer[W], municipality_id: str, desk: Desk[W], limit: int) -> int:
    with desk.open() as work:
        connection = desk.connection(work)
        at = _hold(connection, consumer.name, municipality_id)
        if at is None or at.rests(desk.now()):
            return 0
        skip = positions.passed_over(connection, consumer.name, municipality_id)
        events = log.read(connection, municipality_id, after=at.position, limit=limit, skip=skip)
        if events:
            consumer.fold(work, events)
            positions.advance(connection, consumer.name, municipality_id, events[-1].position)
        return len(events)


def _hold(connection: Connection, consumer: str, municipality_id: str) -> Standing | None:
    at = positions.hold(connection, consumer, municipality_id)
    if at is None and positions.standing(connection, consumer, municipality_id) is None:
        positions.begin(connection, consumer, municipality_id)
        at = positions.hold(connection, consumer, municipality_id)
    return at


def _stop(consumer: Consumer[W], municipality_id: str, desk: Desk[W], error: Exception) -> None:
    with desk.open() as work:
        connection = desk.connection(work)
        at = positions.hold(connection, consumer.name, municipality_id)
        if at is not None:
            said = f"{_name(error)}: {error}"
            positions.fail(connection, consumer.name, municipality_id, at, said, desk.now())
    logger.error(
        "consumer stopped", consumer=consumer.name, municipality=municipality_id, error=_name(error)
    )


def _name(error: Exception) -> str:
    return type(error).__name__
