"""Clocks that are wrong: what a process has to be started with so that it thinks it is minutes earlier or later."""

import importlib.util
from pathlib import Path

from tests.support.needs import Missing

#: Where Debian's package has it.
_DEBIAN = "*/faketime/libfaketime.so.1"


def wrong_clock(seconds: float) -> dict[str, str]:
    """The environment of a process whose clock is so many seconds fast; what measures durations stays right.

    Raises:
        Missing: when this machine has no libfaketime.
    """
    return {
        "LD_PRELOAD": str(_library()),
        "FAKETIME": f"{seconds:+.3f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        # Without this, threads that wait for each other spin: a process took six times as long.
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    }


def _library() -> Path:
    spec = importlib.util.find_spec("libfaketime")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for found in Path(folder).rglob("libfaketime.so.1"):
            return found
    for found in Path("/usr/lib").glob(_DEBIAN):
        return found
    raise Missing("no libfaketime here: run `make setup`, or apt-get install faketime")
