"""What the ballot board was at set times: all that the log knows of ballots until they are counted."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Digest, Event


class BoardHeadSet(Event):
    """A head was made: so many lines, their root and the end of their chain. It goes to others outside, to be kept."""

    type = "board.head_set.v1"

    round_id: UUID
    size: int
    #: Of these lines, those that are ballots.
    ballots: int
    root: Digest
    chain: Digest
    #: The vote is over.
    closing: bool
    set_on: date
