"""Ballots on paper, the close and the count of a budget round: totals and digests, never a ballot and never a voter."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Digest, Event


class PaperBatchOpened(Event):
    """Officials begin to enter a pile of ballots on paper."""

    type = "round.paper_batch_opened.v1"

    round_id: UUID
    area_id: UUID
    batch_id: UUID
    number: int
    sheets: int
    official_id: UUID | None


class PaperBatchDropped(Event):
    """A pile was taken back before it counted; its sheets are entered anew."""

    type = "round.paper_batch_dropped.v1"

    round_id: UUID
    batch_id: UUID
    number: int
    official_id: UUID | None


class PaperBatchAgreed(Event):
    """Of every sheet of a pile it is known what stands on it."""

    type = "round.paper_batch_agreed.v1"

    round_id: UUID
    area_id: UUID
    batch_id: UUID
    number: int
    sheets: int
    #: Of those, what cannot be counted.
    bad: int
    #: Of those, what a third had to look at.
    differed: int
    digest: Digest
    agreed_on: date


class RoundClosed(Event):
    """The vote is over and the box is locked."""

    type = "round.closed.v1"

    round_id: UUID
    number: Code
    on_roll: int
    #: Voters who used their vote, and ballots that will be counted.
    used: int
    ballots: int
    on_paper: int
    bad_sheets: int
    #: Of the totals, as it stands on the board.
    digest: Digest
    closed_on: date
    #: None: the clock did it.
    official_id: UUID | None


class CountStopped(Event):
    """Something in the box is not as it must be; nothing is counted until somebody looked."""

    type = "round.count_stopped.v1"

    round_id: UUID
    number: Code
    #: Why, and how often.
    problem: Code
    times: int
    found_on: date


class RoundCounted(Event):
    """The result is there; two officials look at it before it is made known."""

    type = "round.counted.v1"

    round_id: UUID
    number: Code
    ballots: int
    #: Of all files together.
    digest: Digest
    #: Plans for which a lot must be drawn.
    waiting: int
    counted_on: date


class LotDrawn(Event):
    """A lot was drawn in public; what was drawn and how stands in the tables."""

    type = "round.lot_drawn.v1"

    round_id: UUID
    area_id: UUID
    drawn_on: date
    official_id: UUID | None


class LotCorrected(Event):
    """Figures that were typed wrong are put right; what they were and why stands in the tables."""

    type = "round.lot_corrected.v1"

    round_id: UUID
    corrected_on: date
    official_id: UUID | None


class ResultApproved(Event):
    """One official looked at the result and lets it out; a second one is needed."""

    type = "round.result_approved.v1"

    round_id: UUID
    number: Code
    digest: Digest
    approved_on: date
    official_id: UUID | None


class ResultPublished(Event):
    """The result is made known: which plans residents chose, and the figures of the round."""

    type = "round.result_published.v1"

    round_id: UUID
    number: Code
    instrument: Code
    digest: Digest
    chosen: tuple[UUID, ...]
    #: Chosen, and paid in part from what was left.
    partly: tuple[UUID, ...]
    not_chosen: tuple[UUID, ...]
    on_roll: int
    voters: int
    #: Voters who see at least one plan of theirs get money.
    served: int
    #: Whole euros, of all areas.
    budget: int
    given: int
    inhabitants: int | None
    published_on: date
    official_id: UUID | None
