"""The embedded engine: workers and clock as threads of the web process, on Dramatiq's in-process broker."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dramatiq

from wijkstem.bootstrap import bootstrap, make_broker, make_wake
from wijkstem.kit.jinja import make_pages
from wijkstem.services import Services
from wijkstem.settings import Settings
from workers import clock
from workers.actors import Actors

#: Milliseconds for what workers have in hands at a stop; the web had its own share of the thirty seconds.
FINISH_MS = 13_000

#: Milliseconds that a quiet worker waits before it looks again; the default of a second shows on screen.
WORKER_TIMEOUT_MS = 20
#: One writer at a time has the file, so more threads would only wait.
WORKER_THREADS = 3


def embedded_services(settings: Settings) -> tuple[Services, dramatiq.Broker]:
    """Services whose calls go to a broker in this process."""
    broker = make_broker(settings)
    return bootstrap(settings, wake=make_wake(settings, broker)), broker


@contextmanager
def working(services: Services, broker: dramatiq.Broker) -> Iterator[None]:
    """Workers and clock run while the block does; leaving it finishes what was begun, and begins nothing more."""
    Actors(services, broker, make_pages(services.settings.templates_dir))
    worker = dramatiq.Worker(
        broker, worker_timeout=WORKER_TIMEOUT_MS, worker_threads=WORKER_THREADS
    )
    stop = threading.Event()
    ticking = threading.Thread(target=clock.run, args=(services, stop), name="clock", daemon=True)
    worker.start()
    ticking.start()
    try:
        yield
    finally:
        stop.set()
        ticking.join()
        worker.stop(timeout=FINISH_MS)
