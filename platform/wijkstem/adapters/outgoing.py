"""Asking another system for something by HTTP, within limits: it may be down, slow, or not what it should be.

Nobody sends us on to another address: the operator named this one, and what it points at could be a machine of
the house itself.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from wijkstem.adapters.oidc.outside import trusted
from wijkstem.words.council_source import SourceFault


class SourceFailed(Exception):
    """The look brought nothing; says why."""

    def __init__(self, fault: SourceFault, detail: str = "") -> None:
        super().__init__(fault.value, detail)
        self.fault, self.detail = fault, detail


@dataclass(frozen=True)
class Validators:
    """What a source said of its last answer."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in said.items() if value}


NOTHING_KNOWN = Validators()


@dataclass(frozen=True)
class Answer:
    """What came; no content: nothing changed since the last time."""

    content: bytes | None
    validators: Validators


@dataclass(frozen=True)
class Reader:
    """Reads over HTTP. Raises SourceFailed, and nothing else."""

    #: Seconds for one answer as a whole, however slowly it drips, and for one part of it.
    patience: float = 30.0
    silence: float = 10.0
    most_bytes: int = 20_000_000

    def get(self, address: str, *, seen: Validators = NOTHING_KNOWN, token: str = "") -> Answer:
        """What stands at the address."""
        asking = {"Accept": "application/json", **seen.headers()}
        if token:
            asking["Authorization"] = f"Bearer {token}"
        try:
            return self._get(address, asking, seen)
        except httpx2.TimeoutException:
            raise SourceFailed(SourceFault.SLOW) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise SourceFailed(SourceFault.UNREACHABLE, type(error).__name__) from None

    def _get(self, address: str, asking: Mapping[str, str], seen: Validators) -> Answer:
        deadline = time.monotonic() + self.patience
        timeout = httpx2.Timeout(self.silence, connect=min(self.silence, 5.0))
        with (
            httpx2.Client(
                timeout=timeout, verify=trusted(), follow_redirects=False, trust_env=False
            ) as client,
            client.stream("GET", address, headers=dict(asking)) as response,
        ):
            if response.status_code == 304:
                return Answer(None, seen)
            if response.is_redirect:
                raise SourceFailed(SourceFault.REDIRECTED, str(response.status_code))
            if response.status_code != 200:
                raise SourceFailed(SourceFault.STATUS, str(response.status_code))
            body = b""
            for part in response.iter_bytes():
                body += part
                if len(body) > self.most_bytes:
                    raise SourceFailed(SourceFault.TOO_LARGE)
                if time.monotonic() > deadline:
                    raise SourceFailed(SourceFault.SLOW)
            said = response.headers
            return Answer(
                body, Validators(_kept(said, "etag", 200), _kept(said, "last-modified", 60))
            )


def _kept(headers: Mapping[str, str], name: str, most: int) -> str | None:
    """A header that can be sent back later; one that is too long to keep is not known."""
    value = headers.get(name)
    return value if value and len(value) <= most and value.isascii() else None
