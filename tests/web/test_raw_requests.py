"""What no browser sends, on a real connection: heads without an end, and requests that two readers could cut differently."""

import socket
from collections.abc import Iterator

import httpx2
import pytest

from tests.support.databases import SqliteDatabases
from tests.support.processes import embedded, environment, free_port, running
from tests.support.rulebook import rules_folder
from wijkstem.web.heads import MOST
from wijkstem.web.middleware import HEADERS

pytestmark = pytest.mark.slow

HOST = b"Host: testdorp.localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"


@pytest.fixture(scope="module")
def port(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """The embedded engine, as an operator starts it."""
    folder, at = tmp_path_factory.mktemp("raw"), free_port()
    env = environment(sqlite_databases.new(folder), "", rules_folder(folder / "rules"))
    with running([embedded(env, folder, at)]):
        yield at


def said(port: int, *parts: bytes) -> bytes:
    """What comes back until the server hangs up; parts go out one after the other."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        try:
            for part in parts:
                line.sendall(part)
            while piece := line.recv(65_536):
                answer += piece
        except ConnectionError:
            pass  # it hung up while we were still talking
    return answer


def alive(port: int) -> bool:
    return httpx2.get(f"http://127.0.0.1:{port}/healthz", timeout=20).status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        [b"GET / HTTP/1.1\r\n", HOST, b"X-Long: ", *[b"a" * 8192] * 40],
        [b"GET / HTTP/1.1\r\n", HOST, *[b"X-Many: a\r\n" * 1000] * 40],
        [b"GET /", *[b"a" * 8192] * 40],
        [b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: " + b"a" * (MOST + 10) + b"\r\n\r\n"],
    ],
    ids=["a header", "headers", "an address", "at once"],
)
def test_head_without_an_end_is_cut_off(port: int, head: list[bytes]) -> None:
    answer = said(port, *head)
    # Who is still talking when the line is cut may not hear why.
    assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")
    assert answer.count(b"HTTP/1.1") <= 1
    assert alive(port)


def test_head_that_is_too_large_is_told_so(port: int) -> None:
    answer = said(port, b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * MOST + b"\r\n\r\n")
    head, _, text = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 431 ")
    assert {f"{name}: {value}".encode() for name, value in HEADERS.items()} <= set(
        head.split(b"\r\n")
    )
    assert "te groot" in text.decode()


def test_head_that_just_fits_is_taken(port: int) -> None:
    request = b"GET /privacy HTTP/1.1\r\n" + HOST + b"Connection: close\r\nX: "
    assert said(port, request, b"a" * 60_000 + b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")


def test_every_request_of_a_line_has_a_head_of_its_own(port: int) -> None:
    one = b"GET /privacy HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 40_000 + b"\r\n"
    answer = said(port, one + b"\r\n", one + b"\r\n", one + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 OK") == 3


def test_body_is_not_taken_for_a_head(port: int) -> None:
    body = b"persoon=" + b"x" * 300_000
    head = b"POST /inloggen HTTP/1.1\r\n" + HOST + FORM + b"Connection: close\r\n"
    answer = said(port, head + b"Content-Length: %d\r\n\r\n" % len(body), body)
    assert answer.startswith(b"HTTP/1.1 422 ")


def test_form_that_is_too_large_gets_a_page(port: int) -> None:
    head = b"POST /inloggen HTTP/1.1\r\n" + HOST + FORM + b"Connection: close\r\n"
    answer = said(port, head + b"Content-Length: 2000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"Wat u stuurt, is te groot" in answer


@pytest.mark.parametrize(
    "odd",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 5 6\r\n",
        b"Content-Length: -1\r\n",
        b" Folded: header\r\n",
    ],
)
def test_request_that_can_be_cut_in_two_ways_is_refused(port: int, odd: bytes) -> None:
    """A proxy that cuts it otherwise would take the rest for the next visitor's request."""
    hidden = b"0\r\n\r\nGET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = said(port, b"POST /inloggen HTTP/1.1\r\n" + HOST + FORM + odd + b"\r\n" + hidden)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'{"status":"ok"}' not in answer
    assert alive(port)
