"""Two loops listen on one socket, as two web processes do, and take turns at who comes in."""

import asyncio
import errno
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, cast

import pytest

from wijkstem.kit.turns import Door, TakingTurns

CROWD = 30


class SaysItsName(asyncio.Protocol):
    """Tells whoever comes in where they are."""

    def __init__(self, name: bytes) -> None:
        self.name = name

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).write(self.name)


class Process:
    """A loop with its door in a thread of its own: what a web process is to its socket."""

    def __init__(self, name: bytes, shared: socket.socket) -> None:
        self.loop = TakingTurns()
        self.door = cast(
            Door,
            self.loop.run_until_complete(
                self.loop.create_server(lambda: SaysItsName(name), sock=shared.dup(), backlog=100)
            ),
        )
        self.thread = threading.Thread(target=self.loop.run_forever)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.door.close()
        self.loop.run_until_complete(self.door.wait_closed())
        self.loop.close()


@pytest.fixture
def shared() -> Iterator[socket.socket]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound


@contextmanager
def processes(shared: socket.socket, *names: bytes) -> Iterator[list[Process]]:
    with ExitStack() as stack:
        made = [Process(name, shared) for name in names]
        for one in made:
            stack.callback(one.close)
            one.thread.start()
        yield made


def come_in(stack: ExitStack, shared: socket.socket, number: int) -> list[socket.socket]:
    return [
        stack.enter_context(socket.create_connection(shared.getsockname(), timeout=10))
        for _ in range(number)
    ]


def test_who_has_let_somebody_in_leaves_the_next_to_the_others(shared: socket.socket) -> None:
    with processes(shared, b"a", b"b"), ExitStack() as stack:
        visitors = come_in(stack, shared, CROWD)
        where = Counter(one.recv(1) for one in visitors)
    assert where.total() == CROWD, "everybody came in"
    assert min(where[b"a"], where[b"b"]) >= CROWD // 3, where


def test_one_alone_lets_everybody_in(shared: socket.socket) -> None:
    with processes(shared, b"a"), ExitStack() as stack:
        assert {one.recv(1) for one in come_in(stack, shared, CROWD)} == {b"a"}


def test_the_other_takes_all_when_one_is_gone(shared: socket.socket) -> None:
    with processes(shared, b"a", b"b") as (gone, _), ExitStack() as stack:
        gone.loop.call_soon_threadsafe(gone.door.close)
        done = threading.Event()
        gone.loop.call_soon_threadsafe(done.set)
        assert done.wait(10)
        assert {one.recv(1) for one in come_in(stack, shared, CROWD)} == {b"b"}


def test_a_process_that_stands_still_keeps_nobody_waiting(shared: socket.socket) -> None:
    with processes(shared, b"a", b"b") as (still, _), ExitStack() as stack:
        going, stands = threading.Event(), threading.Event()

        def stand() -> None:
            stands.set()
            going.wait(30)

        still.loop.call_soon_threadsafe(stand)
        assert stands.wait(10)
        assert {one.recv(1) for one in come_in(stack, shared, CROWD)} == {b"b"}
        going.set()


class Refusing(socket.socket):
    """A listening socket whose next visitors cannot be taken in."""

    errors: tuple[OSError, ...] = ()

    def accept(self) -> Any:
        if self.errors:
            error, *rest = self.errors
            self.errors = tuple(rest)
            raise error
        return super().accept()


async def name_at_the_door(loop: TakingTurns, refusing: Refusing) -> bytes:
    door = await loop.create_server(lambda: SaysItsName(b"a"), sock=refusing)
    try:
        reader, writer = await asyncio.open_connection(*refusing.getsockname())
        name = await asyncio.wait_for(reader.readexactly(1), 10)
        writer.close()
        return name
    finally:
        door.close()
        await door.wait_closed()


@pytest.mark.parametrize(
    "errors",
    [
        (BlockingIOError(), ConnectionAbortedError()),
        (OSError(errno.EMFILE, "no more files"), OSError(errno.ENOBUFS, "no more room")),
    ],
    ids=["somebody else was first", "nothing left"],
)
def test_who_cannot_be_let_in_now_is_let_in_later(
    errors: tuple[OSError, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wijkstem.kit.turns.FULL", 0.01)
    loop = TakingTurns()
    with Refusing() as refusing:
        refusing.bind(("127.0.0.1", 0))
        refusing.errors = errors
        assert loop.run_until_complete(name_at_the_door(loop, refusing)) == b"a"
        assert refusing.errors == ()
    loop.close()


def test_a_host_and_a_port_are_served_as_ever() -> None:
    loop = TakingTurns()

    async def name() -> bytes:
        server = await loop.create_server(lambda: SaysItsName(b"a"), "127.0.0.1", 0)
        assert not isinstance(server, Door)
        async with server:
            reader, writer = await asyncio.open_connection(
                *cast(asyncio.Server, server).sockets[0].getsockname()
            )
            said = await asyncio.wait_for(reader.readexactly(1), 10)
            writer.close()
            return said

    assert loop.run_until_complete(name()) == b"a"
    loop.close()
