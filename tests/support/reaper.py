"""Ends the processes that tests started once the tests are gone, in whatever way: nothing outlives a killed run.

Run as a script it reads on its standard input which process groups there are, and kills those that are left
when that input ends, which the kernel sees to. A process group that is frozen dies by this too.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO

_LOCK = threading.Lock()
_RUNNING: list[subprocess.Popen[bytes]] = []


def watch(group: int) -> None:
    """From now on this process group ends with us."""
    _tell("+", group)


def forget(group: int) -> None:
    """It has ended; its number may be given to another."""
    _tell("-", group)


def _tell(sign: str, group: int) -> None:
    with _LOCK:
        if not _RUNNING:
            _RUNNING.append(_start())
        told = _RUNNING[0].stdin
        assert told is not None
        told.write(f"{sign}{group}\n".encode())
        told.flush()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the tests
    )


def main(told: IO[str]) -> None:
    """Remember groups until nobody tells us any more, and kill what is left."""
    groups: set[int] = set()
    for line in told:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.stdin)
