"""How a proposal to let one plan go on in another ended, and who made it."""

from enum import StrEnum


class Side(StrEnum):
    """Which of two plans: the one that ends, or the one that it goes on in."""

    FROM = "from"
    INTO = "into"


class Proposer(StrEnum):
    """Who proposed it."""

    OFFICIAL = "official"
    SUBMITTER = "submitter"


class MergeEnd(StrEnum):
    """What came of it."""

    MERGED = "merged"
    REFUSED = "refused"
    #: Somebody did not answer in time.
    LAPSED = "lapsed"
    #: One of the plans went on without it, or its submitter is gone.
    OVERTAKEN = "overtaken"
    TAKEN_BACK = "taken_back"
