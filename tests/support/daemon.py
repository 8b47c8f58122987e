"""A server process for tests that stops by itself when whoever holds its lock is gone."""

import fcntl
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

KEEPER = Path(__file__).with_name("keeper.py")

#: Seconds a server gets to become ready; a loaded machine is slow.
READY_WITHIN = 30.0


class ServerFailed(RuntimeError):
    """A server did not start; the message ends with what it said."""


def hold(path: Path, *, exclusive: bool = False) -> IO[str]:
    """Take a lock that lasts until the file is closed or this process ends."""
    held = path.open("a")
    fcntl.flock(held, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
    return held


@dataclass(frozen=True)
class Plan:
    """What the keeper has to know."""

    command: Sequence[str]
    lock: Path
    stop_signal: signal.Signals
    #: The folder that goes when the server has gone.
    remove: Path
    #: `user`, `group` and `extra_groups` for `Popen`, for servers that refuse to run as root.
    account: Mapping[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Put the plan where the keeper looks for it."""
        plan = {
            "command": list(self.command),
            "lock": str(self.lock),
            "signal": int(self.stop_signal),
            "remove": str(self.remove),
            "account": dict(self.account),
        }
        (folder / "plan.json").write_text(json.dumps(plan))


def launch(folder: Path, plan: Plan, is_ready: Callable[[], bool]) -> subprocess.Popen[bytes]:
    """Start a keeper with its server and wait until the server answers.

    Raises:
        ServerFailed: when the server ended, or was not ready in time.
    """
    for mark in ("ended", "keep", "pid"):
        (folder / mark).unlink(missing_ok=True)
    plan.write(folder)
    keeper = subprocess.Popen(
        [sys.executable, "-I", str(KEEPER), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the tests; the keeper follows by the lock
    )
    _wait(folder, is_ready)
    return keeper


def _wait(folder: Path, is_ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not is_ready():
        if (folder / "ended").exists() or time.monotonic() > deadline:
            said = (folder / "log").read_text(errors="replace")[-2000:]
            raise ServerFailed(f"the server in {folder.name} did not start:\n{said}")
        time.sleep(0.01)


class Daemon:
    """One private server: ours to stop and start, gone when this process is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: IO[str] | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def lock(self) -> Path:
        """The file whose lock keeps the server alive."""
        return self.folder.with_name(f"{self.folder.name}.lock")

    def start(self, plan: Plan, is_ready: Callable[[], bool]) -> None:
        """Start the server and wait until it answers."""
        self._held = hold(self.lock)
        try:
            self._keeper = launch(self.folder, plan, is_ready)
        except ServerFailed:
            self._held.close()
            raise

    def stop(self, *, keep_data: bool = False) -> None:
        """Stop the server and wait until it is gone; stopping twice is harmless."""
        if self._held is None or self._keeper is None:
            return
        if keep_data:
            (self.folder / "keep").touch()
        self._held.close()
        self._keeper.wait()
        self._held = self._keeper = None
        if not keep_data:
            self.lock.unlink(missing_ok=True)
            shutil.rmtree(self.folder, ignore_errors=True)
