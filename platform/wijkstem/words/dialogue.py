"""A dialogue: what people answer to a statement, and how far a statement is."""

from enum import StrEnum


class Stance(StrEnum):
    """What somebody says to a statement."""

    AGREE = "agree"
    DISAGREE = "disagree"
    #: No opinion, or it is not clear.
    PASS = "pass"  # noqa: S105 - an answer, and no password


class StatementState(StrEnum):
    """How far a statement is."""

    #: Moderators look at it first.
    WAITING = "waiting"
    #: Everybody can answer it.
    PLACED = "placed"
    REFUSED = "refused"
    #: The dialogue was over before anybody looked at it.
    LAPSED = "lapsed"
