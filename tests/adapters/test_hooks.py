"""Telling another system by HTTP: what it answers besides yes or no is not waited for."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from wijkstem.adapters import hooks
from wijkstem.adapters.hooks import HttpHooks


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of one that says yes, and then never ends its answer."""
    monkeypatch.setattr(hooks, "PATIENCE", 1.0)
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(202)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(b"{")
            self.wfile.flush()
            over.wait(30)

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_answer_that_never_ends_was_a_yes_all_the_same(endless: str) -> None:
    assert HttpHooks().send(endless, b"{}", {}) == "HTTP 202"
    HttpHooks().tell(endless, {"a": 1})
