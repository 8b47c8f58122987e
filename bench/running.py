"""The platform really running, on either engine, and the bare servers that it is measured beside."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.seed import Town
from tests.support.processes import (
    Process,
    clock,
    embedded,
    environment,
    free_port,
    procfile,
    running,
    worker,
)
from tests.support.servers import PostgresServer, RedisServer
from tests.support.world import make_world
from wijkstem.cli.serving import TURNS
from wijkstem.kit.clock import SystemClock
from wijkstem.kit.migrations import upgrade
from wijkstem.rules.registry import load

SQLITE, POSTGRES = "sqlite", "postgres"
ENGINES = (SQLITE, POSTGRES)
#: Connections in the pool of our own hands: what fills a town needs one, what measures threads needs more.
POOL = 16


@dataclass(frozen=True)
class Servers:
    """The servers of a run, and a folder for what is written."""

    folder: Path
    postgres: PostgresServer
    redis: RedisServer

    def database(self, engine: str, name: str) -> str:
        """The URL of an empty database."""
        if engine == SQLITE:
            return f"sqlite:///{self.folder / f'{name}.db'}"
        return self.postgres.create_database(name)

    def drop(self, engine: str, name: str) -> None:
        """What was measured need not take room any longer."""
        if engine == POSTGRES:
            self.postgres.drop_database(name)
        for file in self.folder.glob(f"{name}.db*"):
            file.unlink()


@contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """PostgreSQL with what makes "accepted means on disk" true switched on, and Redis."""
    with ExitStack() as stack:
        postgres = PostgresServer.private(folder / "pg", durable=True)
        stack.callback(postgres.stop)
        redis = RedisServer(folder / "redis")
        stack.callback(redis.stop)
        yield Servers(folder, postgres, redis)


@dataclass(frozen=True)
class Installation:
    """A database with its rules, on one engine."""

    engine: str
    url: str
    rules: Path
    servers: Servers
    town: Town
    #: Web processes on PostgreSQL.
    webs: int = 2

    @property
    def env(self) -> dict[str, str]:
        redis = "" if self.engine == SQLITE else self.servers.redis.url
        return environment(self.url, redis, self.rules)

    @contextmanager
    def serving(self, *, workers: bool = True) -> Iterator[int]:
        """The port of the running platform: one process on SQLite, the Procfile's three on PostgreSQL."""
        port, folder = free_port(), self.servers.folder
        if self.engine == SQLITE:
            processes = [embedded(self.env, folder, port)]
        else:
            self.servers.redis.flush()
            processes = [web(self.env, folder, port, workers=self.webs)]
            processes += [worker(self.env, folder), clock(self.env, folder)] if workers else []
        with running(processes):
            yield port

    @property
    def web_processes(self) -> int:
        """How many of them answer requests, and so how many the bare server gets."""
        return 1 if self.engine == SQLITE else self.webs


@contextmanager
def installation(
    servers: Servers, engine: str, name: str, rules: Path, *, webs: int = 2
) -> Iterator[Installation]:
    """A migrated, empty database; its clock is the machine's, as the processes' clocks are."""
    url = servers.database(engine, name)
    upgrade(url)
    world = make_world(url, load(rules), pool_size=POOL)
    world.clock.at = SystemClock().now()
    try:
        yield Installation(engine, url, rules, servers, Town(world), webs)
    finally:
        world.services.engine.dispose()
        servers.drop(engine, name)


def web(env: dict[str, str], folder: Path, port: int, *, workers: int) -> Process:
    """Web by the Procfile's own line, but for this machine only."""
    line = " ".join(procfile("web")).replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - taken away
    env = env | {"PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    return Process(f"web-{port}", ["sh", "-c", f"exec {line}"], env, folder, port=port)


@contextmanager
def bare(env: dict[str, str], folder: Path, pages: Sequence[str], workers: int) -> Iterator[int]:
    """The port of the bare server that knows ``pages`` by heart (`bench/floors.py`), served as our own are."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.floors:create_app", "--factory"]
    command += ["--port", str(port), "--workers", str(workers), "--no-access-log"]
    command += ["--loop", TURNS] if workers > 1 else []
    command += ["--no-server-header", "--timeout-worker-healthcheck", "60"]
    env = env | {"BENCH_PAGES": "\n".join(pages)}
    with running([Process(f"bare-{port}", command, env, folder, port=port)]):
        yield port


def cores() -> int:
    return len(os.sched_getaffinity(0))
