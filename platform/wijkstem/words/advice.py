"""The closed sets of advice by neighbourhoods."""

from enum import StrEnum


class Advice(StrEnum):
    """What a neighbourhood council says of a plan, and what each of its members may vote for."""

    POSITIVE = "positive"
    CONDITIONAL = "conditional"
    NEGATIVE = "negative"
    #: Nothing was advised: they looked at it and leave it at that, or nobody could.
    NONE = "none"


class Adviser(StrEnum):
    """Who gives an advice."""

    COUNCIL = "council"
    #: One member, unasked and in their own name.
    MEMBER = "member"
    #: Where there is no council, or none that can decide.
    SOUNDING_GROUP = "sounding_group"
    NOBODY = "nobody"


class Voting(StrEnum):
    """How a council decides: its members vote here, or one of them records what it decided."""

    MEMBERS = "members"
    AS_ONE = "as_one"


class Closing(StrEnum):
    """What ends a vote before its term, once the quorum is there."""

    ALL_VOTED = "all_voted"
    MEMBER = "member"


class ChosenBy(StrEnum):
    """How the people of a sounding group are found."""

    LOT = "lot"
    INVITATION = "invitation"


class Interest(StrEnum):
    """Why a member steps aside: a code, because the story behind it is nobody's business."""

    OWN_PLAN = "own_plan"
    NEXT_DOOR = "next_door"
    WORK = "work"
    FAMILY = "family"
    OTHER = "other"


class Heeded(StrEnum):
    """What the municipality does with an advice."""

    FOLLOWED = "followed"
    PARTLY = "partly"
    DEPARTED = "departed"
