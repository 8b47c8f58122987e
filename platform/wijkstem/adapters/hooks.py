"""Telling another system something by HTTP: what is sent is public anyway, so all that matters is that it arrives."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

import httpx2

from wijkstem.adapters.oidc.outside import trusted

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
        told = json.dumps(dict(content), ensure_ascii=False).encode()
        _post(url, told, {"Content-Type": "application/json"})

    def send(self, url: str, content: bytes, headers: Mapping[str, str]) -> str:
        return f"HTTP {_post(url, content, headers)}"


def _post(url: str, content: bytes, headers: Mapping[str, str]) -> int:
    """What else stands in the answer is not read: it could go on for ever."""
    with (
        httpx2.Client(
            timeout=PATIENCE, verify=trusted(), follow_redirects=False, trust_env=False
        ) as client,
        client.stream("POST", url, content=content, headers=dict(headers)) as answer,
    ):
        if not answer.is_success:
            raise ConnectionError(f"the receiver answers {answer.status_code}")
        return answer.status_code
