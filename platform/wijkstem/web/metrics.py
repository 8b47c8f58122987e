"""What the web counts of its own work; the figures themselves stand in `kit/metrics.py`."""

from functools import cache

from prometheus_client import Counter, Histogram

from wijkstem.kit.metrics import REQUESTS, SECONDS, SIGN_INS_REFUSED, command_counted

__all__ = ["command_counted", "request_counted", "sign_in_refused"]

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def request_counted(route: str, method: str, status: int, seconds: float) -> None:
    """One request is over."""
    # A stranger's invented method must not become a new time series.
    count, time = _figures(route, method if method in _METHODS else "other", status)
    count.inc()
    time.observe(seconds)


@cache  # there are as many as there are time series
def _figures(route: str, method: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(route, method, str(status)), SECONDS.labels(route)


def sign_in_refused(reason: str) -> None:
    """Somebody was not let in; ``reason`` is a code."""
    SIGN_INS_REFUSED.labels(reason).inc()
