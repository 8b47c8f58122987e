"""The head of a request (its address and headers) is bounded: the server itself would go on keeping whatever comes."""

from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from wijkstem.web.middleware import HEADERS

#: Bytes of an address with all headers; proxies let through 8 to 32 thousand.
MOST: Final = 65_536
_TEXT: Final = (
    b"De aanvraag van uw browser is te groot. Wis de cookies van deze website en probeer het opnieuw.\n"
    b"The request of your browser is too large. Clear the cookies of this website and try again.\n"
)
_TOO_LARGE: Final = b"\r\n".join(
    (
        b"HTTP/1.1 431 Request Header Fields Too Large",
        *(f"{name}: {value}".encode() for name, value in HEADERS.items()),
        b"Cache-Control: no-store",
        b"Content-Type: text/plain; charset=utf-8",
        b"Content-Length: %d" % len(_TEXT),
        b"Connection: close",
        b"",
        _TEXT,
    )
)


class BoundedHead(HttpToolsProtocol):
    """Hangs up on a head that does not end."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        #: Bytes of a head that has not ended yet; None outside one.
        self._head: int | None = None
        self._began = False

    def data_received(self, data: bytes) -> None:
        self._began = False
        super().data_received(data)
        # A piece in which a head began may hold the end of another request: it is not counted.
        if self._head is None or self._began or self.transport.is_closing():
            return
        self._head += len(data)
        if self._head > MOST:
            self._refuse()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head, self._began = 0, True

    def on_headers_complete(self) -> None:
        self._head = None
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > MOST:
            self._refuse()
        else:
            super().on_headers_complete()

    def _refuse(self) -> None:
        self.transport.write(_TOO_LARGE)
        self.transport.close()
