"""Content codings: which one a browser may get (RFC 9110, 12.5.3), and a body in it."""

import gzip
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import brotli

if sys.version_info >= (3, 14):  # pragma: no cover
    from compression import zstd
else:
    from backports import zstd

IDENTITY: Final = "identity"
#: Below this many bytes the headers of a coding weigh more than what it saves.
WORTH_IT: Final = 700

#: For an answer that is made now and may be gone in a second; by preference at the same weight.
_QUICK: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstd.compress(body, level=3),
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
}
#: For a file that is coded once and sent for a year; by preference at the same weight.
_SMALL: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=11),
    "zstd": lambda body: zstd.compress(body, level=19),
    "gzip": lambda body: gzip.compress(body, compresslevel=9, mtime=0),
}
#: How the file of a coding ends.
ENDINGS: Final = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}


def coded(body: bytes, coding: str) -> bytes:
    """``body`` in ``coding``, quickly."""
    return body if coding == IDENTITY else _QUICK[coding](body)


def squeezed(body: bytes, coding: str) -> bytes:
    """``body`` in ``coding``, as small as it gets."""
    return _SMALL[coding](body)


@lru_cache(maxsize=256)
def accepted(header: str | None, *, small: bool = False) -> str:
    """The coding to answer in: of those that the header weighs highest, the one that we like best."""
    if not header:
        return IDENTITY
    weights = _weights(header)
    ours = _SMALL if small else _QUICK
    rest = weights.get("*", 0.0)
    offered = {name: weights.get(name, rest) for name in ours}
    best = max(ours, key=lambda name: offered[name])  # the first of equals
    plain = weights.get(IDENTITY, 0.0)
    return best if offered[best] > 0 and offered[best] >= plain else IDENTITY


def _weights(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (one.strip() for one in part.split(";"))
        found["gzip" if name == "x-gzip" else name] = _weight(parameters)
    return found


def _weight(parameters: list[str]) -> float:
    for one in parameters:
        name, _, value = one.partition("=")
        if name.strip() == "q":
            try:
                return max(0.0, min(1.0, float(value)))
            except ValueError:
                return 0.0  # what cannot be read is not wanted
    return 1.0
