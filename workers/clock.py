"""The clock process: sweeps every second, and keeps on when the database or Redis is away."""

import signal
import threading
import time

import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from wijkstem.adapters.wake import Task
from wijkstem.bootstrap import bootstrap
from wijkstem.kit.logs import configure_logs
from wijkstem.kit.metrics import SWEEPS
from wijkstem.metrics import Service, serving_metrics
from wijkstem.services import Services
from wijkstem.settings import load_settings
from workers.consumers import Consumers
from workers.sweep import sweep

logger = structlog.get_logger(__name__)

#: Seconds between two sweeps, and so about the longest that a lost call can delay anything.
INTERVAL = 1.0
#: Seconds between two looks at what was kept long enough, and between two stirs of the boxes of open votes.
TIDY_EVERY = 900.0
REGULARS = (Task.TIDY, Task.STIR)


def tick(services: Services, consumers: tuple[str, ...]) -> None:
    """Sweep once; an outage is said and survived."""
    try:
        sweep(services, consumers)
    except (SQLAlchemyError, RedisError) as error:
        SWEEPS.labels("failed").inc()
        logger.warning("sweep failed", error=type(error).__name__)
    else:
        SWEEPS.labels("done").inc()


def run(services: Services, stop: threading.Event, *, interval: float = INTERVAL) -> None:
    """Sweep until ``stop`` is set."""
    consumers = Consumers(services).names
    tidied = -TIDY_EVERY
    while not stop.wait(interval):
        tick(services, consumers)
        if time.monotonic() - tidied >= TIDY_EVERY:
            tidied = time.monotonic()
            call_regulars(services)


def call_regulars(services: Services) -> None:
    """Have every municipality do what is not done at a set moment; a call that is lost comes again."""
    try:
        for slug in services.rules.slugs:
            for task in REGULARS:
                services.wake.ring(slug, task)
    except RedisError as error:
        logger.warning("regulars not called", error=type(error).__name__)


def main() -> None:
    """The Procfile's ``clock``."""
    configure_logs()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    services = bootstrap(load_settings())
    with serving_metrics(services, Service.CLOCK):
        run(services, stop)
    services.engine.dispose()


if __name__ == "__main__":
    main()
