"""The real code, one step at a time: each actor is a thread that waits before every step that others can notice.

The steps are real statements on real connections to PostgreSQL, whose transactions stay open in between. A
step that has to wait for another's lock is seen to wait, and goes on by itself when it may. Who is killed
loses its connection as if its process had gone, and does nothing after that.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from dramatiq.brokers.stub import StubBroker
from sqlalchemy import Connection, event

from tests.support.world import World
from wijkstem.adapters.mail import FakeMailer, Message

#: Which statement is which step; what is not here nobody else can notice, or is looked at as a part of one.
STATEMENTS = {
    "take head": re.compile(r"UPDATE log_partition SET head=\(|SELECT log_partition\.head \+"),
    "hold": re.compile(r"SELECT consumer_position\.[\s\S]*FOR UPDATE SKIP LOCKED"),
    "read": re.compile(r"SELECT logged_event\."),
    "due": re.compile(r"SELECT delivery\.[\s\S]*FOR UPDATE SKIP LOCKED"),
}
#: On a connection that only reads.
LOOK = re.compile(r"SELECT log_partition\.head")
#: What a look is, after which step.
LOOKS = {"clear relay": "look", "commit": "look again"}
#: Seconds within which a step is done or seen to wait for a lock.
PATIENCE = 20.0

_here = threading.local()


class Killed(BaseException):
    """What ends a thread that was killed; no handler is meant to catch it."""


class Player:
    """One thread of real code, and the step that it is about to take."""

    def __init__(self, name: str, first: str, job: Callable[[], Any]) -> None:
        self.name, self.about_to, self.doing = name, first, first
        self.killed = self.ended = False
        self.blocked = False
        self.pid = 0
        self.error: BaseException | None = None
        self._connection: Connection | None = None
        self._job = job
        self._go, self.waits = threading.Semaphore(0), threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.waits.set()
        self._thread.start()

    def _run(self) -> None:
        _here.player = self
        try:
            self._wait()
            self._job()
        except Killed:
            pass
        except BaseException as error:  # noqa: BLE001 - what the stage reports
            self.error = None if self.killed else error
        self.ended = True
        self.waits.set()

    def pause(self, step: str, connection: Connection | None = None) -> None:
        """Wait until it is this player's turn to take ``step``."""
        self._connection = connection
        self.about_to = step
        self.waits.set()
        self._wait()

    def _wait(self) -> None:
        self._go.acquire()
        if self.killed:
            self._hang_up()
            raise Killed

    @property
    def connected(self) -> bool:
        return self._connection is not None

    def _hang_up(self) -> None:
        raw = self._connection and self._connection.connection.dbapi_connection
        if raw is not None:
            raw.close()

    def go(self) -> None:
        self.doing = self.about_to
        self.waits.clear()
        self._go.release()

    def kill(self) -> None:
        self.killed = True
        self.go()
        self._thread.join(PATIENCE)


def pause(step: str) -> None:
    """What the real code comes past; nothing for who is not on the stage."""
    player: Player | None = getattr(_here, "player", None)
    if player is not None:
        player.pause(step)


class SteppedMarks:
    """Marks that wait for their turn, and that only the stage takes away when their time is over."""

    def __init__(self) -> None:
        self.there: set[str] = set()

    def put(self, name: str) -> bool:
        pause(f"mark {name.partition(':')[0]}")
        new = name not in self.there
        self.there.add(name)
        return new

    def take_away(self, name: str) -> None:
        pause(f"clear {name.partition(':')[0]}")
        self.there.discard(name)


class SteppedBroker(StubBroker):
    """A broker that keeps messages until the stage hands them to a worker."""

    def __init__(self) -> None:
        super().__init__()
        self.line: list[tuple[str, ...]] = []

    def enqueue(self, message: Any, *, delay: int | None = None) -> Any:
        del delay
        name = message.actor_name
        pause("send job" if name == "consume" else f"call {name}")
        if (name, *message.args) not in self.line:
            self.line.append((name, *message.args))
        return message


