"""Discussions: what a contribution says, in which order they stand, and whether one can be made."""

from enum import StrEnum


class ContributionStance(StrEnum):
    """What somebody says with a contribution of their own; a reply has none."""

    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"
    IDEA = "idea"


class Sorting(StrEnum):
    """In which order contributions stand."""

    SUPPORT = "support"
    NEWEST = "newest"
    #: Nobody replied to them yet.
    UNANSWERED = "unanswered"


class Brake(StrEnum):
    """Why somebody cannot contribute at this moment."""

    #: Their own contributions of the last hour.
    HOUR = "hour"
    #: The same, of an account that is new.
    NEW_ACCOUNT = "new_account"
    #: Those of all new accounts in this discussion.
    NEWCOMERS = "newcomers"
    #: A moderator made the discussion slow.
    SLOW = "slow"
