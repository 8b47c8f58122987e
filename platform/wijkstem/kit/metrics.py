"""What a process counts of its own work: by kind and outcome, never by who or what about.

Several processes of one service add their figures up by a folder (`kit/shared_metrics.py`).
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import Connection, Engine, event

from wijkstem.errors import WijkstemError
from wijkstem.kit.shared_metrics import SHARED_FOLDER

logger = structlog.get_logger(__name__)

#: Of this process.
REGISTRY = CollectorRegistry()

REQUESTS = Counter(
    "wijkstem_http_requests",
    "Requests answered",
    ["route", "method", "status"],
    registry=REGISTRY,
)
SECONDS = Histogram(
    "wijkstem_http_request_seconds",
    "Time from request to the end of the answer",
    ["route"],
    registry=REGISTRY,
)
COMMANDS = Counter(
    "wijkstem_commands",
    "Commands by outcome: done, the kind of refusal, or failed",
    ["command", "outcome"],
    registry=REGISTRY,
)
COMMITS = Histogram(
    "wijkstem_commit_seconds",
    "Time that the database took to make a transaction last",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
SIGN_INS_REFUSED = Counter(
    "wijkstem_sign_ins_refused", "Sign-ins refused, by reason", ["reason"], registry=REGISTRY
)
FOLDED = Counter(
    "wijkstem_events_followed", "Events that a consumer followed", ["consumer"], registry=REGISTRY
)
ATTEMPTS = Counter(
    "wijkstem_delivery_attempts",
    "Messages handled by outcome: sent, failed, pointless, or let go at a stop",
    ["outcome"],
    registry=REGISTRY,
)
SWEEPS = Counter(
    "wijkstem_clock_sweeps", "Looks of the clock over everything", ["outcome"], registry=REGISTRY
)


def own_figures() -> CollectorRegistry:
    """The figures of this process, or of all processes that share a folder with it."""
    if SHARED_FOLDER not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # ships half typed
    return together


@contextmanager
def command_counted(command: str, *, told: bool = True) -> Iterator[None]:
    """Count how the command in the block ends, and say it in the log, unless when it was is nobody's business."""
    outcome = "failed"
    try:
        yield
        outcome = "done"
    except WijkstemError as error:
        outcome = type(error).__name__
        raise
    finally:
        COMMANDS.labels(command, outcome).inc()
        if told:
            logger.info("command", command=command, outcome=outcome)


def measure_commits(engine: Engine) -> None:
    """Time every commit of a transaction that may have written."""
    # SQLAlchemy tells when a commit begins but not when it is over, so the last step is wrapped.
    commit = engine.dialect.do_commit
    written: set[int] = set()

    def begins(connection: Connection) -> None:
        if not connection.get_execution_options().get("reads_only", False):
            written.add(id(connection.connection.dbapi_connection))

    def timed(connection: Any) -> None:
        raw = getattr(connection, "dbapi_connection", connection)
        if id(raw) not in written:
            commit(connection)
            return
        written.discard(id(raw))
        began = time.perf_counter()
        commit(connection)
        COMMITS.observe(time.perf_counter() - began)

    event.listen(engine, "commit", begins)
    engine.dialect.do_commit = timed  # type: ignore[method-assign, assignment]
