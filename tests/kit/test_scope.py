"""The guard on tenancy: whatever could reach another municipality's rows never runs."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from tests.kit.statements import (
    HERE,
    LEAKS,
    READS,
    STRAYS,
    THERE,
    WRITES,
    Note,
    metadata,
    mine,
    n,
    note,
    shared,
    word,
)
from wijkstem.kit.scope import EVERY_MUNICIPALITY, OutOfScope, guard


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://", poolclass=StaticPool, enable_from_linting=False)
    metadata.create_all(made)
    with made.begin() as connection:
        for serial, where in enumerate((HERE, THERE)):
            values = {"municipality_id": where, "id": 1}
            connection.execute(insert(note), values | {"said": where, "serial": serial})
            connection.execute(insert(word), values | {"note_id": 1})
        connection.execute(insert(shared), {"id": 1})
    guard(made)
    yield made
    made.dispose()


@pytest.fixture
def ran(engine: Engine) -> Iterator[list[str]]:
    """What reached the database: the guard's listener stands before this one and stops the rest."""
    seen: list[str] = []

    def note_down(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note_down)
    yield seen
    event.remove(engine, "before_cursor_execute", note_down)


@pytest.fixture
def here(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(municipality=HERE) as connection:
        yield connection
        connection.rollback()


def by_name(statements: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("statement", statements.values(), ids=statements.keys())


@by_name({k: v for k, v in READS.items() if k != "a lateral"})
def test_statement_that_is_tied_reads_only_here(here: Connection, statement: Any) -> None:
    seen = {value for row in here.execute(statement) for value in row if isinstance(value, str)}

    assert seen <= {HERE}


@by_name(WRITES)
def test_statement_that_is_tied_writes_only_here(
    here: Connection, engine: Engine, statement: Any
) -> None:
    here.execute(statement)

    everything = here.execution_options(municipality=EVERY_MUNICIPALITY)
    there = everything.execute(select(note).where(n.municipality_id == THERE)).all()
    assert there == [(THERE, 1, THERE, 1)]


@by_name(LEAKS | STRAYS)
def test_statement_that_is_not_tied_never_runs(
    here: Connection, ran: list[str], statement: Any
) -> None:
    with pytest.raises(OutOfScope):
        here.execute(statement)

    assert ran == []


@by_name(READS | WRITES)
def test_no_statement_on_a_tenant_table_runs_without_a_scope(
    engine: Engine, ran: list[str], statement: Any
) -> None:
    if statement in (READS["a table of nobody"], READS["no table"]):
        return
    with engine.connect() as connection, pytest.raises(OutOfScope):
        connection.execute(statement)

    assert ran == []


@by_name({k: v for k, v in LEAKS.items() if "lateral" not in k and "sample" not in k})
def test_working_over_all_municipalities_is_said_explicitly(engine: Engine, statement: Any) -> None:
    with engine.connect().execution_options(municipality=EVERY_MUNICIPALITY) as connection:
        connection.execute(statement)
        connection.rollback()


def test_lateral_that_is_tied_passes_the_guard(here: Connection, ran: list[str]) -> None:
    """SQLite knows no LATERAL, so what can be seen here is that the guard let it go by."""
    with pytest.raises(Exception, match="syntax error"):
        here.execute(READS["a lateral"])

    assert len(ran) == 1


def test_the_same_statement_is_checked_with_each_value(here: Connection) -> None:
    assert here.execute(select(n.said).where(n.municipality_id == HERE)).scalars().all() == [HERE]
    with pytest.raises(OutOfScope):
        here.execute(select(n.said).where(n.municipality_id == THERE))


def test_each_row_of_many_is_checked(here: Connection) -> None:
    rows = [{"municipality_id": where, "id": 7} for where in (HERE, THERE)]

    with pytest.raises(OutOfScope):
        here.execute(insert(note), rows)


def test_municipality_given_with_the_parameters_of_an_update_is_checked(here: Connection) -> None:
    here.execute(update(note).where(mine), {"municipality_id": HERE, "said": HERE})
    with pytest.raises(OutOfScope):
        here.execute(update(note).where(mine), {"municipality_id": THERE})


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM note",
        "DELETE FROM note",
        "BEGIN; DELETE FROM note",
        "WITH x AS (SELECT 1) SELECT 1",
    ],
)
def test_text_straight_to_the_driver_is_refused(here: Connection, statement: str) -> None:
    with pytest.raises(OutOfScope):
        here.exec_driver_sql(statement)


def test_savepoints_are_nobodys_rows(here: Connection) -> None:
    with here.begin_nested():
        pass


def test_orm_session_stays_inside(here: Connection) -> None:
    with Session(here) as session:
        found = session.get(Note, (HERE, 1))
        assert found is not None
        found.said = "changed"
        session.flush()
        with pytest.raises(OutOfScope):
            session.get(Note, (THERE, 1))


def test_orm_session_cannot_write_elsewhere(here: Connection) -> None:
    with Session(here) as session:
        session.add(Note(municipality_id=THERE, id=3))
        with pytest.raises(OutOfScope):
            session.flush()


def test_orm_session_cannot_move_a_row_away(here: Connection) -> None:
    with Session(here) as session:
        found = session.get(Note, (HERE, 1))
        assert found is not None
        found.municipality_id = THERE
        with pytest.raises(OutOfScope):
            session.flush()
