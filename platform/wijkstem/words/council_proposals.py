"""Council proposals: how far one is, what its text is made of, and what residents say to it."""

from enum import StrEnum


class ProposalState(StrEnum):
    """How far a council proposal is."""

    #: Only officials and the clerk see it.
    DRAFT = "draft"
    #: Everybody can read it.
    OPEN = "open"
    WITHDRAWN = "withdrawn"


class ProposalPart(StrEnum):
    """What a council proposal is made of, in its order."""

    DECISION = "decision"
    REASON = "reason"
    GOAL = "goal"
    ARGUMENTS = "arguments"
    OBJECTIONS = "objections"
    COSTS = "costs"
    CARRYING_OUT = "carrying_out"
    RESIDENTS = "residents"


class RemarkKind(StrEnum):
    """What a resident says to what comes before the council."""

    #: Before the meeting, about a proposal; the municipality answers.
    QUESTION = "question"
    #: While a meeting goes on that can be followed online.
    REACTION = "reaction"
