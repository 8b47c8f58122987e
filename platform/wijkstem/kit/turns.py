"""Processes that share a port take turns at who comes in.

A kernel offers a new connection to all processes that listen on a shared socket, and whoever wakes first has it. Of
thirty that come at once one process took nearly all (2,900 ms of work against 380 in `bench/`), and as they are kept
open it stays so. Here who has just let somebody in stands back for a moment, so that the others have the next.

One socket for each process (``SO_REUSEPORT``) would spread them too, but by lot, and what is dealt to a process that
hangs or is killed waits for it or is lost.
"""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from typing import Any, Final

import uvloop

logger = logging.getLogger(__name__)

#: Seconds that who has let somebody in stands back: longer than another process needs to wake up.
STAND_BACK: Final = 0.001
#: Seconds to wait when the machine has nothing left to let anybody in with.
FULL: Final = 1.0
_NOTHING_LEFT: Final = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


class TakingTurns(uvloop.Loop):
    """The loop of a web process, for uvicorn's ``--loop``: sockets that were made by somebody else are shared."""

    async def create_server(  # type: ignore[override]
        self, protocol_factory: Callable[[], asyncio.Protocol], *args: Any, **how: Any
    ) -> "Door | asyncio.AbstractServer":
        """As asyncio's; with ``sock`` its connections are taken in turns."""
        sock = how.get("sock")
        if sock is None or how.get("ssl") is not None:
            return await super().create_server(protocol_factory, *args, **how)
        sock.setblocking(False)
        sock.listen(how.get("backlog", 100))
        return Door(self, sock, protocol_factory)


class Door:
    """Lets in whoever comes, one at a time."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        sock: socket.socket,
        protocol_factory: Callable[[], asyncio.Protocol],
    ) -> None:
        self.loop, self.sock, self.protocol_factory = loop, sock, protocol_factory
        self._coming_in: set[asyncio.Task[Any]] = set()
        self._later: asyncio.TimerHandle | None = None
        self._listen()

    def close(self) -> None:
        """Nobody else comes in."""
        if self.sock.fileno() < 0:
            return
        if self._later is not None:
            self._later.cancel()
        self.loop.remove_reader(self.sock)
        self.sock.close()

    async def wait_closed(self) -> None:
        """Until those who were let in have been shown to their protocols."""
        if self._coming_in:
            await asyncio.wait(self._coming_in)

    def _listen(self) -> None:
        self._later = None
        self.loop.add_reader(self.sock, self._somebody)

    def _somebody(self) -> None:
        try:
            visitor, _ = self.sock.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return  # another process was first, or they went away
        except OSError as error:
            if error.errno not in _NOTHING_LEFT:
                raise
            logger.warning("no new connections for a moment", extra={"errno": error.errno})
            self._stand_back(FULL)
            return
        self._stand_back(STAND_BACK)
        visitor.setblocking(False)
        if visitor.family != socket.AF_UNIX:
            visitor.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = self.loop.create_task(self._let_in(visitor))
        self._coming_in.add(task)
        task.add_done_callback(self._coming_in.discard)

    async def _let_in(self, visitor: socket.socket) -> None:
        try:
            await self.loop.connect_accepted_socket(self.protocol_factory, visitor)
        except OSError:
            visitor.close()  # gone already

    def _stand_back(self, seconds: float) -> None:
        self.loop.remove_reader(self.sock)
        self._later = self.loop.call_later(seconds, self._listen)
