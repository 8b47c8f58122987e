"""Where the carrying out of a plan is, and what became of each part of it."""

from enum import StrEnum


class CarryingOutState(StrEnum):
    """How far the municipality is with what was decided."""

    #: Nobody said yet what happens when.
    PLANNING = "planning"
    BUSY = "busy"
    DONE = "done"
    STOPPED = "stopped"


class PartState(StrEnum):
    """Whether a part still has to be done."""

    PLANNED = "planned"
    DONE = "done"
    DROPPED = "dropped"
