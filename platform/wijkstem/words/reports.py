"""What is reported, why, and what officials decide on it and on other cases that are no step of a path."""

from enum import StrEnum


class Target(StrEnum):
    """What can be reported and hidden: a plan, something of it, or what residents say elsewhere."""

    PLAN = "plan"
    PHOTO = "photo"
    FILM = "film"
    #: A question or a reaction.
    REMARK = "remark"
    #: What somebody said in a discussion.
    CONTRIBUTION = "contribution"
    #: What somebody thinks of a passage of a council proposal.
    COMMENT = "comment"


class ReportReason(StrEnum):
    """Why somebody reports what they read or saw."""

    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    SPAM = "spam"
    UNTRUE = "untrue"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Verdict(StrEnum):
    """What an official decided on a case that is no step of a path."""

    #: It stays as it is.
    LEFT = "left"
    HIDDEN = "hidden"
    SHOWN = "shown"
    #: A step that refused a plan: written down so that it can be appealed against.
    REFUSED = "refused"
    #: What came of an appeal.
    UPHELD = "upheld"
    REVERSED = "reversed"
    #: What had to be done was done in another way.
    DONE = "done"


#: What the person concerned can ask to have looked at again, by somebody else.
APPEALABLE = frozenset({Verdict.LEFT, Verdict.HIDDEN, Verdict.REFUSED})
