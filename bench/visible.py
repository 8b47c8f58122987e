"""From sending a signature until an indicator shows it, while lists are served; web, worker and clock are real."""

import time
from collections.abc import Iterator

import httpx2
import psycopg
import redis

from bench.driving import get, offered, percentile
from bench.measure import Result, spread
from bench.residents import Resident
from bench.running import POSTGRES, Installation
from bench.scale import Scale
from bench.signing import to_sign
from bench.town import lists
from tests.support.world import HERE
from wijkstem.queries.indicators import readings

#: Lists a second that are served meanwhile: some, because the promise is about a system that is otherwise quiet.
LISTS = 20
#: Seconds between two signatures.
PAUSE = 0.1
#: Signatures before those that count.
WARM = 5
#: The p99 that the project promises, in milliseconds.
MOST = 250.0
#: Seconds after which a signature that does not show is an error.
PATIENCE = 30.0


def measure(it: Installation, scale: Scale) -> Iterator[Result]:
    """On the engine with Redis only: in one process there is no call to wait for."""
    if it.engine != POSTGRES:
        return
    [initiative] = to_sign(it, 1)
    requests = [get(one) for one in lists()]
    ours, floor = [], []
    with it.serving() as port, _Floor(it) as bare, httpx2.Client() as client:
        path = f"http://127.0.0.1:{port}/initiatieven/{initiative.number}/steunen"
        seconds = (scale.awaited + WARM) * PAUSE * 2
        reading = offered(port, requests, connections=4, rate=LISTS, seconds=seconds)
        for resident in it.town.signers(initiative, scale.awaited + WARM):
            ours.append(_until_shown(it, client, path, resident))
            floor.append(bare.trip())
            time.sleep(PAUSE)
        served = reading.answers().only(200)
    yield from _results(it.engine, ours[WARM:], floor[WARM:], served.rate(200))


def _until_shown(it: Installation, client: httpx2.Client, path: str, resident: Resident) -> float:
    """Milliseconds; the request itself is part of it."""
    before, began = _shown(it), time.perf_counter()
    headers = {
        "Host": f"{HERE}.localhost",
        "Sec-Fetch-Site": "same-origin",
        "Cookie": f"wijkstem={resident.token}",
    }
    answer = client.post(path, data={"stance": "for"}, headers=headers)
    if answer.status_code != 303:
        raise ValueError(f"a signature was answered with {answer.status_code}")
    while _shown(it) == before:
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError("a signature does not show in the indicators")
        time.sleep(0.001)
    return (time.perf_counter() - began) * 1000


def _shown(it: Installation) -> int:
    """What the page of the indicators would say of valid support."""
    services = it.town.world.services
    with services.reading(HERE) as connection:
        figures = readings(connection, HERE, rules=services.rules.of(HERE), codes=("signatures",))
    return int(figures["signatures"].in_all.value or 0)


class _Floor:
    """One round trip to Redis and one commit."""

    def __init__(self, it: Installation) -> None:
        self._redis = redis.Redis.from_url(it.servers.redis.url)
        self._line = psycopg.connect(it.url.replace("+psycopg", ""), autocommit=True)
        self._line.execute("CREATE TABLE IF NOT EXISTS floor_trip (n integer)")

    def __enter__(self) -> "_Floor":
        return self

    def __exit__(self, *_: object) -> None:
        self._redis.close()
        self._line.close()

    def trip(self) -> float:
        """Milliseconds."""
        began = time.perf_counter()
        self._redis.ping()
        self._line.execute("INSERT INTO floor_trip VALUES (1)")
        return (time.perf_counter() - began) * 1000


def _results(engine: str, ours: list[float], floor: list[float], served: float) -> Iterator[Result]:
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        value = percentile(ours, share)
        yield Result(
            f"visible.{name}.{engine}",
            value,
            "ms",
            "one round trip to Redis and one commit",
            percentile(floor, share),
            spread(ours),
            f"p99 < {MOST:.0f} ms" if share == 0.99 else "",
            value < MOST if share == 0.99 else None,
            f"{len(ours)} signatures, from sending the form; {served:.0f} lists/s meanwhile",
        )