class SteppedMailer(FakeMailer):
    """A mail server that takes what comes, one at a time."""

    def send(self, message: Message) -> None:
        pause("send")
        super().send(message)


class Stage:
    """The players, and who of them waits for whom."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.players: dict[str, Player] = {}
        #: Steps that were done, in order; a step that waited is done when it could go on.
        self.done: list[tuple[str, str]] = []
        url = world.services.engine.url
        where = f"host={url.query['host']} user={url.username} dbname={url.database}"
        self._looking = psycopg.connect(where, autocommit=True)

    def enter(self, name: str, first: str, job: Callable[[], Any]) -> None:
        self.players[name] = Player(name, first, job)

    def step(self, name: str) -> bool:
        """Let a player take its step; False when it has to wait for somebody's lock."""
        player = self.players[name]
        assert not player.blocked
        player.go()
        if not self._settled(player):
            player.blocked = True
            return False
        self._note(player)
        self._see_who_goes_on()
        return True

    def kill(self, name: str) -> None:
        player = self.players[name]
        player.kill()
        self._gone(player)
        self._leave(player)
        self.done.append((name, "killed"))
        self._see_who_goes_on()

    def waiting(self) -> list[str]:
        """Who can be told to take a step."""
        return sorted(name for name, player in self.players.items() if not player.blocked)

    def close(self) -> None:
        for player in list(self.players.values()):
            if player.blocked:
                self._looking.execute("SELECT pg_terminate_backend(%s)", (player.pid,))
            player.kill()
        self._looking.close()

    def _note(self, player: Player) -> None:
        self.done.append((player.name, player.doing))
        if player.ended:
            self._leave(player)

    def _leave(self, player: Player) -> None:
        del self.players[player.name]
        if player.error is not None:
            raise player.error

    def _see_who_goes_on(self) -> None:
        for player in [one for one in self.players.values() if one.blocked]:
            if self._settled(player):
                player.blocked = False
                self._note(player)

    def _settled(self, player: Player) -> bool:
        """Whether a player came to its next step, or waits for a lock."""
        for _ in range(int(PATIENCE / 0.02)):
            if player.waits.wait(0.02):
                return True
            if self._waits_for_a_lock(player):
                return False
        raise AssertionError(f"{player.name} neither goes on nor waits: {player.about_to}")

    def _waits_for_a_lock(self, player: Player) -> bool:
        found = self._looking.execute(
            "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'",
            (player.pid,),
        )
        return found.fetchone() is not None and not player.waits.is_set()

    def _gone(self, player: Player) -> None:
        if not player.connected:
            return  # the connection that it had may be another's by now
        for _ in range(1000):
            found = self._looking.execute(
                "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND state <> 'idle'", (player.pid,)
            )
            if found.fetchone() is None:
                return
        raise AssertionError(f"the connection of {player.name} stays")


def _statement(connection: Connection, _cursor: Any, said: str, *_rest: Any) -> None:
    player: Player | None = getattr(_here, "player", None)
    if player is None:
        return
    raw: Any = connection.connection.dbapi_connection
    player.pid = raw.info.backend_pid
    if not _only_reads(connection):
        for step in (step for step, pattern in STATEMENTS.items() if pattern.match(said)):
            player.pause(step, connection)
    elif LOOK.search(said) and player.doing in LOOKS:
        player.pause(LOOKS[player.doing], connection)


def _commit(connection: Connection) -> None:
    player: Player | None = getattr(_here, "player", None)
    if player is not None and not _only_reads(connection):
        player.pause("commit", connection)


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reads_only"))


@contextmanager
def stepped(world: World) -> Iterator[Stage]:
    """A stage on a world; every statement of its engine comes past it."""
    engine = world.services.engine
    event.listen(engine, "before_cursor_execute", _statement)
    event.listen(engine, "commit", _commit)
    stage = Stage(world)
    try:
        yield stage
    finally:
        stage.close()
        event.remove(engine, "before_cursor_execute", _statement)
        event.remove(engine, "commit", _commit)
