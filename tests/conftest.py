"""Fixtures for every test: real servers where asked for, and no network beyond this machine."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from tests.support import network
from tests.support.daemon import hold
from tests.support.needs import Missing, lacks
from tests.support.servers import RUN_LOCK, PostgresServer, RedisServer

RUN_FOLDER = pytest.StashKey[Path]()
RUN_HELD = pytest.StashKey[IO[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the servers of this run share, and hold it as long as the run lasts."""
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
