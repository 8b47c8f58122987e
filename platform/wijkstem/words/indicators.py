"""How the figures of an indicator can be broken down."""

from enum import StrEnum


class Breakdown(StrEnum):
    """By what an indicator is told apart."""

    YEAR = "year"
    MONTH = "month"
    NEIGHBOURHOOD = "neighbourhood"
    INSTRUMENT = "instrument"
    CHANNEL = "channel"
    #: On which ground something was refused or reported; or the kind of gathering.
    REASON = "reason"
    #: Only where the figures have it, and never with another breakdown: the log holds bands and no ages.
    AGE = "age"
