"""A stop asked of a worker: whoever has more to do than one step looks here between two of them."""

import threading
from typing import Any

import dramatiq


class Stopping(dramatiq.Middleware):
    """Whether the worker in this process was asked to stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def __call__(self) -> bool:
        return self._asked.is_set()

    def before_worker_shutdown(self, broker: Any, worker: Any) -> None:
        del broker, worker
        self._asked.set()


def never() -> bool:
    """For whoever works outside a worker."""
    return False
