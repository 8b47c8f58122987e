"""How the figures of an indicator can be broken down, and what indicators are about."""

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


class IndicatorGroup(StrEnum):
    """What an indicator is about, in the order in which an overview tells them."""

    PLANS = "plans"
    TERMS = "terms"
    MONEY = "money"
    PEOPLE = "people"
    TOGETHER = "together"
    WORK = "work"
