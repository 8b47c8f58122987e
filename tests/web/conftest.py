"""Browsers for the tests of the pages."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.support.databases import SqliteDatabases
from tests.support.logged import logged
from tests.support.web import ClientFor, clients, with_settings
from tests.support.world import World
from tests.web.town import Town, town
from wijkstem.rules.registry import RuleBook

__all__ = ["logged"]


@pytest.fixture
def client_for() -> Iterator[ClientFor]:
    """``client_for(world)`` opens a browser; `tests.support.web.log_in` logs somebody in with it."""
    with clients() as opened:
        yield opened


@pytest.fixture
def client(sqlite_world: World, client_for: ClientFor) -> TestClient:
    """A browser at Testdorp."""
    return client_for(sqlite_world)


@pytest.fixture
def demo_world(sqlite_world: World) -> World:
    """Testdorp as a demonstration."""
    return with_settings(sqlite_world, demo=True)


@pytest.fixture
def demo(demo_world: World, client_for: ClientFor) -> TestClient:
    """A browser at the demonstration."""
    return client_for(demo_world)


@pytest.fixture(scope="module")
def here(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory, rules: RuleBook
) -> Iterator[Town]:
    """A town with everybody in it; whoever changes anything puts it back."""
    with town(sqlite_databases, tmp_path_factory.mktemp("town"), rules) as made:
        yield made


@pytest.fixture(scope="module")
def here_on_https(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory, rules: RuleBook
) -> Iterator[Town]:
    """The same, as people come to it over https."""
    with town(sqlite_databases, tmp_path_factory.mktemp("town"), rules, https=True) as made:
        yield made
