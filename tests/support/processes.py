"""Web, worker and clock, really started, to be killed and started again; worker and clock by the Procfile's own lines."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

from tests.support import reaper
from tests.support.rulebook import rules_folder
from tests.support.world import HERE, TAG_KEY
from wijkstem.settings import ROOT

#: Seconds that a process may take to start on a machine that is busy with other tests.
PATIENCE = 180.0


def wait_until(happened: Callable[[], bool], what: str, *, patience: float = PATIENCE) -> None:
    """Wait, or fail with what did not happen."""
    end = time.monotonic() + patience
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {patience} seconds: {what}")
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database_url: str, redis_url: str, rules_dir: Path, **more: str) -> dict[str, str]:
    """What the processes are told; nothing else of ours reaches them."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
        "WIJKSTEM_DATABASE_URL": database_url,
        "WIJKSTEM_REDIS_URL": redis_url,
        "WIJKSTEM_TAG_KEY": TAG_KEY,
        "WIJKSTEM_RULES_DIR": str(rules_dir),
        "WIJKSTEM_DEMO": "1",
        "WIJKSTEM_DEMO_ON_POSTGRES": "1",
        **more,
    }


class Process:
    """One process of the platform with its children, with its output in a file; it ends when the tests do."""

    def __init__(
        self,
        name: str,
        command: list[str],
        env: dict[str, str],
        folder: Path,
        *,
        port: int | None = None,
    ) -> None:
        self.name, self._command, self._env, self._port = name, command, env, port
        self.log = folder / f"{name}.log"
        self._output: IO[bytes] = self.log.open("ab")
        self._running: subprocess.Popen[bytes] | None = None
        self.deaths = 0

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    @property
    def fell(self) -> int | None:
        """The exit code of one that ended without being asked to; None while it runs."""
        return None if self._running is None else self._running.poll()

    def start(self, **env: str) -> None:
        """Start it, with ``env`` on top of what it was made with."""
        # A group of its own: Dramatiq's master has children, and all of them must go at once.
        self._running = subprocess.Popen(
            self._command,
            env=self._env | env,
            cwd=ROOT,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,
        )
        reaper.watch(self._running.pid)

    def wait_ready(self) -> None:
        """Wait until it answers; one that serves nobody is ready when it runs."""
        if self._port is not None:
            wait_ready(self._port)

    def kill(self) -> None:
        """As a power cut would: no time to finish anything."""
        self._end(signal.SIGKILL)
        self.deaths += 1

    def stop(self) -> int:
        """Ask it to end, and give its exit code."""
        return self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """Hold it still, with whatever it has in its hands."""
        os.killpg(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on as if nothing had been."""
        os.killpg(self.pid, signal.SIGCONT)

    def _end(self, number: signal.Signals) -> int:
        running = self._running
        if running is None:
            return 0
        self._running = None
        with suppress(ProcessLookupError):  # it fell, and its children with it
            os.killpg(running.pid, number)
        try:
            code = running.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            code = running.wait(10)
        reaper.forget(running.pid)
        return code

    def close(self) -> None:
        self.stop()
        self._output.close()


def web(env: dict[str, str], folder: Path, port: int) -> Process:
    """One web process on ``port``."""
    command = ["uvicorn", "wijkstem.app:create_app", "--factory", "--port", str(port)]
    return Process(
        f"web-{port}", [sys.executable, "-m", *command, "--no-access-log"], env, folder, port=port
    )


def webs(env: dict[str, str], folder: Path, port: int) -> Process:
    """Two web processes on one port, by the Procfile's own line, which a shell reads."""
    told = env | {"PORT": str(port), "WEB_CONCURRENCY": "2"}
    return Process(f"webs-{port}", ["sh", "-c", f"exec {_line('web')}"], told, folder, port=port)


def worker(env: dict[str, str], folder: Path, number: int = 1) -> Process:
    """One worker, by the Procfile's own line."""
    return Process(f"worker-{number}", procfile("worker"), env, folder)


def clock(env: dict[str, str], folder: Path) -> Process:
    """The clock, by the Procfile's own line."""
    return Process("clock", procfile("clock"), env, folder)


def procfile(name: str) -> list[str]:
    """The words of a line of the Procfile."""
    return shlex.split(_line(name))


def _line(name: str) -> str:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:"))


def embedded(env: dict[str, str], folder: Path, port: int) -> Process:
    """Web, workers and clock in one process."""
    command = [sys.executable, "-c", "from wijkstem.cli import main; main()", "serve"]
    return Process("embedded", [*command, "--port", str(port)], env, folder, port=port)


@contextmanager
def running(processes: Sequence[Process]) -> Iterator[None]:
    """All of them up and answering; none is left behind."""
    try:
        for process in processes:
            process.start()
        for process in processes:
            process.wait_ready()
        yield
    finally:
        for process in processes:
            process.close()


@contextmanager
def site_on(database_url: str, folder: Path) -> Iterator[str]:
    """The embedded engine on a database, with the tests' own rules; its address for Testdorp."""
    port = free_port()
    env = environment(database_url, "", rules_folder(folder / "rules"))
    with running([embedded(env, folder, port)]):
        yield f"http://{HERE}.localhost:{port}"


def wait_ready(port: int) -> None:
    """Wait until a web process says that it is ready."""

    wait_until(lambda: asked(port, "/healthz") == 200, f"web on port {port} is ready")


def asked(port: int, path: str) -> int:
    """The status that a web process answers with; 0 for none. Asked often: a client of httpx2's costs a start's worth."""
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        line.close()


def run_cli(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """``wijkstem …`` at a terminal of its own."""
    command = [sys.executable, "-c", "from wijkstem.cli import main; main()", *words]
    return subprocess.run(
        command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
