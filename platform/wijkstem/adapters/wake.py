"""Telling the workers that there is something new; a lost call costs seconds, never a fact.

A call says nothing but "look at this municipality's log". Calls are coalesced: while one is on its way, more
would say the same. The mark that one is on its way has a time to live, because whoever took it may be killed;
the worker clears it before it reads, so that nothing committed after the reading is without a call.
"""

import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import dramatiq
import structlog
from dramatiq.brokers.redis import RedisBroker
from redis import Redis
from redis.exceptions import RedisError


class Task(StrEnum):
    """What a call asks for: the names of the actors in `workers/actors.py`."""

    RELAY = "relay"
    DELIVER = "deliver"
    TERMS = "terms"
    BULK = "bulk"
    DIGESTS = "digests"
    TIDY = "tidy"
    STIR = "stir"
    REMIND = "remind"
    HEADS = "heads"
    COUNT = "count"
    SOURCE = "source"
    PRINT = "print"
    DIALOGUE = "dialogue"


#: Dramatiq's own default, so that actors need not name it.
QUEUE = "default"
#: After this many milliseconds a mark whose taker was killed no longer blocks.
MARK_MS = 5_000
#: Seconds between two calls for the same, once calls come thick and fast.
PACE = 0.1
#: And once several wanted to call in such a pause: every pass then has more to do.
PRESSED = 0.3
#: So many.
SEVERAL = 2

logger = structlog.get_logger(__name__)


class Wake(Protocol):
    """Something that can call the workers."""

    def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        """Call, unless a call is on its way. Never raises: the clock sweeps up what was lost."""
        ...

    def clear(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        """The call arrived: from now on a new one is needed."""
        ...

    def waiting(self) -> int:
        """How many calls no worker took yet; raises RedisError while nobody can know."""
        ...


class Marks(Protocol):
    """Where it is kept that a call is on its way."""

    def put(self, name: str) -> bool:
        """Whether it was not there yet."""
        ...

    def take_away(self, name: str) -> None: ...


class LocalMarks:
    """Marks of one process."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def put(self, name: str) -> bool:
        now = time.monotonic()
        with self._lock:
            if self._until.get(name, 0.0) > now:
                return False
            self._until[name] = now + MARK_MS / 1000
            return True

    def take_away(self, name: str) -> None:
        with self._lock:
            self._until.pop(name, None)


class RedisMarks:
    """Marks that all processes share."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def put(self, name: str) -> bool:
        return bool(self._redis.set(f"wijkstem:wake:{name}", 1, nx=True, px=MARK_MS))

    def take_away(self, name: str) -> None:
        self._redis.delete(f"wijkstem:wake:{name}")


class BrokerWake:
    """Calls through Dramatiq, in process or over Redis."""

    def __init__(self, broker: dramatiq.Broker, marks: Marks) -> None:
        self._broker = broker
        self._marks = marks
        # A process without actors must know the queue too.
        broker.declare_queue(QUEUE)

    def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        try:
            if self._marks.put(f"{task.value}:{municipality_id}"):
                self._broker.enqueue(_message(municipality_id, task))
        except (RedisError, dramatiq.DramatiqError) as error:
            logger.warning("wake lost", municipality=municipality_id, error=type(error).__name__)
            self.clear(municipality_id, task)

    def clear(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        try:
            self._marks.take_away(f"{task.value}:{municipality_id}")
        except RedisError as error:
            logger.warning("mark stays", municipality=municipality_id, error=type(error).__name__)

    def waiting(self) -> int:
        if isinstance(self._broker, RedisBroker):
            return int(self._broker.client.llen(f"{self._broker.namespace}:{QUEUE}"))
        return int(self._broker.queues[QUEUE].qsize()) if QUEUE in self._broker.queues else 0


class PacedWake:
    """Calls at once after a silence, then once in `PACE` seconds, and under pressure once in `PRESSED`.

    Every call makes each consumer look, in a transaction of its own, so what a call costs hardly depends on how
    much it finds. Nothing is committed without a call after it: who comes too soon plans one.
    """

    def __init__(
        self,
        calling: Wake,
        *,
        pace: float = PACE,
        pressed: float = PRESSED,
        later: Callable[[float, Callable[[], None]], None] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calling, self._pace, self._pressed, self._now = calling, pace, pressed, now
        self._later = later or _in_a_while
        self._lock = threading.Lock()
        self._free_at: dict[tuple[str, Task], float] = {}
        #: What will be called for at the end of its pause, and how often somebody wanted that.
        self._planned: dict[tuple[str, Task], int] = {}

    def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        about = (municipality_id, task)
        pause = self._pause(about)
        if pause is None:
            return
        if pause <= 0:
            self._calling.ring(*about)
        else:
            self._later(pause, lambda: self._ring_now(about))

    def _pause(self, about: tuple[str, Task]) -> float | None:
        """Seconds until it may be called for: 0 is now, and None that it will be already."""
        with self._lock:
            if about in self._planned:
                self._planned[about] += 1
                return None
            now = self._now()
            pause = max(0.0, self._free_at.get(about, now) - now)
            if pause:
                self._planned[about] = 1
            else:
                self._free_at[about] = now + self._pace
            return pause

    def _ring_now(self, about: tuple[str, Task]) -> None:
        # Before the call, so that what is committed from here on plans another.
        with self._lock:
            wanted = self._planned.pop(about)
            pause = self._pressed if wanted >= SEVERAL else self._pace
            self._free_at[about] = self._now() + pause
        self._calling.ring(*about)

    def clear(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        self._calling.clear(municipality_id, task)

    def waiting(self) -> int:
        return self._calling.waiting()


def _in_a_while(seconds: float, call: Callable[[], None]) -> None:
    """In a thread that does not keep the process alive: a call that is lost with it is the clock's."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()


def _message(municipality_id: str, task: Task) -> dramatiq.Message[None]:
    return dramatiq.Message(
        queue_name=QUEUE, actor_name=task.value, args=(municipality_id,), kwargs={}, options={}
    )


class FakeWake:
    """Remembers who was called."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        del task
        self.rung.append(municipality_id)

    def clear(self, municipality_id: str, task: Task = Task.RELAY) -> None:
        """Nothing is marked here."""

    def waiting(self) -> int:
        return 0
