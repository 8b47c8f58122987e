"""The load generator, a process of its own: many kept-alive connections, one loop, no framework.

It reads a job as JSON and says what came of it as JSON. A job either asks each of its requests once
(`each`), or goes round them for so many seconds (`round`), always with one request out on every connection;
or it offers so many a second whether or not they are answered (`offered`), and then the time of an answer
counts from the moment that its request was due. How busy the generator itself was is part of the answer:
whoever measures with it must know that it was not the bottleneck.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

#: Seconds without any answer after which the rest counts as unanswered.
PATIENCE = 20.0
#: Bytes read at once.
CHUNK = 262_144


class Line:
    """One connection with at most one request out."""

    __slots__ = ("asked_at", "buffer", "needs", "sock", "status")

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.needs = 0
        self.status = 0
        self.asked_at = 0.0

    def ask(self, request: bytes, at: float) -> None:
        self.asked_at = at
        self.sock.sendall(request)

    def take(self) -> int:
        """Take in what came; the status once the answer is whole, else 0. Raises when the server hung up."""
        came = self.sock.recv(CHUNK)
        if not came:
            raise ConnectionResetError
        self.buffer += came
        if not self.needs:
            head, end, _ = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return 0
            self.status = int(head[9:12])
            self.needs = len(head) + 4 + _length(head, self.status)
        if len(self.buffer) < self.needs:
            return 0
        self.buffer = self.buffer[self.needs :]
        self.needs = 0
        return self.status


def _length(head: bytes, status: int) -> int:
    if status in {204, 304}:
        return 0
    found = head.lower().partition(b"content-length:")[2]
    if not found:
        raise ValueError(f"an answer of unknown length: {head[:200]!r}")
    return int(found.split(b"\r\n", 1)[0])


class Run:
    """One job at work."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.requests = [one.encode() for one in json.loads(Path(job["requests"]).read_text())]
        self.selector = selectors.DefaultSelector()
        self.idle = deque(self._line() for _ in range(job["connections"]))
        self.statuses: Counter[int] = Counter()
        self.took: list[tuple[int, float]] = []
        self.broken = 0

    def _line(self) -> Line:
        line = Line(self.job["port"])
        self.selector.register(line.sock, selectors.EVENT_READ, line)
        return line

    def __call__(self) -> dict[str, Any]:
        began, busy = time.perf_counter(), time.process_time()
        getattr(self, f"_{self.job['way']}")(began)
        seconds = time.perf_counter() - began
        busy = time.process_time() - busy
        self._hang_up()
        return {
            "seconds": seconds,
            "statuses": dict(self.statuses),
            "unanswered": self.job["connections"] - len(self.idle) + self.broken,
            "took_ms": [(status, round(took * 1000, 3)) for status, took in self.took],
            "busy": busy / seconds,
        }

    def _hang_up(self) -> None:
        for key in self.selector.get_map().values():
            key.data.sock.close()
        self.selector.close()

    def _each(self, began: float) -> None:
        until = began + self.job.get("seconds", float("inf"))
        self._closed(iter(self.requests), lambda: time.perf_counter() < until)

    def _round(self, began: float) -> None:
        until = began + self.job["seconds"]
        self._closed(cycle(self.requests), lambda: time.perf_counter() < until)

    def _closed(self, requests: Iterator[bytes], going: Callable[[], bool]) -> None:
        while True:
            while self.idle and going():
                request = next(requests, None)
                if request is None:
                    break
                self.idle.popleft().ask(request, time.perf_counter())
            if len(self.idle) == self.job["connections"] or not self._collect(PATIENCE):
                return

    def _offered(self, began: float) -> None:
        gap, total = 1 / self.job["rate"], int(self.job["rate"] * self.job["seconds"])
        requests, due, sent = cycle(self.requests), began, 0
        while sent < total:
            now = time.perf_counter()
            while self.idle and sent < total and due <= now:
                self.idle.popleft().ask(next(requests), due)
                due, sent = due + gap, sent + 1
            # With every connection taken the visitors wait, and their time runs.
            self._collect(max(0.0, due - now) if self.idle else 0.1)
            if now > began + self.job["seconds"] + PATIENCE:
                break
        while len(self.idle) < self.job["connections"] and self._collect(PATIENCE):
            pass
        self.broken += total - sent

    def _collect(self, wait: float) -> bool:
        """Take in what has come; False when nothing came in time."""
        ready = self.selector.select(wait)
        for key, _ in ready:
            line: Line = key.data
            try:
                status = line.take()
            except OSError:
                self.broken += 1
                self.selector.unregister(line.sock)
                line.sock.close()
                line, status = self._line(), -1
            if status > 0:
                self.statuses[status] += 1
                self.took.append((status, time.perf_counter() - line.asked_at))
            if status:
                self.idle.append(line)
        return bool(ready)


if __name__ == "__main__":
    json.dump(Run(json.load(sys.stdin))(), sys.stdout)
