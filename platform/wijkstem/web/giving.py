"""How a page from the shelf goes out: as a whole, without its body, or not at all when the browser has it."""

from collections.abc import Sequence
from typing import Final

from starlette.types import Send

from wijkstem.kit.coding import IDENTITY, WORTH_IT, accepted
from wijkstem.web.middleware import Headers, guarded
from wijkstem.web.shelf import Answered

#: Anybody may keep it, and must ask before showing it again.
VALIDATED: Final = (b"cache-control", b"public, no-cache")
VARY: Final = (b"vary", b"Cookie, Accept-Encoding")
_DEPENDS: Final = frozenset({b"content-length", b"vary"})


def etags(header: str) -> frozenset[str]:
    """The marks of what the browser has. A weak comparison: ours are all weak."""
    return frozenset(
        part if part == "*" else f"W/{part.removeprefix('W/')}"
        for one in header.split(",")
        if (part := one.strip())
    )


def coding_of(page: Answered, accept_encoding: str | None) -> str:
    """What ``page`` goes out in, to a browser that says this."""
    return accepted(accept_encoding) if len(page.body) >= WORTH_IT else IDENTITY


async def give(send: Send, page: Answered, coding: str, *, head: bool) -> int:
    """Send a page that was made ready in ``coding``; gives the status."""
    await _send(send, page.status, page.sent[coding], b"" if head else page.coded(coding))
    return page.status


async def give_nothing_new(
    send: Send, etag: str, *, https: bool, also: Sequence[tuple[bytes, bytes]] = ()
) -> int:
    """What the browser has is what it would get."""
    headers = [(b"etag", etag.encode()), VALIDATED, VARY, *also]
    await _send(send, 304, guarded(headers, https=https))
    return 304


def make_ready(page: Answered, coding: str, *, https: bool) -> None:
    """Work out what goes out in ``coding``, once."""
    headers = [pair for pair in page.headers if pair[0] not in _DEPENDS]
    if coding != IDENTITY:
        headers.append((b"content-encoding", coding.encode()))
    headers += (b"content-length", str(len(page.coded(coding))).encode()), VARY
    page.sent[coding] = guarded(headers, https=https)


async def _send(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
