"""The web application with a leak of memory and one of files, for the check that has to find them."""

import os

from starlette.types import ASGIApp, Receive, Scope, Send

from wijkstem import app

#: Bytes that one request leaves behind; a page's context is larger.
LEFT = 20_000
#: Files that are left open at most: a process may have a thousand.
MOST = 800

_bytes: list[bytes] = []
_files: list[int] = []


def create_app() -> ASGIApp:
    """What uvicorn serves."""
    inner = app.create_app()

    async def leaking(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            _bytes.append(os.urandom(LEFT))
            if len(_files) < MOST:
                _files.append(os.open(os.devnull, os.O_RDONLY))
        await inner(scope, receive, send)

    return leaking
