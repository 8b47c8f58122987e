"""For whoever looks after the installation: is it alive, is it ready, what does it count."""

from datetime import timedelta
from hmac import compare_digest
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from wijkstem.bootstrap import consumer_names
from wijkstem.errors import NotFound
from wijkstem.metrics import exposition
from wijkstem.queries import engine
from wijkstem.services import Services
from wijkstem.web import hosts
from wijkstem.web.context import services
from wijkstem.web.work import in_thread

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
                lags = engine.lags(connection, consumer_names(parts))
                state["consumers"] = _consumers(lags, parts.settings.ready_within_events)
    except SQLAlchemyError as error:
        state["database"] = {"ok": False, "error": type(error).__name__}
    return state | {"broker": _broker(parts)}


def _consumers(lags: list[engine.Lag], most: int) -> dict[str, Any]:
    """Late is not ready. One that an event has stopped is named, and no more than that.

    It stops in one municipality, and to take the site away from all of them would help nobody: there is an
    alert for it, and a person.
    """
    late = [lag for lag in lags if lag.behind > most and not lag.failures]
    return {
        "ok": not late,
        "most_behind": max((lag.behind for lag in lags), default=0),
        "late": [f"{lag.municipality_id}/{lag.consumer}" for lag in late],
        "stopped": [f"{lag.municipality_id}/{lag.consumer}" for lag in lags if lag.failures],
    }


def _broker(parts: Services) -> dict[str, Any]:
    try:
        return {"ok": True, "waiting": parts.wake.waiting()}
    except RedisError as error:
        return {"ok": False, "error": type(error).__name__}


async def metrics(request: Request) -> Response:
    """What Prometheus asks, for who has the token; without one set it is not here, but on a port of its own."""
    parts = services(request)
    token = parts.settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "")
    if not token or not compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise NotFound("no_metrics", "Deze pagina is er niet.")
    text = await in_thread(request, lambda: exposition(parts))
    return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, **_NEVER_KEPT})


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
