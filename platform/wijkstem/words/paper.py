"""Lists of support on paper: where a list is, and what each line on it is or became."""

from enum import StrEnum


class PaperState(StrEnum):
    """Where a list is."""

    OPEN = "open"
    READY = "ready"
    DECIDED = "decided"
    DROPPED = "dropped"


class LineState(StrEnum):
    """What a line is, or became."""

    WAITING = "waiting"
    # Bad as it stands on paper.
    ILLEGIBLE = "illegible"
    NO_SIGNATURE = "no_signature"
    NOT_FOUND = "not_found"
    INCOMPLETE = "incomplete"
    #: Somebody stands on this list twice.
    TWICE = "twice"
    # Decided.
    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    DOUBLE = "double"
    STRUCK = "struck"
    #: The key of the tags was replaced between entering and approving.
    TOO_OLD = "too_old"


#: What an official can say of a line that is no support.
BAD_LINES = (
    LineState.ILLEGIBLE,
    LineState.NO_SIGNATURE,
    LineState.NOT_FOUND,
    LineState.INCOMPLETE,
)
