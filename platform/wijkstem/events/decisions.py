"""What hangs on a decision of the council."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class CouncilVoted(Event):
    """How the council voted on a plan: the totals; which party voted how is public, and stands in a table."""

    type = "council.voted.v1"

    initiative_id: UUID
    instrument: Code
    step_seq: int
    in_favour: int
    against: int
    parties: int
    #: Parties of which not everybody voted the same.
    divided: int
    voted_on: date
