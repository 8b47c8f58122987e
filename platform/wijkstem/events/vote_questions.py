"""A vote on a question: made, fixed and answered; what is between those it shares with every round (`rounds.py`)."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Digest, Event


class VoteSettled(Event):
    """Officials said what can be answered, and by which rules; what that is stands in the tables."""

    type = "vote.settled.v1"

    round_id: UUID
    means_id: UUID
    number: Code
    revision: int
    options: int
    ballot: Code
    method: Code
    settled_on: date
    official_id: UUID | None


class VoteFixed(Event):
    """The rule file is fixed and on the board: nothing in it changes any more."""

    type = "vote.fixed.v1"

    round_id: UUID
    means_id: UUID
    number: Code
    digest: Digest
    options: int
    ballot: Code
    method: Code
    binding: bool
    electorate: int
    codes: int
    opens_on: date
    closes_on: date
    fixed_on: date
    asked_by: UUID
    official_id: UUID


class VoteAnswered(Event):
    """The result is made known."""

    type = "vote.answered.v1"

    round_id: UUID
    means_id: UUID
    number: Code
    digest: Digest
    #: Whether there is an answer that counts, or why not.
    outcome: Code
    #: The number of the answer with most support; None: nobody chose any.
    winner: int | None
    binding: bool
    #: The body that decided on this vote.
    decided_by: Code
    voters: int
    blank: int
    #: Who could vote, as counted on the reference day.
    electorate: int
    answered_on: date
    official_id: UUID | None
