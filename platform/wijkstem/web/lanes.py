"""Who goes first when it is busy: readers without a session never take the places of people who do something."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio import CapacityLimiter
from starlette.requests import Request

from wijkstem.settings import Settings

_STATE: Final = "in_the_crowd"
#: When others are at work as well, a place of the crowd stays empty so many times as long as it was taken.
_GIVES_WAY: Final = 1.0


class TooBusy(Exception):
    """The crowd is too large: come back later."""


class Lanes:
    """The threads of one process, a thread for each connection of the pool: a few of them for the crowd.

    The crowd are all readers without a session. Their pages are also rendered, on the one event loop of the process,
    so a place in their lane covers the whole of it and not the database's part alone.
    """

    def __init__(self, settings: Settings) -> None:
        #: Writing, and reading with a session.
        self.people = CapacityLimiter(max(1, settings.pool_size - settings.crowd_places))
        self.crowd = CapacityLimiter(settings.crowd_places)
        #: One short question each, for everybody who waits.
        self.moments = CapacityLimiter(2)
        self._places = asyncio.Semaphore(settings.crowd_places)
        self._most = settings.crowd_waiting
        self._patience = settings.crowd_patience_seconds
        self._waiting = 0
        #: Readers who are being answered, or wait for it.
        self.inside = 0
        #: Everybody else who is.
        self.at_work = 0
        self._most_inside = settings.crowd_requests

    @property
    def full(self) -> bool:
        """Whether no reader more is let in."""
        return self.inside >= self._most_inside

    def of(self, request: Request) -> CapacityLimiter:
        """The threads that a request's questions run in."""
        return self.crowd if getattr(request.state, _STATE, False) else self.people

    @asynccontextmanager
    async def place(self, state: dict[str, object]) -> AsyncIterator[None]:
        """A place in the crowd's lane, for the request with this ``state``, as long as the block lasts.

        Raises:
            TooBusy: when too many wait already, or the wait takes too long.
        """
        await self._wait()
        state[_STATE] = True
        began = time.monotonic()
        try:
            yield
        finally:
            self._leave(time.monotonic() - began)

    async def _wait(self) -> None:
        if self._waiting >= self._most:
            raise TooBusy
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise TooBusy from None
        finally:
            self._waiting -= 1

    def _leave(self, took: float) -> None:
        if self.people.borrowed_tokens:
            asyncio.get_running_loop().call_later(took * _GIVES_WAY, self._places.release)
        else:
            self._places.release()
