"""Writes `bench/RESULTS.md`: what was measured when, with what, on what, and how to read it."""

import platform
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version

import psycopg
import redis

from bench.measure import Result
from bench.running import Servers, cores
from wijkstem.settings import ROOT

FILE = ROOT / "bench" / "RESULTS.md"
PACKAGES = (
    "dramatiq",
    "httptools",
    "jinja2",
    "psycopg",
    "pydantic",
    "redis",
    "sqlalchemy",
    "sqlmodel",
    "starlette",
    "uvicorn",
    "uvloop",
)

HOW_TO_READ = """\
Written by `make bench`. Every figure stands beside its floor, measured in turns with it in the same run on
the same machine: **the ratio is what tells something**, the figure itself belongs to this machine. The values
are medians; the spread is (most less least) / median of our own repetitions, after a warm-up of each. A spread
above 0.3 says that the machine was busy with something else.

The servers are the real ones (on SQLite `wijkstem serve`, on PostgreSQL the Procfile's `web` with two
processes, `worker` and `clock`), with what makes "accepted means on disk" true. The load generator
(`bench/load.py`) is one process on the same cores for ours and for the floor; the notes say how much of a core
it took. It asks for no compression. Data was written in bulk to the state that commands and folds would leave;
`tests/bench` proves that with `log verify` and `projections check`.
"""


def write(results: Sequence[Result], servers: Servers, file: Path = FILE) -> None:
    """The whole table anew."""
    file.write_text("\n".join(_lines(results, servers)) + "\n")


def _lines(results: Sequence[Result], servers: Servers) -> Iterator[str]:
    yield "# What it costs\n"
    yield HOW_TO_READ
    yield f"Measured on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, at commit {_commit()}.\n"
    yield from (f"- {line}" for line in _machine(servers))
    yield "\n| what | ours | floor | ratio | spread | aim | reached | remarks |"
    yield "|---|---:|---:|---:|---:|---|---|---|"
    yield from (_row(one) for one in results)


def _row(one: Result) -> str:
    reached = {True: "yes", False: "**no**", None: ""}[one.reached]
    floor = f"{_figure(one.floor)} ({one.versus})"
    cells = (
        f"`{one.name}`",
        f"{_figure(one.value)} {one.unit}",
        floor,
        f"{one.ratio:.2f}",
        f"{one.spread:.2f}" if one.spread else "",
        one.aim,
        reached,
        one.note,
    )
    return f"| {' | '.join(cells)} |"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _machine(servers: Servers) -> Iterator[str]:
    yield f"{_processor()}, {cores()} cores; {platform.system()} {platform.machine()}"
    yield (
        f"Python {platform.python_version()}, PostgreSQL {_postgres(servers)}, "
        f"SQLite {sqlite_version}, Redis {_redis(servers)}"
    )
    yield ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def _commit() -> str:
    def git(*words: str) -> str:
        run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return run.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/RESULTS.md")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (" with changes" if changed else "")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def _postgres(servers: Servers) -> str:
    with psycopg.connect(f"host={servers.postgres.folder} user=postgres dbname=postgres") as line:
        return f"{line.info.server_version // 10000}.{line.info.server_version % 10000}"


def _redis(servers: Servers) -> str:
    with redis.Redis.from_url(servers.redis.url) as client:
        found: str = client.info("server")["redis_version"]
        return found
