"""Logs as JSON lines: ids and codes, never what people typed.

What an exception or a library says can hold a name, an address or a text: PostgreSQL names the values of a
unique key, a mail server the address that it refused. So of an exception stand here its kinds and where it
broke, and of a library's lines the words only where we know them.
"""

import logging
import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType
from typing import Any, ClassVar

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

#: Loggers whose words name no more than ids: our own, the server's, and Dramatiq's (actors get ids only).
KNOWN = ("wijkstem", "workers", "uvicorn.error", "dramatiq", "alembic")
LEFT_OUT = "(words left out)"
#: As much of a chain of exceptions, and of the calls in each, as helps.
DEEPEST, MOST_FRAMES = 5, 30

logger = structlog.get_logger(__name__)


class Ours:
    """Where our own lines go: whole, straight to the handler that writes everybody's, without a record made of each.

    Two lines go with every request, and the way through a record and a formatter costs several times what a line does.
    """

    handler: ClassVar["logging.StreamHandler[Any] | None"] = None

    def __init__(self, name: str = "") -> None:
        self.name = name

    def msg(self, line: str) -> None:
        """One line. What cannot be written is let go, as `logging` does: no request fails over its log."""
        handler = Ours.handler
        if handler is None or handler.lock is None:
            return
        with handler.lock, suppress(OSError, ValueError):
            handler.stream.write(line + "\n")
            handler.flush()

    log = debug = info = warning = error = critical = msg


def configure_logs(level: int = logging.INFO) -> None:
    """Write everything that anybody logs to standard error, one JSON object a line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exception_without_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        logger_factory=Ours,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = Ours.handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=[_known_words_only, *shared],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # It tells of every part of itself that it loads.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    _take_over()


def _take_over() -> None:
    """What others would print by themselves comes here too: the server's lines, warnings, and what nobody caught."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers.clear()
        theirs.propagate = (
            name != "uvicorn.access"
        )  # that one names addresses, with what was searched for
    logging.captureWarnings(True)
    sys.excepthook = _nobody_caught
    threading.excepthook = lambda args: _nobody_caught(
        args.exc_type, args.exc_value, args.exc_traceback
    )
    sys.unraisablehook = lambda found: _nobody_caught(
        found.exc_type, found.exc_value, found.exc_traceback
    )
    logging.raiseExceptions = False  # a line that cannot be written must not print its values


def _nobody_caught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("nobody caught", exc_info=(kind, error or kind(), trace))


def _known_words_only(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Of a library's line: who said it and where; what it says only if we know what it can say."""
    record: logging.LogRecord = line["_record"]
    if not _known(record.name):
        line["event"] = LEFT_OUT
        line["said_at"] = f"{record.module}:{record.lineno}"
    return line


def _known(name: str) -> bool:
    return any(name == known or name.startswith(f"{known}.") for known in KNOWN)


def _exception_without_values(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """The chain of exceptions: the kind of each and the calls that led to it, but not what it says."""
    given = line.pop("exc_info", None)
    error = _error_of(given)
    if error is not None:
        line["exception"] = [_told(one) for one in _chain(error)]
    return line


def _error_of(given: ExcInfo | BaseException | bool | None) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1]
    return sys.exc_info()[1] if given else None


def _chain(error: BaseException) -> list[BaseException]:
    """What was raised last first, then what led to it."""
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found and len(found) < DEEPEST:
        found.append(current)
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return found


def _told(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return {
        "exc_type": type(error).__name__,
        "frames": [
            {"filename": one.filename, "lineno": one.lineno, "name": one.name} for one in frames
        ],
    }
