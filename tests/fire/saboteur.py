"""The saboteur: from a seed, what is broken and when. What it takes away it gives back, so that there is an end."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

import dramatiq
import psutil
from redis import Redis
from redis.exceptions import RedisError

from tests.fire.field import EVERYBODY, Field, Servers
from tests.fire.plan import Kind
from tests.support.processes import Process
from wijkstem.adapters.wake import QUEUE, Task
from wijkstem.bootstrap import make_broker
from wijkstem.settings import Settings

#: Seconds between two strikes.
PAUSE = (0.4, 1.2)
#: Seconds that a process stands still: longer than any claim, lock or idle transaction lasts.
FROZEN = 12.0
#: Seconds that Redis is gone, or that PostgreSQL takes nobody in.
AWAY = (1.0, 3.0)
#: How often each call is made again.
TIMES = 20

Blow = Callable[[], None]


class Saboteur:
    """Deals each blow once, in the order that chance wants."""

    def __init__(self, field: Field, blows: Sequence[Blow]) -> None:
        self._field = field
        self._deck = field.chance.sample(list(blows), len(blows))
        self._wounds: list[tuple[float, Blow]] = []
        self._failed: list[BaseException] = []
        self.over = threading.Event()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Strike while the block runs, and until all blows are dealt; then everything is whole again."""
        thread = threading.Thread(target=self._run, name="saboteur")
        thread.start()
        try:
            yield
        finally:
            thread.join()
        if self._failed:
            raise self._failed[0]

    def later(self, seconds: float, mend: Blow) -> None:
        """Give back after a while what was taken away."""
        self._wounds.append((time.monotonic() + seconds, mend))

    def _run(self) -> None:
        try:
            for blow in self._deck:
                self._wait(self._field.chance.uniform(*PAUSE))
                blow()
            while self._wounds:
                self._wait(0.1)
            self._field.revive()
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits for us
            self._failed.append(error)
        finally:
            self.over.set()

    def _wait(self, seconds: float) -> None:
        """Let time go by, mending what is to be mended and starting what fell."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for wound in [w for w in self._wounds if w[0] <= time.monotonic()]:
                self._wounds.remove(wound)
                wound[1]()
            self._field.revive()
            time.sleep(0.05)


class OnProcesses:
    """Blows to the processes."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def kill(self, among: Sequence[Process]) -> None:
        """As the kernel does when memory is short."""
        self._kill(self._field.chance.choice(among))

    def kill_all(self) -> None:
        """As a power cut does."""
        for process in self._field.processes:
            self._kill(process)

    def kill_child(self, among: Sequence[Process]) -> None:
        """One of those that a master has made; the master sees to it, or ends."""
        process = self._field.chance.choice(among)
        with suppress(psutil.NoSuchProcess), self._field.strike("kill child", process.name):
            children = psutil.Process(process.pid).children()
            if children:
                self._field.chance.choice(children).kill()
                process.deaths += 1

    def freeze(self, among: Sequence[Process], saboteur: Saboteur) -> None:
        """As a machine does that is moved, or swaps: it goes on later as if nothing had been."""
        process = self._field.chance.choice(among)
        strike, pid = self._field.strike("freeze", process.name), process.pid
        process.freeze()

        def thaw() -> None:
            strike.ended = time.time()
            if process.pid == pid:
                process.thaw()

        saboteur.later(FROZEN, thaw)

    def _kill(self, process: Process) -> None:
        with self._field.strike("kill", process.name):
            process.kill()
        self._field.start(process)


class OnServers:
    """Blows to PostgreSQL and Redis, and to what is on its way through Redis."""

    def __init__(
        self, field: Field, servers: Servers, settings: Settings, consumers: Sequence[str]
    ) -> None:
        self._field, self._servers = field, servers
        self._broker = make_broker(settings)
        self._municipalities, self._consumers = ("testdorp", "buurdorp"), consumers

    def cut_connections(self) -> None:
        """Every session of the database, whatever it is doing."""
        with self._field.strike("cut connections", EVERYBODY):
            self._cut()

    def refuse(self, saboteur: Saboteur) -> None:
        """Nobody comes in, and who is in is thrown out."""
        strike = self._field.strike("refuse", EVERYBODY)
        self._servers.admin("ALTER DATABASE {} ALLOW_CONNECTIONS false")
        self._cut()

        def take_in() -> None:
            self._servers.admin("ALTER DATABASE {} ALLOW_CONNECTIONS true")
            strike.ended = time.time()

        saboteur.later(self._field.chance.uniform(*AWAY), take_in)

    def restart(self, *, crash: bool) -> None:
        """PostgreSQL, politely or without a word."""
        with self._field.strike("crash" if crash else "restart", EVERYBODY):
            self._servers.postgres.restart(crash=crash)

    def flush(self) -> None:
        """Everything that is in Redis."""
        self._field.strike("flush")
        with suppress(RedisError):
            self._servers.redis.flush()

    def take_redis(self, saboteur: Saboteur) -> None:
        """Away, and empty when it comes back."""
        self._field.strike("Redis away")
        self._servers.redis.stop()
        saboteur.later(self._field.chance.uniform(*AWAY), self._servers.redis.start)

    def lose_calls(self) -> None:
        """The messages, but not the marks that say that they are on their way; or the other way round."""
        self._field.strike("lose calls")
        pattern = self._field.chance.choice(("dramatiq:*", "wijkstem:wake:*"))
        with suppress(RedisError), Redis.from_url(self._servers.redis.url) as client:
            for key in client.scan_iter(pattern):
                client.delete(key)

    def repeat_calls(self) -> None:
        """Every call that there can be, again and again, and all at once."""
        self._field.strike("repeat calls")
        calls = [(task.value, (where,)) for task in Task for where in self._municipalities]
        follow = [
            ("consume", (c, where)) for c in self._consumers for where in self._municipalities
        ]
        with suppress(RedisError, dramatiq.DramatiqError):
            for actor, args in [*calls, *follow] * TIMES:
                self._broker.enqueue(
                    dramatiq.Message(
                        queue_name=QUEUE, actor_name=actor, args=args, kwargs={}, options={}
                    )
                )

    def _cut(self) -> None:
        self._servers.admin(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        )


def scaled_blows(
    on: OnProcesses,
    servers: OnServers,
    saboteur: Callable[[], Saboteur],
    *,
    webs: Sequence[Process],
    workers: Sequence[Process],
    clock: Process,
) -> dict[Kind, Blow]:
    """Everything that can be done to the scaled engine."""
    return {
        Kind.KILL_WEB: partial(on.kill, webs),
        Kind.KILL_WORKER: partial(on.kill, workers),
        Kind.KILL_CLOCK: partial(on.kill, [clock]),
        Kind.KILL_CHILD: partial(on.kill_child, [*webs, *workers]),
        Kind.KILL_ALL: on.kill_all,
        Kind.FREEZE: lambda: on.freeze(workers, saboteur()),
        Kind.CUT: servers.cut_connections,
        Kind.REFUSE: lambda: servers.refuse(saboteur()),
        Kind.RESTART: partial(servers.restart, crash=False),
        Kind.CRASH: partial(servers.restart, crash=True),
        Kind.FLUSH: servers.flush,
        Kind.REDIS_AWAY: lambda: servers.take_redis(saboteur()),
        Kind.LOSE_CALLS: servers.lose_calls,
        Kind.REPEAT_CALLS: servers.repeat_calls,
    }
