"""Looking into the database during a storm: our own hands are thrown out too, so they try again."""

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from wijkstem.kit.db import is_outage

T = TypeVar("T")
#: Seconds between two looks.
PAUSE = 0.3


def waited_for(look: Callable[[], T], patience: float) -> T | None:
    """What is there in the end; None when there was nothing for so many seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            if found := look():
                return found
        except SQLAlchemyError as error:
            if not is_outage(error):
                raise
        time.sleep(PAUSE)
    return None
