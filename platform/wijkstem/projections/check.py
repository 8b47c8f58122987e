"""Proves that a projection is what the log says: rebuilt beside the live one, compared row by row.

The rebuild goes into a scratch SQLite file, whatever the live engine is, up to the position that the live
projection had in the same snapshot; so it may run under traffic, and memory stays the same for any log.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, String, Table, select

from wijkstem.eventlog import log, positions
from wijkstem.eventlog.consumer import Consumer
from wijkstem.kit.db import make_engine
from wijkstem.kit.rows import metadata

BATCH = 2000

Values = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """A row that is not what the log says: `live` or `rebuilt` is None where the row is missing."""

    consumer: str
    municipality_id: str
    table: str
    live: Values | None
    rebuilt: Values | None


def of_this_version(live: Connection, consumer: Consumer[Connection], municipality_id: str) -> bool:
    """Whether the rows come from this code's fold; others are replaced, or a newer release has made them."""
    at = positions.standing(live, consumer.name, municipality_id)
    return at is None or at.version == consumer.version


def differences(
    live: Connection,
    consumer: Consumer[Connection],
    municipality_id: str,
    folder: Path | None = None,
) -> Iterator[Difference]:
    """What differs between the live projection and the log; ``live`` sees one moment (`kit.db.reading`).

    The scratch file stands in ``folder``, or where the system keeps what is temporary.
    """
    at = positions.standing(live, consumer.name, municipality_id)
    until = at.position if at else 0
    with _scratch(consumer, folder) as rebuilt:
        _refold(live, rebuilt, consumer, municipality_id, until)
        for table in consumer.tables:
            here = _rows(live, table, municipality_id)
            there = _rows(rebuilt, table, municipality_id)
            for ours, theirs in _pairs(here, there, [c.name for c in table.primary_key]):
                if ours != theirs:
                    yield Difference(consumer.name, municipality_id, table.name, ours, theirs)


@contextmanager
def _scratch(consumer: Consumer[Connection], beside: Path | None) -> Iterator[Connection]:
    with tempfile.TemporaryDirectory(prefix="wijkstem-check-", dir=beside) as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'scratch.db'}")
        metadata.create_all(engine, tables=list(consumer.tables))
        with engine.connect() as connection, connection.begin():
            yield connection
        engine.dispose()


def _refold(
    live: Connection,
    rebuilt: Connection,
    consumer: Consumer[Connection],
    municipality_id: str,
    until: int,
) -> None:
    skipped = positions.passed_over(live, consumer.name, municipality_id)
    position = 0
    while events := log.read(
        live, municipality_id, after=position, limit=BATCH, until=until, skip=skipped
    ):
        consumer.fold(rebuilt, events)
        position = events[-1].position


def _rows(connection: Connection, table: Table, municipality_id: str) -> Iterator[Values]:
    found = (
        select(table)
        .where(table.c.municipality_id == municipality_id)
        .order_by(*(_in_code_order(connection, column) for column in table.primary_key))
        .execution_options(yield_per=BATCH)
    )
    for row in connection.execute(found):
        yield dict(row._mapping)


def _in_code_order(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """Texts in the order in which Python compares them, whatever the database's language is."""
    text = isinstance(column.type, String) and connection.dialect.name == "postgresql"
    return column.collate("C") if text else column


def _pairs(
    ours: Iterator[Values], theirs: Iterator[Values], key: list[str]
) -> Iterator[tuple[Values | None, Values | None]]:
    """Rows of both sides side by side by their key; both come ordered by it."""
    mine, other = next(ours, None), next(theirs, None)
    while mine is not None or other is not None:
        order = _compare(mine, other, key)
        yield (mine if order <= 0 else None), (other if order >= 0 else None)
        mine = next(ours, None) if order <= 0 else mine
        other = next(theirs, None) if order >= 0 else other


def _compare(mine: Values | None, other: Values | None, key: list[str]) -> int:
    if mine is None or other is None:
        return -1 if other is None else 1
    here, there = [mine[name] for name in key], [other[name] for name in key]
    return (here > there) - (here < there)
