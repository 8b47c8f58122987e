"""One answer for everybody who waits for it, and never one that was begun before the question."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import Context
from typing import Generic, TypeVar

T = TypeVar("T")


class Collected(Generic[T]):
    """Work whose answer is shared by all who asked for it before it began.

    Who asks while the work is under way does not get that answer, which may be older than the question, but the
    next one: what was true when somebody asked is always in what they get. However many ask, the work runs once
    at a time.
    """

    def __init__(
        self,
        work: Callable[[], Awaitable[T]],
        *,
        rest: float | Callable[[], float] = 0.0,
        admission: Callable[[], AbstractAsyncContextManager[object]] = nullcontext,
    ) -> None:
        self._work = work
        #: So many times as long as it took does the work rest, when more than one waits for it; asked each time.
        self._rest = rest if callable(rest) else lambda: rest
        #: What it may have to wait for before it begins.
        self._admission = admission
        self._asked: asyncio.Future[T] | None = None
        self._waiting = 0
        #: When the last run began, and how long it took.
        self._last = (0.0, 0.0)
        self._running: asyncio.Task[None] | None = None

    async def ask(self) -> T:
        """The answer of the next run of the work; an error of it is raised to all who waited for it."""
        if self._asked is None:
            self._asked = asyncio.get_running_loop().create_future()
            self._waiting = 0
            if self._running is None:
                # In a context of its own: it works for everybody, and not for who happened to ask first.
                self._running = asyncio.create_task(self._run(), context=Context())
        self._waiting += 1
        # One who gives up must not take the answer away from the others.
        return await asyncio.shield(self._asked)

    async def _run(self) -> None:
        goes_on = True
        while goes_on:
            asked, answer = await self._once()
            goes_on = self._asked is not None
            if not goes_on:
                self._running = None
            if isinstance(answer, Exception):
                asked.set_exception(answer)
                asked.exception()  # looked at, also when everybody who waited has gone
            else:
                asked.set_result(answer)

    async def _once(self) -> tuple[asyncio.Future[T], T | Exception]:
        loop = asyncio.get_running_loop()
        # Who comes alone is not kept waiting; who comes in the meantime is taken along.
        if self._waiting > 1 and (pause := self._rested() - loop.time()) > 0:
            await asyncio.sleep(pause)
        asked, began = None, loop.time()
        answer: T | Exception
        try:
            async with self._admission():
                asked, began = self._taken(), loop.time()
                answer = await self._work()
        except Exception as error:  # noqa: BLE001  # it is raised to everybody who waits
            asked, answer = asked or self._taken(), error
        self._last = began, loop.time() - began
        return asked, answer

    def _rested(self) -> float:
        """When the work has rested as long as it should by now."""
        began, took = self._last
        return began + took * (1 + self._rest())

    def _taken(self) -> asyncio.Future[T]:
        """From here on, who asks waits for the next run."""
        asked, self._asked = self._asked, None
        assert asked is not None
        return asked
