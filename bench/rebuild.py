"""Every projection built again from the first event, by the operator's own command: how long, and how much memory."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Result
from bench.running import Installation
from tests.support.world import HERE
from wijkstem.eventlog import log
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.settings import ROOT

#: Linear: an event costs no more in a long log than in a short one, but for noise.
LINEAR = 0.8
#: Constant: no more memory, but for noise.
CONSTANT = 1.2
#: Seconds between two looks at how much memory it has held.
LOOK = 0.05


@dataclass(frozen=True)
class Rebuilt:
    """All projections, one after the other."""

    events: int
    seconds: float
    #: The most that any of them held, in megabytes.
    peak: float


def rebuild(it: Installation) -> Rebuilt:
    """The time does not count the command's own start."""
    with it.town.world.services.reading(HERE) as connection:
        events = log.head(connection, HERE)
    start, _ = _run(it, "rebuild", "--help")
    runs = [_run(it, "rebuild", one.name, "-m", HERE) for one in PROJECTIONS]
    seconds = sum(max(0.001, seconds - start) for seconds, _ in runs)
    return Rebuilt(events, seconds, max(peak for _, peak in runs))


def _run(it: Installation, *words: str) -> tuple[float, float]:
    """Seconds, and the most memory in megabytes."""
    command = [sys.executable, "-c", "from wijkstem.cli import main; main()", "projections", *words]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=it.env, cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _most_memory(process.pid))
        time.sleep(LOOK)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return seconds, peak


def _most_memory(pid: int) -> float:
    """Megabytes that a process held at most since it began to be itself; 0 when it is just gone.

    Not what `wait4` tells of it: that counts from the fork, when it still was a copy of us.
    """
    try:
        said = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in said.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) / 1024 if found else 0.0


def results(engine: str, rebuilds: Sequence[Rebuilt]) -> Iterator[Result]:
    """The largest rebuild beside the one before it."""
    small, large = rebuilds[-2:]
    rate, before = large.events / large.seconds, small.events / small.seconds
    yield Result(
        f"rebuild.{engine}",
        rate,
        "events/s",
        f"the same for {small.events:,} events",
        before,
        0.0,
        f"linear: ≥ {LINEAR} ×",
        rate >= LINEAR * before,
        f"{large.events:,} events through {len(PROJECTIONS)} projections in {large.seconds:.0f} s",
    )
    yield Result(
        f"rebuild.memory.{engine}",
        large.peak,
        "MB",
        f"the same for {small.events:,} events",
        small.peak,
        0.0,
        f"constant: ≤ {CONSTANT} ×",
        large.peak <= CONSTANT * small.peak,
        "the most that the command held at any moment (RSS)",
    )
