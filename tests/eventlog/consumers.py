"""What the tests of the log have in common: events to record, a consumer that counts, and a way round the guard."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NoReturn

from sqlalchemy import Connection

from tests.support.world import HERE, World
from wijkstem.eventlog.consumer import Consumer
from wijkstem.events.accounts import PersonRegistered
from wijkstem.events.base import Recorded
from wijkstem.kit.db import make_engine, upsert
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import NumberSeries

_counts = table_of(NumberSeries)

#: Every log begins with the rules of its municipality.
PUBLISHED = 1


class Halfway(Exception):
    """Raised when a transaction has done half of its work."""


def break_off() -> NoReturn:
    raise Halfway


class Poison(Exception):
    """What a consumer says of an event that it cannot digest."""


def an_event() -> PersonRegistered:
    return PersonRegistered(person_id=new_id(), registered_on=date(2026, 3, 2))


def record(world: World, *counts: int, where: str = HERE) -> None:
    """Record events, each number in a transaction of its own."""
    for count in counts:
        with world.services.unit_of_work(where) as uow:
            uow.record(*(an_event() for _ in range(count)))


def counting(
    may: Callable[[Recorded], bool] = lambda _recorded: True, *, name: str = "counting"
) -> Consumer[Connection]:
    """A projection that counts events under the year 0, and fails after it counted one that it may not."""

    def fold(connection: Connection, events: Sequence[Recorded]) -> None:
        for recorded in events:
            row = {"municipality_id": recorded.municipality_id, "year": 0, "last": 1}
            upsert(connection, _counts, [row], add=["last"])
            if not may(recorded):
                raise Poison(f"cannot digest {recorded.position}")

    return Consumer(name, fold, (_counts,))


def counted(world: World, *, where: str = HERE) -> int:
    """What `counting` counted."""
    rows = world.rows(NumberSeries, where=where, year=0)
    return rows[0]["last"] if rows else 0


@contextmanager
def unguarded(world: World) -> Iterator[Connection]:
    """A transaction that no guard watches, to do what the platform never does."""
    engine = make_engine(world.services.settings.database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()
