"""What Prometheus gets: what the processes counted, and how the engine stands in the database now.

The engine's figures are asked for at the moment of asking, with queries that do not take longer as the log
grows. They are the same in whichever process answers; `max` over the instances is the figure.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from enum import IntEnum
from importlib.metadata import version
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Metric, generate_latest, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from wijkstem.bootstrap import consumer_names
from wijkstem.kit.clock import AMSTERDAM, local_date
from wijkstem.kit.metrics import own_figures
from wijkstem.queries import engine
from wijkstem.services import Services


class Service(IntEnum):
    """Which service of the platform: each has a port of its own, counted from `metrics_port`."""

    WEB = 0
    WORKER = 1
    CLOCK = 2


class EngineFigures(Collector):
    """How the engine stands, asked anew each time."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterable[Metric]:
        """Everything that can be known; what is away says so with a 0."""
        yield _one("build_info", "The version that runs", 1, version=version("wijkstem"))
        yield from self._broker()
        try:
            with self._services.reading_everywhere() as connection:
                found = list(self._engine(connection))
        except SQLAlchemyError:
            found = []
        yield _one("database_up", "Whether the database answers", int(bool(found)))
        yield from found

    def _broker(self) -> Iterator[Metric]:
        try:
            waiting = self._services.wake.waiting()
        except RedisError:
            yield _one("broker_up", "Whether the queue of calls answers", 0)
            return
        yield _one("broker_up", "Whether the queue of calls answers", 1)
        yield _one("queue_depth", "Calls that no worker took yet", waiting)

    def _engine(self, connection: Connection) -> Iterator[Metric]:
        now = self._services.clock.now()
        yield from _consumers(engine.lags(connection, consumer_names(self._services)))
        yield from _log(connection)
        yield from _deliveries(connection, now)
        yield from _terms(connection, now)


def _one(name: str, words: str, value: float, **labels: str) -> Metric:
    family = GaugeMetricFamily(f"wijkstem_{name}", words, labels=tuple(labels))
    family.add_metric(tuple(labels.values()), value)
    return family


def _gauge(name: str, words: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"wijkstem_{name}", words, labels=labels)


def _consumers(lags: list[engine.Lag]) -> Iterator[Metric]:
    where = ("municipality", "consumer")
    behind = _gauge("consumer_lag", "Events that a consumer still has to follow", *where)
    failing = _gauge("consumer_failures", "Times in a row that the next event failed", *where)
    since = _gauge("consumer_failing_since_seconds", "When the first of those was", *where)
    for one in lags:
        labels = (one.municipality_id, one.consumer)
        behind.add_metric(labels, one.behind)
        failing.add_metric(labels, one.failures)
        if one.failing_since is not None:
            since.add_metric(labels, one.failing_since.timestamp())
    yield from (behind, failing, since)


def _log(connection: Connection) -> Iterator[Metric]:
    events = CounterMetricFamily(
        "wijkstem_log_events", "Events in the log", labels=("municipality",)
    )
    for municipality_id, head in engine.heads(connection).items():
        events.add_metric((municipality_id,), head)
    yield events


def _deliveries(connection: Connection, now: datetime) -> Iterator[Metric]:
    counted = _gauge(
        "deliveries", "Messages that did not go out, by state", "municipality", "state"
    )
    late = _gauge(
        "delivery_late_seconds", "How long the message that waits longest is due", "municipality"
    )
    held = _gauge("deliveries_on_hold", "Whether a person must look first", "municipality")
    found = engine.unsent_deliveries(connection)
    for (municipality_id, state), one in found.items():
        counted.add_metric((municipality_id, state), one.count)
        if state == "waiting":
            late.add_metric((municipality_id,), max(0.0, (now - one.due_at).total_seconds()))
    closed = frozenset(engine.on_hold(connection))
    for municipality_id in engine.heads(connection):
        held.add_metric((municipality_id,), int(municipality_id in closed))
    yield from (counted, late, held)


def _terms(connection: Connection, now: datetime) -> Iterator[Metric]:
    unhandled = _gauge(
        "term_unhandled_seconds",
        "How long a term is over that nobody was told of; 0 when there is none",
        "municipality",
    )
    over = engine.unhandled_terms(connection, local_date(now))
    for municipality_id in engine.heads(connection):
        due_on = over.get(municipality_id)
        seconds = 0.0
        if due_on is not None:
            ended = datetime.combine(due_on + timedelta(days=1), time(), AMSTERDAM)
            seconds = (now - ended).total_seconds()
        unhandled.add_metric((municipality_id,), seconds)
    yield unhandled


def registry(services: Services) -> CollectorRegistry:
    """Everything that there is to tell."""
    whole = CollectorRegistry()
    whole.register(own_figures())
    whole.register(EngineFigures(services))
    return whole


def exposition(services: Services) -> bytes:
    """The same as text."""
    return generate_latest(registry(services))


class _Server(ThreadingMixIn, WSGIServer):
    """The processes of one service share its port: whichever is asked tells of all of them."""

    allow_reuse_port = True
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing: it is asked every few seconds."""


class MetricsServer:
    """`/metrics` on a port of its own, away from the public; does nothing where no port is set."""

    def __init__(self, services: Services, service: Service) -> None:
        self._server: WSGIServer | None = None
        settings = services.settings
        if settings.metrics_port:
            self._server = make_server(
                settings.metrics_host,
                settings.metrics_port + service,
                make_wsgi_app(registry(services)),
                server_class=_Server,
                handler_class=_Silent,
            )

    def start(self) -> None:
        if self._server is not None:
            threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()


@contextmanager
def serving_metrics(services: Services, service: Service) -> Iterator[None]:
    """The server runs while the block does."""
    server = MetricsServer(services, service)
    server.start()
    try:
        yield
    finally:
        server.stop()
