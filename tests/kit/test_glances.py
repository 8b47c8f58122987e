"""Short questions get the answer of now, on connections that outlive neither the server nor the process."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import ProgrammingError

from tests.support.world import HERE, World
from wijkstem.kit.glances import KEPT, Glances
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import LogPartition

partition = table_of(LogPartition)


def head(connection: Connection) -> int | None:
    return connection.scalar(select(partition.c.head).where(partition.c.municipality_id == HERE))


def backend(connection: Connection) -> int:
    found: int = connection.scalar(select(func.pg_backend_pid())) or 0
    return found


@pytest.fixture
def glances(world: World) -> Iterator[Glances]:
    made = Glances(world.services.engine)
    yield made
    made.close()


@pytest.fixture
def on_postgres(postgres_world: World) -> Iterator[Glances]:
    made = Glances(postgres_world.services.engine)
    yield made
    made.close()


def test_answer_is_of_now(world: World, glances: Glances) -> None:
    seen = [glances.ask(HERE, head)]
    for _ in range(3):
        world.submit()
        seen.append(glances.ask(HERE, head))
    assert len(set(seen)) == 4


def test_question_stays_within_its_municipality(glances: Glances) -> None:
    assert glances.ask(HERE, head) is not None
    with pytest.raises(Exception, match="buurdorp"):
        glances.ask("buurdorp", head)
    assert glances.ask(HERE, head) is not None


def test_connection_is_kept(on_postgres: Glances) -> None:
    assert on_postgres.ask(HERE, backend) == on_postgres.ask(HERE, backend)


def test_many_at_once_keep_no_more_than_the_pool_has_over(
    postgres_world: World, on_postgres: Glances
) -> None:
    def slow(connection: Connection) -> None:
        connection.execute(select(func.pg_sleep(0.1)))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: on_postgres.ask(HERE, slow), range(6)))
    engine = postgres_world.services.engine
    assert engine.pool.checkedout() == KEPT  # type: ignore[attr-defined]  # of a QueuePool
    on_postgres.close()
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # as above


def test_connection_that_the_server_ended_is_replaced(
    postgres_world: World, on_postgres: Glances
) -> None:
    ended = on_postgres.ask(HERE, backend)
    with postgres_world.services.reading_everywhere() as connection:
        connection.execute(select(func.pg_terminate_backend(ended)))
    assert on_postgres.ask(HERE, backend) != ended


def test_question_that_is_wrong_is_not_asked_again(
    postgres_world: World, on_postgres: Glances
) -> None:
    asked = []

    def wrong(connection: Connection) -> None:
        asked.append(connection)
        connection.execute(select(func.nothing()))

    on_postgres.ask(HERE, head)
    with pytest.raises(ProgrammingError):
        on_postgres.ask(HERE, wrong)
    assert len(asked) == 1
    assert postgres_world.services.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # as above
