"""Fixtures for every test: real servers where asked for, and no network beyond this machine."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import hypothesis
import pytest
import structlog

from tests.support import network
from tests.support.compiled import share_statements
from tests.support.council import council_rules
from tests.support.daemon import hold
from tests.support.databases import ENGINES, SQLITE, PostgresDatabases, SqliteDatabases
from tests.support.needs import Missing, lacks
from tests.support.rulebook import rule_book
from tests.support.servers import RUN_LOCK, PostgresServer, RedisServer
from tests.support.world import World, make_world
from wijkstem.rules.registry import RuleBook

RUN_FOLDER = pytest.StashKey[Path]()
RUN_HELD = pytest.StashKey[IO[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the servers of this run share, and hold it as long as the run lasts."""
    share_statements()
    # On a busy machine an example takes as long as it takes: no test of ours says how quick something is.
    hypothesis.settings.register_profile("wijkstem", deadline=None)
    hypothesis.settings.load_profile("wijkstem")
    shared: dict[str, str] | None = getattr(config, "workerinput", None)
    if shared is not None:
        config.stash[RUN_FOLDER] = Path(shared["run_folder"])
        return
    folder = Path(tempfile.mkdtemp(prefix="wijkstem-tests-"))
    folder.chmod(0o711)  # PostgreSQL has to pass through it, under another account when we are root
    config.stash[RUN_FOLDER] = folder
    config.stash[RUN_HELD] = hold(folder / RUN_LOCK)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a pytest-xdist worker where the run's folder is."""
    node.workerinput["run_folder"] = str(node.config.stash[RUN_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let the run's folder go; its servers stop by themselves."""
    if RUN_HELD in config.stash:
        config.stash[RUN_HELD].close()
        shutil.rmtree(config.stash[RUN_FOLDER], ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _settings_of_nobody() -> Iterator[None]:
    """What a developer has set for a platform of their own says nothing here."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in [name for name in os.environ if name.startswith("WIJKSTEM_")]:
            monkeypatch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def _plain_exceptions() -> None:
    """In colour and in boxes, as a terminal gets it, an exception that is logged costs more than most tests."""
    *others, _ = structlog.get_config()["processors"]
    plainly = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[*others, plainly])


@pytest.fixture(scope="session", autouse=True)
def _network_blocked() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        network.block(monkeypatch)
        yield


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest, worker_id: str) -> Path:
    """A short folder of this process's own; Unix sockets cannot have long names."""
    folder = request.config.stash[RUN_FOLDER] / worker_id
    folder.mkdir(mode=0o711)
    return folder


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> PostgresServer:
    """The PostgreSQL that the whole run shares; make a database of your own in it."""
    try:
        return PostgresServer.shared(request.config.stash[RUN_FOLDER])
    except Missing as missing:
        lacks(str(missing))


@pytest.fixture
def private_postgres(run_folder: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL for one test, to be stopped and started; takes a second or two."""
    try:
        server = PostgresServer.private(run_folder / f"postgres-{secrets.token_hex(4)}")
    except Missing as missing:
        lacks(str(missing))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server(run_folder: Path) -> Iterator[RedisServer]:
    """A Redis for this process's tests, which may flush it and stop it, and start it again."""
    try:
        server = RedisServer(run_folder / "redis")
    except Missing as missing:
        lacks(str(missing))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """The rules of Testdorp and Buurdorp, which do not exist."""
    return rule_book(tmp_path_factory.mktemp("rules") / "data")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Migrated SQLite files to copy."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: PostgresServer) -> PostgresDatabases:
    """Migrated PostgreSQL databases to clone."""
    return PostgresDatabases(postgres_server)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database; a test that asks for it runs on both engines."""
    if request.param == SQLITE:
        yield request.getfixturevalue("sqlite_databases").new(tmp_path)
        return
    yield from _postgres_url(request.getfixturevalue("postgres_databases"))


@pytest.fixture
def sqlite_url(sqlite_databases: SqliteDatabases, tmp_path: Path) -> str:
    """A migrated, empty SQLite file."""
    return sqlite_databases.new(tmp_path)


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """A migrated, empty PostgreSQL database."""
    yield from _postgres_url(postgres_databases)


def _postgres_url(databases: PostgresDatabases) -> Iterator[str]:
    name, url = databases.empty()
    yield url
    databases.give_back(name)


@pytest.fixture
def world(database_url: str, rules: RuleBook) -> Iterator[World]:
    """A platform on each engine."""
    made = make_world(database_url, rules)
    yield made
    made.services.engine.dispose()


@pytest.fixture
def sqlite_world(sqlite_url: str, rules: RuleBook) -> Iterator[World]:
    """A platform on SQLite, for what does not differ between engines."""
    made = make_world(sqlite_url, rules)
    yield made
    made.services.engine.dispose()


@pytest.fixture
def council_world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """A platform on each engine, whose plans go to the council by the calendar."""
    made = make_world(database_url, council_rules(tmp_path / "rules"))
    yield made
    made.services.engine.dispose()


@pytest.fixture
def sqlite_council(sqlite_url: str, tmp_path: Path) -> Iterator[World]:
    """The same on SQLite, for what does not differ between engines."""
    made = make_world(sqlite_url, council_rules(tmp_path / "rules"))
    yield made
    made.services.engine.dispose()


@pytest.fixture
def postgres_world(postgres_url: str, rules: RuleBook) -> Iterator[World]:
    """A platform on PostgreSQL, for tests with real threads."""
    made = make_world(postgres_url, rules)
    yield made
    made.services.engine.dispose()


@pytest.fixture
def other_process(postgres_world: World, rules: RuleBook) -> Iterator[World]:
    """A second platform on the same database, with lines and connections of its own."""
    made = make_world(postgres_world.services.settings.database_url, rules)
    yield made
    made.services.engine.dispose()
