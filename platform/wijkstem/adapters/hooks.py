"""Telling another system something by HTTP: what is sent is public anyway, so all that matters is that it arrives."""

from collections.abc import Mapping
from typing import Any, Protocol

import httpx2

#: Seconds that the other side may take; what fails is tried again later.
PATIENCE = 10.0


class Hooks(Protocol):
    """Whatever can tell another system something."""

    def tell(self, url: str, content: Mapping[str, Any]) -> None:
        """Raises what went wrong; anything but a success of the other side is wrong."""
        ...

    def send(self, url: str, content: bytes, headers: Mapping[str, str]) -> str:
        """The same for bytes that are signed; gives what the other side said when it took them."""
        ...


class HttpHooks:
    """Posts JSON. Follows nobody to another address: the operator named this one."""

    def tell(self, url: str, content: Mapping[str, Any]) -> None:
        with httpx2.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
            answer = client.post(url, json=dict(content))
        if not answer.is_success:
            raise ConnectionError(f"the hook answers {answer.status_code}")

    def send(self, url: str, content: bytes, headers: Mapping[str, str]) -> str:
        with httpx2.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
            answer = client.post(url, content=content, headers=dict(headers))
        if not answer.is_success:
            raise ConnectionError(f"the receiver answers {answer.status_code}")
        return f"HTTP {answer.status_code}"
