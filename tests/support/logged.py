"""The log as a process of the platform writes it, whoever set up logging before: to look for what must not be in it."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from wijkstem.kit.logs import configure_logs


class Logged:
    """What was written to the log, and by anybody past it."""

    def __init__(self, log: io.StringIO, capture: pytest.CaptureFixture[str]) -> None:
        self._log, self._capture, self._past_it = log, capture, ""

    @property
    def text(self) -> str:
        said = self._capture.readouterr()
        self._past_it += said.out + said.err
        return self._log.getvalue()

    def lines(self, event: str) -> list[dict[str, Any]]:
        parsed = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in parsed if line["event"] == event]

    def tells_nothing(self, *secrets: str) -> None:
        text = self.text + self._past_it
        assert [secret for secret in secrets if secret in text] == []


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Logged]:
    """Everything at the most talkative level, as a process of the platform writes it."""
    root = logging.getLogger()
    before = (
        root.handlers[:],
        root.level,
        sys.excepthook,
        threading.excepthook,
        sys.unraisablehook,
    )
    kept = structlog.get_config()
    configure_logs(logging.DEBUG)
    structlog.configure(cache_logger_on_first_use=False)
    log = io.StringIO()
    [handler] = [one for one in root.handlers if isinstance(one, logging.StreamHandler)]
    handler.setStream(log)
    yield Logged(log, capsys)
    structlog.configure(**kept)
    root.handlers[:], root.level = before[0], before[1]
    sys.excepthook, threading.excepthook, sys.unraisablehook = before[2:]
    logging.captureWarnings(False)
    logging.raiseExceptions = True
