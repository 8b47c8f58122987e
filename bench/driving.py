"""Sends requests to a server from the load generator's own process, and reads what came of it."""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.support.world import HERE
from wijkstem.settings import ROOT


@dataclass(frozen=True)
class Answers:
    """What the generator got."""

    seconds: float
    #: How many answers with each status.
    statuses: dict[int, int]
    unanswered: int
    #: Milliseconds of each answer, with its status.
    took_ms: list[tuple[int, float]]
    #: Share of a core that the generator itself needed.
    busy: float

    def rate(self, *statuses: int) -> float:
        """Answers a second with one of ``statuses``."""
        return sum(self.statuses.get(status, 0) for status in statuses) / self.seconds

    def percentile(self, share: float, status: int) -> float:
        """Milliseconds within which this share of the answers with ``status`` came; 0 without any."""
        return percentile([took for seen, took in self.took_ms if seen == status], share)

    def only(self, *statuses: int) -> Self:
        """Raises ValueError when anything else came: a failing page is quick, and measures nothing."""
        if self.unanswered or set(self.statuses) - set(statuses) or not self.statuses:
            raise ValueError(f"expected {statuses}: {self.statuses}, {self.unanswered} unanswered")
        return self


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of them lies."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


@dataclass
class Watched:
    """Takes rates, and keeps how busy the generator was at most."""

    busiest: float = 0.0

    def rate(self, status: int, answers: Answers) -> float:
        """Answers a second; every one of them must have ``status``."""
        self.busiest = max(self.busiest, answers.busy)
        return answers.only(status).rate(status)

    def note(self) -> str:
        return f"generator at most {self.busiest:.0%} of a core"


class Driver:
    """The generator at work."""

    def __init__(self, requests: Sequence[str], **job: Any) -> None:
        self._file = tempfile.NamedTemporaryFile("w", suffix=".json")  # noqa: SIM115 - lives as long as the job
        json.dump(list(requests), self._file)
        self._file.flush()
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("load.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self._process.stdin is not None
        json.dump(job | {"requests": self._file.name}, self._process.stdin)
        self._process.stdin.close()
        self._process.stdin = None

    def answers(self) -> Answers:
        """Wait until it is done."""
        said, _ = self._process.communicate()
        self._file.close()
        if self._process.returncode:
            raise RuntimeError("the load generator failed; what it said is above")
        found = json.loads(said)
        statuses = {int(status): number for status, number in found["statuses"].items()}
        took = [(status, ms) for status, ms in found["took_ms"]]
        return Answers(found["seconds"], statuses, found["unanswered"], took, found["busy"])


def each(port: int, requests: Sequence[str], *, connections: int, **limit: float) -> Answers:
    """Every request once, or as many as go within ``seconds``."""
    return Driver(requests, way="each", port=port, connections=connections, **limit).answers()


def around(port: int, requests: Sequence[str], *, connections: int, seconds: float) -> Answers:
    """Round the requests for so long."""
    return Driver(
        requests, way="round", port=port, connections=connections, seconds=seconds
    ).answers()


def offered(
    port: int, requests: Sequence[str], *, connections: int, rate: float, seconds: float
) -> Driver:
    """So many a second, answered or not; goes on while the caller does something else."""
    return Driver(
        requests, way="offered", port=port, connections=connections, rate=rate, seconds=seconds
    )


def get(path: str, *, where: str = HERE, cookie: str = "") -> str:
    """A visitor's request for a page."""
    who = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: {where}.localhost\r\nAccept: text/html\r\n{who}\r\n"


def sign(number: str, token: str, *, where: str = HERE) -> str:
    """The form of somebody who supports an initiative, as a browser sends it."""
    return (
        f"POST /initiatieven/{number}/steunen HTTP/1.1\r\nHost: {where}.localhost\r\n"
        f"Cookie: wijkstem={token}\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nstance=for"
    )
