"""A busy year on each engine: lived through once, and copied for each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.projections.test_projections import a_busy_year
from tests.support.databases import ENGINES, PostgresDatabases, SqliteDatabases
from tests.support.world import World, make_world
from wijkstem.rules.registry import RuleBook


@dataclass(frozen=True)
class Year:
    """A database that nobody has open, and the moment at which its year was over."""

    database: str
    ended: datetime


@pytest.fixture(scope="session")
def sqlite_year(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory, rules: RuleBook
) -> Year:
    url = sqlite_databases.new(tmp_path_factory.mktemp("year"))
    return Year(url, _lived(url, rules))


@pytest.fixture(scope="session")
def postgres_year(postgres_databases: PostgresDatabases, rules: RuleBook) -> Year:
    name, url = postgres_databases.new()
    return Year(name, _lived(url, rules))


def _lived(url: str, rules: RuleBook) -> datetime:
    world = make_world(url, rules)
    a_busy_year(world)
    world.services.engine.dispose()
    return world.clock.at


@pytest.fixture
def sqlite_busy(
    sqlite_year: Year, sqlite_databases: SqliteDatabases, tmp_path: Path, rules: RuleBook
) -> Iterator[World]:
    """After a busy year, on SQLite."""
    yield from _world(sqlite_databases.new(tmp_path, like=sqlite_year.database), sqlite_year, rules)


@pytest.fixture
def postgres_busy(
    postgres_year: Year, postgres_databases: PostgresDatabases, rules: RuleBook
) -> Iterator[World]:
    """After a busy year, on PostgreSQL."""
    name, url = postgres_databases.new(like=postgres_year.database)
    yield from _world(url, postgres_year, rules)
    postgres_databases.drop(name)


@pytest.fixture(params=ENGINES)
def busy(request: pytest.FixtureRequest) -> World:
    """After a busy year, on each engine."""
    made: World = request.getfixturevalue(f"{request.param}_busy")
    return made


def _world(url: str, year: Year, rules: RuleBook) -> Iterator[World]:
    world = make_world(url, rules)
    world.clock.at = year.ended
    yield world
    world.services.engine.dispose()
