"""The load generator counts what a server really gave: all statuses, hang-ups, and time from when a request was due."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.load import Run


class Server(socketserver.ThreadingTCPServer):
    """Answers by what the path says: a status after so many milliseconds, in two pieces; or nothing."""

    allow_reuse_address = True
    daemon_threads = True


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        while line := self.rfile.readline():
            status, wait = line.split()[1].decode().strip("/").split("-")
            while self.rfile.readline().strip():
                pass
            if status == "0":
                return
            time.sleep(int(wait) / 1000)
            self.wfile.write(f"HTTP/1.1 {status} Fine\r\nContent-Length: 4\r\n\r\nbo".encode())
            self.wfile.flush()
            time.sleep(0.005)
            self.wfile.write(b"dy")


@pytest.fixture
def port() -> Iterator[int]:
    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def run(port: int, tmp_path: Path, paths: list[str], **job: Any) -> dict[str, Any]:
    file = tmp_path / "requests.json"
    file.write_text(json.dumps([f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n" for path in paths]))
    return Run({"port": port, "requests": str(file), **job})()


def test_each_request_is_asked_once(port: int, tmp_path: Path) -> None:
    paths = ["/200-0"] * 10 + ["/303-0"] * 5 + ["/503-0"] * 2
    found = run(port, tmp_path, paths, way="each", connections=3)
    assert found["statuses"] == {200: 10, 303: 5, 503: 2}
    assert found["unanswered"] == 0
    assert len(found["took_ms"]) == 17


def test_who_is_hung_up_on_is_unanswered_and_the_rest_goes_on(port: int, tmp_path: Path) -> None:
    paths = ["/200-0", "/0-0", "/200-0", "/200-0"]
    found = run(port, tmp_path, paths, way="each", connections=1)
    assert found["statuses"] == {200: 3}
    assert found["unanswered"] == 1


def test_round_and_round_until_the_time_is_over(port: int, tmp_path: Path) -> None:
    found = run(port, tmp_path, ["/200-1"], way="round", connections=2, seconds=0.3)
    assert found["statuses"][200] > 2
    assert 0.3 <= found["seconds"] < 5


def test_an_offered_request_waits_on_the_clock_of_its_visitor(port: int, tmp_path: Path) -> None:
    # Ten at once, one connection, 30 ms each: the last waited for all the others.
    found = run(
        port, tmp_path, ["/200-30"], way="offered", connections=1, rate=1000.0, seconds=0.01
    )
    assert found["statuses"] == {200: 10}
    assert max(took for _, took in found["took_ms"]) >= 250
