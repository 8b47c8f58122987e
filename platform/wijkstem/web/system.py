"""For whoever looks after the installation: is it alive, is it ready, what does it count."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from wijkstem.bootstrap import REDIS_TIMEOUT, reactions
from wijkstem.queries import engine
from wijkstem.services import Services
from wijkstem.web import hosts
from wijkstem.web.context import services
from wijkstem.web.metrics import REGISTRY
from wijkstem.web.work import in_thread

#: A consumer further behind than this shows residents something old: not ready.
MOST_BEHIND = 1000

_NEVER_KEPT = {"Cache-Control": "no-store"}


async def healthz(request: Request) -> Response:
    """The process answers; nothing else is looked at, so that a slow database restarts nobody."""
    del request
    return JSONResponse({"status": "ok"}, headers=_NEVER_KEPT)


async def readyz(request: Request) -> Response:
    """Every part that a resident's request needs, each with how it is."""
    parts = services(request)
    state = await in_thread(request, lambda: _state(parts))
    ready = all(part["ok"] for part in state.values())
    body = {"status": "ok" if ready else "not ready", **state}
    return JSONResponse(body, status_code=200 if ready else 503, headers=_NEVER_KEPT)


def _state(parts: Services) -> dict[str, dict[str, Any]]:
    state: dict[str, dict[str, Any]] = {
        part: {"ok": False} for part in ("database", "migrations", "consumers")
    }
    try:
        with parts.reading_everywhere() as connection:
            state["database"] = {"ok": True}
            state["migrations"] = {"ok": engine.migrated(connection)}
            if state["migrations"]["ok"]:
                state["consumers"] = _consumers(engine.lags(connection, consumer_names(parts)))
    except SQLAlchemyError as error:
        state["database"] = {"ok": False, "error": type(error).__name__}
    if parts.settings.redis_url:
        state["redis"] = _redis(parts.settings.redis_url)
    return state


def consumer_names(parts: Services) -> tuple[str, ...]:
    """Everything that follows the log."""
    return (*engine.PROJECTION_NAMES, *(consumer.name for consumer in reactions(parts)))


def _consumers(lags: list[engine.Lag]) -> dict[str, Any]:
    late = [lag for lag in lags if lag.behind > MOST_BEHIND]
    return {
        "ok": not late,
        "most_behind": max((lag.behind for lag in lags), default=0),
        "late": [f"{lag.municipality_id}/{lag.consumer}" for lag in late],
    }


def _redis(url: str) -> dict[str, Any]:
    client = Redis.from_url(url, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT)
    try:
        return {"ok": bool(client.ping())}
    except RedisError as error:
        return {"ok": False, "error": type(error).__name__}
    finally:
        client.close()


async def metrics(request: Request) -> Response:
    """What Prometheus scrapes: this process's counters, and the engine as it stands now."""
    parts = services(request)
    gauges = await in_thread(request, lambda: _gauges(parts))
    return Response(
        generate_latest(REGISTRY) + generate_latest(gauges),
        headers={"Content-Type": CONTENT_TYPE_LATEST, **_NEVER_KEPT},
    )


def _gauges(parts: Services) -> CollectorRegistry:
    registry = CollectorRegistry()
    gauge = _maker(registry)
    lag = gauge("consumer_lag", "Events a consumer still has to follow", "municipality", "consumer")
    failing = gauge(
        "consumer_failures", "Times in a row that the next event failed", "municipality", "consumer"
    )
    waiting = gauge("deliveries", "Messages by state", "municipality", "state")
    with parts.reading_everywhere() as connection:
        for one in engine.lags(connection, consumer_names(parts)):
            lag.labels(one.municipality_id, one.consumer).set(one.behind)
            failing.labels(one.municipality_id, one.consumer).set(one.failures)
        for (municipality_id, state), count in engine.deliveries(connection).items():
            waiting.labels(municipality_id, state).set(count)
    return registry


def _maker(registry: CollectorRegistry) -> Callable[..., Gauge]:
    def gauge(name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(f"wijkstem_{name}", help_text, labels, registry=registry)

    return gauge


async def security_txt(request: Request) -> Response:
    """Where to report a weakness (RFC 9116)."""
    parts = services(request)
    expires = (parts.clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    base = hosts.address(request, parts.settings.base_host)
    lines = (
        f"Contact: {base}kwetsbaarheid-melden",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Policy: {base}kwetsbaarheid-melden",
    )
    return PlainTextResponse("\n".join(lines) + "\n")
