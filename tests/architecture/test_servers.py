"""The servers that tests start: they are real, quick to copy from, and leave nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import create_engine, text

from tests.support import needs
from tests.support.network import NetworkBlocked
from tests.support.servers import PostgresServer, RedisServer

ROOT = Path(__file__).parents[2]


def _scalar(url: str, statement: str) -> object:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text(statement)).scalar()
    engine.dispose()
    return found


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_postgres_is_real(postgres_server: PostgresServer, worker_id: str) -> None:
    url = postgres_server.create_database(f"real_{worker_id}")
    assert str(_scalar(url, "SELECT version()")).startswith("PostgreSQL 18")
    assert _scalar(url, "SHOW timezone") == "UTC"
    assert _scalar(url, "SELECT upper('één')") == "ÉÉN"


def test_postgres_clone_holds_what_the_template_held(
    postgres_server: PostgresServer, worker_id: str
) -> None:
    template, copy = f"template_{worker_id}", f"copy_{worker_id}"
    url = postgres_server.create_database(template)
    _execute(url, "CREATE TABLE seven AS SELECT 7 AS n")
    assert _scalar(postgres_server.clone_database(template, copy), "SELECT n FROM seven") == 7


def test_postgres_dropped_database_is_gone(postgres_server: PostgresServer, worker_id: str) -> None:
    name = f"dropped_{worker_id}"
    postgres_server.create_database(name)
    postgres_server.drop_database(name)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(host=str(postgres_server.folder), user="postgres", dbname=name)


def test_postgres_shared_server_refuses_to_restart(postgres_server: PostgresServer) -> None:
    with pytest.raises(RuntimeError, match="private_postgres"):
        postgres_server.restart()


def test_postgres_keeps_its_data_over_a_restart(private_postgres: PostgresServer) -> None:
    url = private_postgres.create_database("kept")
    _execute(url, "CREATE TABLE seven AS SELECT 7 AS n")
    private_postgres.restart()
    assert _scalar(url, "SELECT n FROM seven") == 7


def test_redis_forgets_when_flushed(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("stem", "ja")
        assert client.get("stem") == b"ja"
        redis_server.flush()
        assert client.get("stem") is None


def test_redis_comes_back_empty_at_the_same_address(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("stem", "ja")
        redis_server.stop()
        assert not redis_server.is_ready()
        redis_server.start()
        assert client.get("stem") is None


def test_servers_stop_when_their_tests_are_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from tests.support.servers import RedisServer\n"
        f"print(RedisServer(Path({str(tmp_path)!r}) / 'redis').url, flush=True)\n"
        "time.sleep(60)"
    )
    tests = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    assert tests.stdout is not None
    with tests.stdout, redis.Redis.from_url(tests.stdout.readline().decode().strip()) as client:
        assert client.ping()
        os.kill(tests.pid, signal.SIGKILL)
        tests.wait()
        assert _goes_within(10, tmp_path / "redis")
        with pytest.raises(redis.ConnectionError):
            client.ping()


def _goes_within(seconds: float, folder: Path) -> bool:
    deadline = time.monotonic() + seconds
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not folder.exists()


def test_network_is_blocked_beyond_this_machine() -> None:
    with socket.socket() as outside, pytest.raises(NetworkBlocked):
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkBlocked):
        socket.getaddrinfo("example.org", 80)


def test_missing_part_fails_where_nothing_may_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        needs.lacks("no browser here")


def test_missing_part_skips_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        needs.lacks("no browser here")
