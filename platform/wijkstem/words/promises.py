"""What became of something that was promised to the council or to residents."""

from enum import StrEnum


class PromiseState(StrEnum):
    """Whether it still has to be done."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"
