"""Calls to the workers: coalesced, never raising, and never blocked for good by a killed process."""

import dramatiq
import pytest
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from redis import Redis

from tests.support.servers import RedisServer
from wijkstem.adapters.wake import MARK_MS, BrokerWake, LocalMarks, Marks, RedisMarks, Task


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
