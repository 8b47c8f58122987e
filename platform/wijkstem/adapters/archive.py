"""The archive store: what the archive law keeps for good, apart from everything else, and only ever added to.

A file of its own beside a SQLite database, a schema of its own on PostgreSQL, or wherever ``WIJKSTEM_ARCHIVE_URL``
points, with an account of its own. Each record holds the hash of the one before it, so a record that was changed or
taken away shows. Who reads one is written down first.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    insert,
    select,
)
from sqlalchemy.schema import CreateSchema

from wijkstem.kit.db import UtcDateTime, make_engine

SCHEMA = "archive"
_metadata = MetaData(schema=SCHEMA)
_record = Table(
    "archived_record",
    _metadata,
    Column("municipality_id", String(40), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("initiative_id", Uuid, nullable=False),
    Column("number", String(12), nullable=False),
    Column("content", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("archived_at", UtcDateTime, nullable=False),
    # However often a worker was killed halfway, a plan is archived once.
    UniqueConstraint("municipality_id", "initiative_id", name="uq_archived_record_initiative"),
)
_reading = Table(
    "archive_reading",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("municipality_id", String(40), nullable=False),
    Column("number", String(12), nullable=False),
    Column("reader", String(120), nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
)
_TABLES = (_record, _reading)
#: What comes before the first record.
_NOTHING = "0" * 64

_NEVER_CHANGED = """
CREATE OR REPLACE FUNCTION archive.never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the archive is only added to'; END $$
"""


@dataclass(frozen=True)
class Archived:
    """A record as it stands there."""

    sequence: int
    number: str
    archived_at: datetime
    content: Mapping[str, Any]


def url_of(archive_url: str, database_url: str) -> str:
    """Where the settings say; else beside the database."""
    if not archive_url and database_url.startswith("sqlite"):
        return f"{database_url.removesuffix('.db')}-archive.db"
    return archive_url or database_url


class Archive:
    """The store, made when it is first used."""

    def __init__(self, engine: Engine) -> None:
        self._plain = engine
        separate = engine.dialect.name == "postgresql"
        names = {SCHEMA: SCHEMA if separate else None}
        self._engine = engine.execution_options(schema_translate_map=names)
        self._there = False

    @classmethod
    def at(cls, archive_url: str, database_url: str) -> "Archive":
        return cls(make_engine(url_of(archive_url, database_url), pool_size=1))

    def close(self) -> None:
        self._plain.dispose()

    def add(
        self,
        municipality_id: str,
        initiative_id: UUID,
        number: str,
        content: Mapping[str, Any],
        at: datetime,
    ) -> bool:
        """Put a plan away; False when it is there already."""
        said = json.dumps(content, sort_keys=True, ensure_ascii=False)
        with self._writing(municipality_id) as connection:
            known = select(_record.c.sequence).where(
                _record.c.municipality_id == municipality_id,
                _record.c.initiative_id == initiative_id,
            )
            if connection.execute(known).first() is not None:
                return False
            last = connection.execute(
                select(_record.c.sequence, _record.c.hash)
                .where(_record.c.municipality_id == municipality_id)
                .order_by(_record.c.sequence.desc())
                .limit(1)
            ).first()
            sequence, previous = (last.sequence + 1, last.hash) if last else (1, _NOTHING)
            row = {
                "municipality_id": municipality_id,
                "sequence": sequence,
                "initiative_id": initiative_id,
                "number": number,
                "content": said,
                "previous": previous,
                "hash": _hash(municipality_id, sequence, number, said, previous),
                "archived_at": at,
            }
            connection.execute(insert(_record).values(row))
        return True

    def plans(self, municipality_id: str) -> list[tuple[str, datetime]]:
        """Which plans are there, and since when; no names."""
        with self._writing(municipality_id) as connection:
            found = select(_record.c.number, _record.c.archived_at).where(
                _record.c.municipality_id == municipality_id
            )
            return [
                (r.number, r.archived_at)
                for r in connection.execute(found.order_by(_record.c.sequence))
            ]

    def read(self, municipality_id: str, number: str, reader: str, at: datetime) -> Archived | None:
        """A record, after it was written down who reads it."""
        with self._writing(municipality_id) as connection:
            row = {
                "municipality_id": municipality_id,
                "number": number,
                "reader": reader[:120],
                "read_at": at,
            }
            connection.execute(insert(_reading).values(row))
            found = connection.execute(
                select(_record).where(
                    _record.c.municipality_id == municipality_id, _record.c.number == number
                )
            ).first()
        if found is None:
            return None
        return Archived(found.sequence, number, found.archived_at, json.loads(found.content))

    def readings(self, municipality_id: str) -> list[tuple[datetime, str, str]]:
        """Who read what, and when."""
        with self._writing(municipality_id) as connection:
            found = select(_reading.c.read_at, _reading.c.reader, _reading.c.number).where(
                _reading.c.municipality_id == municipality_id
            )
            return [(r[0], r[1], r[2]) for r in connection.execute(found.order_by(_reading.c.id))]

    def problems(self, municipality_id: str) -> Iterator[str]:
        """Where the chain is broken: a record that was changed, or is gone."""
        with self._writing(municipality_id) as connection:
            rows = _chain(connection, municipality_id)
        yield from _broken(municipality_id, rows)

    @contextmanager
    def _writing(self, municipality_id: str) -> Iterator[Connection]:
        """One writer in a municipality at a time, so that the chain has no branches."""
        self._make()
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                key = int(
                    hashlib.sha256(f"archive {municipality_id}".encode()).hexdigest()[:12], 16
                )
                connection.execute(select(func.pg_advisory_xact_lock(key)))
            yield connection

    def _make(self) -> None:
        if self._there:
            return
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(7_301_116)))
                connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
            _metadata.create_all(connection)
            _forbid_changes(connection)
        self._there = True


def _forbid_changes(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_NEVER_CHANGED)
    for table in _TABLES:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                f"CREATE OR REPLACE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE"
                f" ON archive.{table.name} FOR EACH STATEMENT EXECUTE FUNCTION archive.never_changed()"
            )
            continue
        for what in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS {table.name}_{what.lower()} BEFORE {what} ON {table.name}"
                " BEGIN SELECT RAISE(ABORT, 'the archive is only added to'); END"
            )


def _hash(municipality_id: str, sequence: int, number: str, content: str, previous: str) -> str:
    parts = "\n".join((municipality_id, str(sequence), number, previous, content))
    return hashlib.sha256(parts.encode()).hexdigest()


def _chain(connection: Connection, municipality_id: str) -> Sequence[Row[Any]]:
    found = select(_record).where(_record.c.municipality_id == municipality_id)
    return connection.execute(found.order_by(_record.c.sequence)).all()


def _broken(municipality_id: str, rows: Sequence[Row[Any]]) -> Iterator[str]:
    previous, expected = _NOTHING, 1
    for row in rows:
        made = _hash(municipality_id, row.sequence, row.number, row.content, row.previous)
        if row.sequence != expected or row.previous != previous or row.hash != made:
            yield f"{municipality_id}: the chain of the archive is broken at {row.number}"
        previous, expected = row.hash, row.sequence + 1


@dataclass(frozen=True)
class Holding:
    """What stands in a file of the archive."""

    #: In each municipality, the plan and the hash of every record in their order.
    chains: Mapping[str, Sequence[tuple[UUID, str]]]
    problems: Sequence[str]

    @property
    def plans(self) -> frozenset[UUID]:
        """Which plans are there."""
        return frozenset(plan for chain in self.chains.values() for plan, _ in chain)

    def begins_with(self, other: "Holding") -> bool:
        """Whether everything in ``other`` stands here too, in the same places."""
        return all(
            list(self.chains.get(where, ()))[: len(chain)] == list(chain)
            for where, chain in other.chains.items()
        )


def holding(connection: Connection) -> Holding:
    """What stands in a file, such as a backup, to which ``connection`` leads."""
    plainly = connection.execution_options(schema_translate_map={SCHEMA: None})
    where = plainly.scalars(select(_record.c.municipality_id).distinct()).all()
    chains = {one: _chain(plainly, one) for one in where}
    return Holding(
        {one: [(row.initiative_id, row.hash) for row in rows] for one, rows in chains.items()},
        [problem for one, rows in chains.items() for problem in _broken(one, rows)],
    )
