"""Calls to the workers: coalesced, never raising, and never blocked for good by a killed process."""

import threading
from collections.abc import Callable

import dramatiq
import pytest
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from redis import Redis

from tests.support.servers import RedisServer
from wijkstem.adapters.wake import (
    MARK_MS,
    BrokerWake,
    FakeWake,
    LocalMarks,
    Marks,
    PacedWake,
    RedisMarks,
    Task,
)


def calls(broker: StubBroker) -> int:
    """How many calls are on their way."""
    return int(broker.queues["default"].qsize())


@pytest.fixture
def broker() -> StubBroker:
    return StubBroker()


def test_calls_are_coalesced_until_one_arrived(broker: StubBroker) -> None:
    wake = BrokerWake(broker, LocalMarks())
    for _ in range(5):
        wake.ring("testdorp")
    assert calls(broker) == 1
    wake.clear("testdorp")
    wake.ring("testdorp")
    assert calls(broker) == 2


def test_municipalities_and_tasks_do_not_share_a_call(broker: StubBroker) -> None:
    wake = BrokerWake(broker, LocalMarks())
    wake.ring("testdorp")
    wake.ring("buurdorp")
    wake.ring("testdorp", Task.DELIVER)
    assert calls(broker) == 3


def test_a_call_that_did_not_go_out_leaves_no_mark(broker: StubBroker) -> None:
    wake = BrokerWake(broker, LocalMarks())
    del broker.queues["default"]
    wake.ring("testdorp")
    broker.declare_queue("default")
    wake.ring("testdorp")
    assert calls(broker) == 1


@pytest.fixture
def redis(redis_server: RedisServer) -> Redis:
    redis_server.flush()
    return Redis.from_url(redis_server.url, socket_timeout=1)


def test_marks_in_redis_are_shared_and_end_by_themselves(redis: Redis) -> None:
    one: Marks = RedisMarks(redis)
    other: Marks = RedisMarks(redis)
    assert one.put("testdorp")
    assert not other.put("testdorp")
    [key] = redis.keys("wijkstem:*")
    assert 0 < redis.pttl(key) <= MARK_MS
    other.take_away("testdorp")
    assert one.put("testdorp")


def test_a_write_survives_redis_being_away(redis_server: RedisServer, redis: Redis) -> None:
    broker: dramatiq.Broker = RedisBroker(url=redis_server.url, socket_timeout=1)  # type: ignore[no-untyped-call]
    wake = BrokerWake(broker, RedisMarks(redis))
    redis_server.stop()
    try:
        wake.ring("testdorp")
        wake.clear("testdorp")
    finally:
        redis_server.start()
    wake.ring("testdorp")
    assert redis.llen("dramatiq:default") == 1


class Later:
    """Time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 100.0
        self.planned: list[tuple[float, Callable[[], None]]] = []

    def plan(self, seconds: float, call: Callable[[], None]) -> None:
        self.planned.append((self.now + seconds, call))

    def until(self, now: float) -> None:
        self.now = now
        due = [call for at, call in self.planned if at <= now]
        self.planned = [(at, call) for at, call in self.planned if at > now]
        for call in due:
            call()


def paced(calling: FakeWake, time: Later) -> PacedWake:
    return PacedWake(calling, pace=0.1, pressed=0.3, later=time.plan, now=lambda: time.now)


def test_a_call_after_a_silence_goes_at_once() -> None:
    calling, time = FakeWake(), Later()
    wake = paced(calling, time)
    wake.ring("testdorp")
    time.until(100.1)
    wake.ring("testdorp")
    assert calling.rung == ["testdorp", "testdorp"]
    assert time.planned == []


def test_calls_that_come_thick_and_fast_become_one_at_the_end_of_the_pause() -> None:
    calling, time = FakeWake(), Later()
    wake = paced(calling, time)
    for _ in range(50):
        wake.ring("testdorp")
    assert calling.rung == ["testdorp"]
    time.until(100.1)
    assert calling.rung == ["testdorp", "testdorp"]


def test_the_pause_begins_anew_with_a_planned_call() -> None:
    calling, time = FakeWake(), Later()
    wake = paced(calling, time)
    wake.ring("testdorp")
    wake.ring("testdorp")
    time.until(100.1)
    wake.ring("testdorp")
    assert len(calling.rung) == 2
    time.until(100.3)
    assert len(calling.rung) == 3


def test_the_pause_is_longer_while_several_want_to_call() -> None:
    calling, time = FakeWake(), Later()
    wake = paced(calling, time)
    for _ in range(3):
        wake.ring("testdorp")
    time.until(100.1)
    assert len(calling.rung) == 2
    wake.ring("testdorp")
    time.until(100.3)
    assert len(calling.rung) == 2, "the longer pause is not over"
    time.until(100.5)
    assert len(calling.rung) == 3, "but it ends"
    wake.ring("testdorp")
    time.until(100.65)
    assert len(calling.rung) == 4, "only one wanted to call: the short pause again"


def test_nobody_waits_for_the_pause_of_another() -> None:
    calling, time = FakeWake(), Later()
    wake = paced(calling, time)
    wake.ring("testdorp")
    wake.ring("buurdorp")
    assert calling.rung == ["testdorp", "buurdorp"]


def test_what_is_committed_while_a_planned_call_goes_out_gets_its_own() -> None:
    time = Later()

    class Committing(FakeWake):
        """Something is committed as soon as the workers are called."""

        def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
            super().ring(municipality_id, task)
            if len(self.rung) == 2:
                wake.ring(municipality_id, task)

    calling = Committing()
    wake = paced(calling, time)
    wake.ring("testdorp")
    wake.ring("testdorp")
    time.until(100.1)
    assert len(time.planned) == 1
    time.until(100.3)
    assert len(calling.rung) == 3


def test_a_planned_call_goes_out_by_itself() -> None:
    called = threading.Event()

    class Telling(FakeWake):
        def ring(self, municipality_id: str, task: Task = Task.RELAY) -> None:
            super().ring(municipality_id, task)
            if len(self.rung) == 2:
                called.set()

    wake = PacedWake(Telling(), pace=0.01)
    wake.ring("testdorp")
    wake.ring("testdorp")
    assert called.wait(10)
