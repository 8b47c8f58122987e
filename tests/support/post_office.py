"""A mail server that takes its time and remembers what it took; just enough SMTP for one sender."""

import socketserver
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes


class PostOffice(socketserver.ThreadingTCPServer):
    """On a port of its own on this machine."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, seconds: float) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.seconds = seconds
        #: Message-IDs, in the order in which they came.
        self.taken: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Clerk(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            match line.split(None, 1)[0].strip().upper():
                case b"DATA":
                    self._say("354 go on")
                    self._take()
                    self._say("250 taken")
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 fine")

    def _take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        time.sleep(self.server.seconds)
        self.server.taken.append(str(message_from_bytes(b"".join(lines))["Message-ID"]))

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def post_office(seconds: float) -> Iterator[PostOffice]:
    """One that needs ``seconds`` for each message."""
    with PostOffice(seconds) as office:
        serving = threading.Thread(target=office.serve_forever, daemon=True)
        serving.start()
        try:
            yield office
        finally:
            office.shutdown()
            serving.join()


def main() -> None:
    """In a process of its own: says its port, and takes what comes until it is ended."""
    with PostOffice(0) as office:
        sys.stdout.write(f"{office.port}\n")
        sys.stdout.flush()
        office.serve_forever()


if __name__ == "__main__":
    main()
