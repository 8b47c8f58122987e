"""A folder in which the processes of one service leave their figures for each other.

The Prometheus library decides when it is imported whether it uses one, so this module imports nothing of it:
whoever starts several processes enters here first.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

#: The library's own name for it; an operator may set another folder, empty at each start.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared_folder() -> Iterator[None]:
    """Processes that are started in this block share their figures; those of an earlier start are gone."""
    if SHARED_FOLDER in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="wijkstem-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[SHARED_FOLDER]
