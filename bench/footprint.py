"""How long `web` takes to be ready and what idle processes hold, beside Python with the same libraries imported."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from bench.measure import Result, spread
from bench.rulebooks import bench_rules
from bench.running import Installation, Servers, installation, web
from bench.scale import Scale
from tests.support.processes import Process, asked, embedded, free_port, running, worker

IMPORTED = "Python with starlette and sqlalchemy imported"
IMPORT = "import starlette.applications, starlette.routing, starlette.responses, sqlalchemy"
#: Seconds until a process that was asked nothing counts as idle.
SETTLED = 2.0
MOST = 2.0
MB = 1024 * 1024


def measure(servers: Servers, engine: str, scale: Scale) -> Iterator[Result]:
    """On an empty database with the rules published: every start but the first."""
    rules = servers.folder / f"rules-footprint-{engine}"
    with installation(servers, engine, f"footprint_{engine}", bench_rules(rules)) as it:
        yield _start(it, scale)
        with _imported() as (_, floor):
            for name, make in _processes(it).items():
                yield _memory(it.engine, name, make, floor)


def _start(it: Installation, scale: Scale) -> Result:
    def ours() -> float:
        port = free_port()
        process = _web(it, port)
        began = time.perf_counter()
        process.start()
        try:
            while not _answers(port):
                time.sleep(0.002)
            return time.perf_counter() - began
        finally:
            process.close()

    def floor() -> float:
        began = time.perf_counter()
        with _imported():
            return time.perf_counter() - began

    ours(), floor()
    pairs = [(ours(), floor()) for _ in range(scale.repetitions)]
    value, below = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Result(
        f"start.{it.engine}",
        value * 1000,
        "ms",
        IMPORTED,
        below * 1000,
        spread([pair[0] for pair in pairs]),
        f"≤ {MOST:.0f} ×",
        value <= MOST * below,
        "from starting the process to the first answer of /readyz",
    )


def _web(it: Installation, port: int) -> Process:
    if it.engine == "sqlite":
        return embedded(it.env, it.servers.folder, port)
    return web(it.env, it.servers.folder, port, workers=1)


def _answers(port: int) -> bool:
    # Not ready because nobody follows the log here is an answer too: the process is.
    return asked(port, "/readyz") in {200, 503}


@contextmanager
def _imported() -> Iterator[tuple[int, float]]:
    """A process with the libraries and nothing else; its id, and what it holds in megabytes."""
    command = [sys.executable, "-c", f"{IMPORT}; print(flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid, _held(process.pid)
        process.communicate(b"\n")


def _processes(it: Installation) -> dict[str, Callable[[], Process]]:
    port = free_port()
    if it.engine == "sqlite":
        return {"serve": lambda: _web(it, port)}
    return {"web": lambda: _web(it, port), "worker": lambda: worker(it.env, it.servers.folder)}


def _memory(engine: str, name: str, make: Callable[[], Process], floor: float) -> Result:
    process = make()
    with running([process]):
        time.sleep(SETTLED)
        tree = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(True))]
        held = max(map(_held, tree))
        note = f"RSS of the largest of {len(tree)}; together {sum(map(_shared, tree)):.0f} MB (PSS)"
    return Result(
        f"memory.{name}.{engine}",
        held,
        "MB",
        IMPORTED,
        floor,
        0.0,
        f"≤ {MOST:.0f} ×",
        held <= MOST * floor,
        note,
    )


def _held(pid: int) -> float:
    """What a process has in memory (RSS), in megabytes: the same whoever else runs."""
    held: int = psutil.Process(pid).memory_info().rss
    return held / MB


def _shared(pid: int) -> float:
    """What it has for itself with its part of what it shares (PSS), in megabytes."""
    held: int = psutil.Process(pid).memory_full_info().pss
    return held / MB
