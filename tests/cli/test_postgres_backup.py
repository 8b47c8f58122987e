"""Backup and restore on PostgreSQL by its own tools, with the very commands of the handbook."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.eventlog.consumers import record
from tests.support.handbook import commands
from tests.support.processes import environment, wait_until
from tests.support.rulebook import rules_folder
from tests.support.servers import PostgresServer
from tests.support.world import HERE, START, World, make_world
from wijkstem.kit.jinja import Pages, make_pages
from wijkstem.kit.migrations import upgrade
from wijkstem.rules.registry import load
from wijkstem.settings import ROOT
from workers.deliveries import deliver

pytestmark = pytest.mark.slow

EVERY_MOMENT = "Every moment: a copy every night, and the log of PostgreSQL as it is written"

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def pages() -> Pages:
    return make_pages(ROOT / "templates")


@pytest.fixture
def backups(private_postgres: PostgresServer) -> Path:
    """A folder that PostgreSQL's account may write."""
    folder = private_postgres.folder / "backups"
    (folder / "wal").mkdir(parents=True)
    for one in (folder, folder / "wal"):
        if account := private_postgres.account:
            os.chown(one, account["user"], account["group"])
    return folder


@pytest.fixture
def shell(private_postgres: PostgresServer, backups: Path) -> Shell:
    """Run lines of the handbook as PostgreSQL's administrator."""
    server = private_postgres

    def run(lines: str, **more: str) -> subprocess.CompletedProcess[str]:
        env = {
            "PATH": f"{server.programs}:{os.environ['PATH']}",
            "PGHOST": str(server.folder),
            "PGUSER": "postgres",
            "PGDATA": str(server.folder / "data"),
            "BACKUPS": str(backups),
            **more,
        }
        return _sh(lines, env, server.folder, **server.account)

    return run


def _sh(
    lines: str, env: Mapping[str, str], folder: Path, **who: Any
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["sh", "-eu", "-c", lines], env=dict(env), cwd=folder, capture_output=True, text=True, **who
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture
def rules_dir(tmp_path: Path) -> Path:
    return rules_folder(tmp_path / "rules")


@pytest.fixture
def live(private_postgres: PostgresServer, rules_dir: Path) -> Iterator[World]:
    """A platform with one message that waits, on a server of its own."""
    url = private_postgres.create_database("live")
    upgrade(url)
    world = make_world(url, load(rules_dir))
    world.submit()
    world.settle()
    yield world
    world.services.engine.dispose()


class Restored:
    """What was restored, seen from a terminal and from a worker."""

    def __init__(self, url: str, rules_dir: Path) -> None:
        self.world = make_world(url, load(rules_dir))
        self.world.clock.at = START.replace(year=2999)
        self._env = environment(url, "redis://127.0.0.1:1/0", rules_dir)

    def run(self, lines: str) -> str:
        return _sh(lines, self._env, ROOT).stdout

    def fails(self, line: str) -> str:
        return self.run(f"if {line}; then exit 1; fi")


def whole_and_silent_until_released(restored: Restored, pages: Pages, waiting: int) -> None:
    """What the handbook promises of every restore; nobody put anything on hold."""
    said = restored.run(commands("After every restore"))
    assert "The log is whole." in said
    assert "Every projection is what the log says." in said
    world = restored.world
    world.submit(title="Een bank in het park")
    world.settle()
    assert deliver(world.services, pages, HERE) == 0
    assert f"{HERE}: deliveries on hold" in restored.fails("wijkstem status")
    released = restored.run("wijkstem deliveries release")
    assert f"{HERE}: released, {waiting + 1} deliveries go out" in released
    assert deliver(world.services, pages, HERE) == waiting + 1
    assert "Nothing stands still." in restored.run("wijkstem status")


def test_a_dump_is_restored_into_a_new_database(
    live: World, private_postgres: PostgresServer, shell: Shell, rules_dir: Path, pages: Pages
) -> None:
    shell(commands("A dump every night"), DATABASE="live")
    assert deliver(live.services, pages, HERE) == 1  # after the backup: must not go again unasked
    before = live.recorded()
    record(live, 3)
    shell(commands("From a dump"), NEW="again")
    restored = Restored(private_postgres.url_for("again"), rules_dir)
    assert restored.world.recorded() == before
    whole_and_silent_until_released(restored, pages, 1)
    record(live, 1)
    live.submit(title="Het oude blijft open")
    live.settle()
    assert deliver(live.services, pages, HERE) == 1  # the old database knows that it is the old one
    restored.world.services.engine.dispose()


def test_point_in_time_recovery(
    live: World,
    private_postgres: PostgresServer,
    shell: Shell,
    backups: Path,
    rules_dir: Path,
    pages: Pages,
) -> None:
    server = private_postgres
    once, nightly = commands(EVERY_MOMENT).split("pg_basebackup", 1)
    shell(once)
    live.services.engine.dispose()
    server.restart()
    shell(f"pg_basebackup{nightly}")
    record(live, 2)
    before, moment = live.recorded(), _now(server)
    record(live, 3)  # after the moment: lost
    assert deliver(live.services, pages, HERE) == 1
    _archived(server, backups)
    live.services.engine.dispose()
    server.stop(keep_data=True)
    (server.folder / "data").rename(server.folder / "data-aside")
    shell(commands("To a moment"), MOMENT=moment)
    server.start()
    wait_until(lambda: not _asked(server, "SELECT pg_is_in_recovery()"), "the end of the recovery")
    restored = Restored(server.url_for("live"), rules_dir)
    assert restored.world.recorded() == before
    whole_and_silent_until_released(restored, pages, 1)
    restored.world.services.engine.dispose()


def _asked(server: PostgresServer, question: str) -> Any:
    where = f"host={server.folder} user=postgres dbname=postgres"
    with psycopg.connect(where, autocommit=True) as connection:
        found = connection.execute(question.encode()).fetchone()
    assert found is not None
    return found[0]


def _now(server: PostgresServer) -> str:
    """A moment between two commits, as the server writes it."""
    time.sleep(0.05)
    found = str(_asked(server, "SELECT clock_timestamp()::text"))
    time.sleep(0.05)
    return found


def _archived(server: PostgresServer, backups: Path) -> None:
    """Wait until all that was written is in the archive."""
    last = _asked(server, "SELECT pg_walfile_name(pg_current_wal_lsn())")
    _asked(server, "SELECT pg_switch_wal()::text")
    wait_until((backups / "wal" / str(last)).exists, "the archive")
