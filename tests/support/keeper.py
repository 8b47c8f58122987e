"""Runs one server and stops it when the lock file is let go: no server outlives its tests.

Started as a script by `tests.support.daemon`. The tests hold a lock on a file, which the kernel
releases when their process ends, in whatever way; this process waits for that lock.
"""

import fcntl
import json
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

#: Seconds a server gets to stop by itself.
PATIENCE = 10


def main(folder: Path) -> None:
    """Start the server described in the folder's plan, and stop it once nobody holds the lock."""
    plan = json.loads((folder / "plan.json").read_text())
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(
            plan["command"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            **plan["account"],
        )
    (folder / "pid").write_text(str(server.pid))
    threading.Thread(target=mark_end, args=(server, folder), daemon=True).start()
    with Path(plan["lock"]).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
    stop(server, signal.Signals(plan["signal"]))
    if not (folder / "keep").exists():
        shutil.rmtree(plan["remove"], ignore_errors=True)


def mark_end(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Leave a mark when the server ends, so that nobody waits for it in vain."""
    server.wait()
    if folder.exists():
        (folder / "ended").touch()


def stop(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Ask the server to stop, and end it when it does not listen."""
    server.send_signal(how)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
