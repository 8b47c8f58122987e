"""What comes of taking part, on its way to the body that decides."""

from enum import StrEnum


class OutcomeState(StrEnum):
    """How far an outcome is."""

    #: No rule sends it anywhere: the municipality itself says what it does with it.
    KEPT = "kept"
    #: The clerk has it, and looks for a meeting.
    OPEN = "open"
    #: It stands with a meeting, with its documents.
    PLACED = "placed"
    #: The clerk sent it back, and said why.
    RETURNED = "returned"
    DECIDED = "decided"


class Ruling(StrEnum):
    """What was decided, beside what people said."""

    FOLLOWED = "followed"
    PARTLY = "partly"
    OTHERWISE = "otherwise"
    #: Taken note of, without a choice.
    NOTED = "noted"
