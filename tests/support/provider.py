"""Starting the tests' OpenID provider, and telling it who logs in and what is to go wrong."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from joserfc.jwk import RSAKey

from tests.support.network import NO_CERTIFICATES

APP = Path(__file__).with_name("provider_app.py")
CLIENT = "wijkstem-testdorp"
SECRET = "a-secret-that-opens-nothing"


@dataclass
class TestProvider:
    """The provider as a test sees it."""

    __test__ = False  # no test, whatever its name says

    issuer: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048))

    def tell(self, now: float, claims: dict[str, Any], **wrong: Any) -> None:
        """From now on this person logs in; ``wrong``: what is not as it should be."""
        client = wrong.pop("client", None) or self.client()
        self.post({"now": int(now), "claims": claims, "client": client, **wrong})

    def client(self, *, by_key: bool = False) -> dict[str, Any]:
        """The platform as the provider knows it."""
        back = [
            f"{scheme}://testdorp.localhost/inloggen/met/{way}/terug"
            for way in ("digid", "kantoor", "sleutel")
            for scheme in ("http", "https")
        ]
        proof = {"public_key": self.key.as_dict(private=False)} if by_key else {"secret": SECRET}
        return {"client_id": CLIENT, "redirect_uris": back, **proof}

    def post(self, told: dict[str, Any]) -> dict[str, Any]:
        answer = httpx2.post(f"{self.issuer}/test", json=told, timeout=10, verify=NO_CERTIFICATES)
        said: dict[str, Any] = answer.json()
        return said

    def rotate(self) -> None:
        """Sign with a new key from now on; the old one is published no more."""
        self.post({"rotate": True})

    def logout_token(self, **claims: Any) -> str:
        """What the provider would send when somebody logged out there."""
        return str(self.post({"logout_token": claims})["token"])

    def asked(self, what: str) -> int:
        """How often it was asked for something."""
        return int(self.post({})["asked"].get(what, 0))

    def last_authorization(self) -> dict[str, str]:
        """What the browser brought along the last time."""
        found: dict[str, str] = self.post({})["seen"][-1]
        return found


@contextmanager
def running_provider(folder: Path) -> Iterator[TestProvider]:
    """A provider in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(APP), str(port)], stdin=subprocess.PIPE, stdout=log, stderr=log
        )
    assert process.stdin is not None
    try:
        issuer = f"http://127.0.0.1:{port}"
        _wait(issuer, process)
        yield TestProvider(issuer)
    finally:
        process.stdin.close()
        process.wait(15)


def _wait(issuer: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < end:
        try:
            httpx2.post(f"{issuer}/test", json={}, timeout=2, verify=NO_CERTIFICATES)
        except httpx2.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the tests' provider did not start")
