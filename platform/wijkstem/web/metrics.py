"""What is counted of the web's own work: requests by route, commands by outcome. Never who or what about."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram

from wijkstem.errors import WijkstemError

#: Of this process; with several web processes each has its own and says so at /metrics.
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

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def request_counted(route: str, method: str, status: int, seconds: float) -> None:
    """One request is over."""
    # A stranger's invented method must not become a new time series.
    REQUESTS.labels(route, method if method in _METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)


@contextmanager
def command_counted(command: str) -> Iterator[None]:
    """Count how the command in the block ends."""
    outcome = "failed"
    try:
        yield
        outcome = "done"
    except WijkstemError as error:
        outcome = type(error).__name__
        raise
    finally:
        COMMANDS.labels(command, outcome).inc()
