"""Waiting for another system: in threads of its own, so that a slow one holds up nobody who does not need it."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, fail_after, to_thread
from starlette.requests import Request

from wijkstem.adapters.oidc.outside import away

T = TypeVar("T")

#: Seconds that a page waits for another system.
PATIENCE = 10.0
#: Threads of a process that may wait for other systems at once.
THREADS = 20


async def in_outside_thread(request: Request, work: Callable[[], T]) -> T:
    """Run ``work``, which asks another system for something.

    Raises:
        Away: it took longer than a resident waits.
    """
    try:
        with fail_after(PATIENCE):
            return await to_thread.run_sync(work, limiter=_limiter(request), abandon_on_cancel=True)
    except TimeoutError:
        raise away("too slow") from None


def _limiter(request: Request) -> CapacityLimiter:
    state = request.app.state
    if not hasattr(state, "outside"):
        state.outside = CapacityLimiter(THREADS)
    found: CapacityLimiter = state.outside
    return found
