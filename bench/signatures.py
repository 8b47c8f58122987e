"""Signatures through the command, beside the bare driver: one update, two inserts, one commit."""

import itertools
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine

from bench.measure import Result, Timed, compare
from tests.support.world import ADULT, HERE, World
from wijkstem.commands.accounts import Identity, LogIn
from wijkstem.commands.handlers import carry_out
from wijkstem.commands.signatures import Sign
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.kit.db import make_engine

#: Signatures in one repetition.
COUNT = 400


def measure(world: World, url: str, engine_name: str, threads: int) -> Result:
    """One initiative that everybody signs, ``threads`` of them at a time."""
    initiative = world.open()
    people = itertools.count()

    def sign(actors: list[Actor]) -> int:
        return _spread(threads, actors, lambda actor: world.execute(Sign(initiative), actor))

    bare = make_engine(url, pool_size=threads)
    _make_floor(bare)
    numbers = itertools.count()

    def write(_: Any) -> int:
        return _spread(threads, range(COUNT), lambda _: _write(bare, next(numbers)))

    result = compare(
        f"signatures.{engine_name}.{threads}_threads",
        "signatures/s",
        Timed(sign, lambda: _register(world, [next(people) for _ in range(COUNT)])),
        "plain driver: one update, two inserts, commit",
        Timed(write),
    )
    bare.dispose()
    return result


def _register(world: World, numbers: list[int]) -> list[Actor]:
    """Log people in, all in one transaction."""
    with world.services.unit_of_work(HERE) as uow:
        work = world.services.work(uow, SYSTEM)
        identities = [
            Identity(f"bench:{n}", f"Bench {n}", birth_date=ADULT, neighbourhood_code="WK990100")
            for n in numbers
        ]
        return [Actor(carry_out(LogIn(one), work).person_id) for one in identities]


def _make_floor(engine: Engine) -> None:
    with engine.begin() as connection:
        for statement in (
            "CREATE TABLE IF NOT EXISTS floor_count (id integer PRIMARY KEY, n integer)",
            "CREATE TABLE IF NOT EXISTS floor_vote (id integer PRIMARY KEY, who varchar(64))",
            "CREATE TABLE IF NOT EXISTS floor_event (id integer PRIMARY KEY, payload text)",
            "DELETE FROM floor_count",
            "DELETE FROM floor_vote",
            "DELETE FROM floor_event",
            "INSERT INTO floor_count VALUES (1, 0)",
        ):
            connection.exec_driver_sql(statement)


def _write(engine: Engine, n: int) -> None:
    """What no engine can do without, in the driver's own words."""
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    with engine.begin() as connection:
        driver = connection.connection.cursor()
        driver.execute("UPDATE floor_count SET n = n + 1 WHERE id = 1")
        driver.execute(f"INSERT INTO floor_vote VALUES ({mark}, {mark})", (n, "a" * 64))  # noqa: S608 - our own words
        driver.execute(f"INSERT INTO floor_event VALUES ({mark}, {mark})", (n, "{}" * 150))  # noqa: S608 - as above
        driver.close()


def _spread(threads: int, items: Iterable[Any], work: Callable[[Any], object]) -> int:
    with ThreadPoolExecutor(threads) as pool:
        return sum(1 for _ in pool.map(work, items))
