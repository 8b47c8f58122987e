"""Asking a provider for something over HTTP, within limits: it may be down, slow, or not what it should be."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from ssl import SSLContext
from typing import Any, Generic, TypeVar

import httpx2

from wijkstem.errors import Away

T = TypeVar("T")

#: Seconds for one answer as a whole, however slowly it drips.
PATIENCE = 6.0
TIMEOUT = httpx2.Timeout(5.0, connect=3.0)
#: No provider says more of itself than this.
MOST_BYTES = 500_000
#: Seconds that nobody asks again after it failed: who comes meanwhile hears at once that it is away.
REST = 5.0


def away(what: str) -> Away:
    """The provider cannot be used now; ``what`` says to the log which part."""
    error = Away(
        "provider_away",
        "Inloggen lukt nu even niet. De inlogdienst geeft geen antwoord. Dat ligt niet aan u. Probeer het over"
        " een paar minuten nog eens. Alles lezen kan wel.",
    )
    error.add_note(what)
    return error


@contextmanager
def outside() -> Iterator[None]:
    """Whatever goes wrong on the way or over there means that the provider is away."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise away(type(error).__name__) from None


@cache
def trusted() -> SSLContext:
    """The authorities that this machine trusts, read once: reading them costs more than a request."""
    return httpx2.create_ssl_context()


def get_json(url: str, *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at ``url``; follows no redirects. Raises Away."""
    deadline = time.monotonic() + PATIENCE
    asking = {"Accept": "application/json", **(headers or {})}
    with outside(), httpx2.Client(timeout=TIMEOUT, verify=trusted()) as client:
        with client.stream("GET", url, headers=asking) as response:
            response.raise_for_status()
            body = b""
            for part in response.iter_bytes():
                body += part
                if len(body) > MOST_BYTES or time.monotonic() > deadline:
                    raise away("too slow or too much")
        found = json.loads(body)
    if not isinstance(found, dict):
        raise away("no JSON object")
    return found


class Fetched(Generic[T]):
    """Something that is fetched when it is asked for and then kept; one thread fetches, the others wait."""

    def __init__(
        self, fetch: Callable[[], T], kept: float, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch, self._kept, self._ticks = fetch, kept, ticks
        self._lock = threading.Lock()
        self._found: T | None = None
        self._since = 0.0
        self._failed: float | None = None

    def __call__(self, *, younger_than: float | None = None) -> T:
        """What was fetched, not longer ago than it may be. Raises Away."""
        with self._lock:
            limit = self._kept if younger_than is None else younger_than
            if self._found is None or self._ticks() - self._since > limit:
                self._found = self._fetched()
                self._since = self._ticks()
            return self._found

    def _fetched(self) -> T:
        if self._failed is not None and self._ticks() - self._failed < REST:
            raise away("just failed")
        try:
            found = self._fetch()
        except Away:
            self._failed = self._ticks()
            raise
        self._failed = None
        return found
