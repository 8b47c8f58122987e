"""A storm that is itself killed leaves no process behind, not even a frozen one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.support.processes import wait_until
from wijkstem.settings import ROOT

#: Two processes with a child each, as a worker has; the second stands still when its tests are killed.
STORM = """
import os, sys, time
from pathlib import Path
from tests.support.processes import Process

command = ["sh", "-c", "sleep 600 & echo $! >&2; wait"]
for name in ("one", "two"):
    process = Process(name, command, dict(os.environ), Path(sys.argv[1]))
    process.start()
    while not process.log.read_text():
        time.sleep(0.01)
    print(process.pid, process.log.read_text().strip(), flush=True)
process.freeze()
print("ready", flush=True)
time.sleep(600)
"""


def test_nothing_is_left_of_a_storm_that_was_killed(tmp_path: Path) -> None:
    tests = subprocess.Popen(
        [sys.executable, "-c", STORM, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert tests.stdout is not None
    with tests.stdout as said:
        started = [int(pid) for _ in range(2) for pid in said.readline().split()]
        assert said.readline() == b"ready\n"
    assert len(started) == 4
    assert all(psutil.pid_exists(pid) for pid in started)
    os.kill(tests.pid, signal.SIGKILL)
    tests.wait()
    wait_until(lambda: not any(_runs(pid) for pid in started), "no process left")


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
