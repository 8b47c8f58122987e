"""Blocks the network for tests: only this machine can be reached, by loopback or Unix socket."""

import ipaddress
import socket
import ssl
from typing import Any

import pytest

#: For our own servers, which speak plain http. By itself each call of httpx2's reads every certificate of the machine
#: first, which takes 40 ms of processor time.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether a host name or address can only mean this machine."""
    name = (host.decode() if isinstance(host, bytes) else str(host or "localhost")).lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections and name look-ups that leave this machine."""
    connect, connect_ex, getaddrinfo = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_remote(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_remote(self, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local(host):
            raise NetworkBlocked(f"a test looked up {host!r}; use a fake")
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


def _refuse_remote(used: socket.socket, address: Any) -> None:
    if used.family in {socket.AF_INET, socket.AF_INET6} and not is_local(address[0]):
        raise NetworkBlocked(f"a test connected to {address!r}; use a fake")
