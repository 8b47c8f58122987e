"""What comes of taking part goes to the body that decides, stands with a meeting, and comes back as a decision."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Digest, Event


class OutcomeArrived(Event):
    """A result or a note of answer is there; a rule says who decides on it, or none does."""

    type = "outcome.arrived.v1"

    means_id: UUID
    kind: Code
    dossier_id: UUID
    digest: Digest
    #: None: it goes nowhere.
    rule: Code | None
    body: Code | None
    due_on: date | None
    arrived_on: date


class OutcomePlaced(Event):
    """It stands with a meeting, with its documents."""

    type = "outcome.placed.v1"

    means_id: UUID
    meeting_id: UUID
    item_id: UUID | None
    held_on: date
    placed_on: date
    #: None: the proposal that it is about stood there.
    official_id: UUID | None


class OutcomeWaits(Event):
    """The meeting that it stood with does not go on, so it asks for another."""

    type = "outcome.waits.v1"

    means_id: UUID
    meeting_id: UUID
    since: date


class OutcomeReturned(Event):
    """The clerk gave it no place; why stands in the tables."""

    type = "outcome.returned.v1"

    means_id: UUID
    body: Code
    returned_on: date
    official_id: UUID | None


class OutcomeDecided(Event):
    """It was decided on; the words stand in the tables."""

    type = "outcome.decided.v1"

    means_id: UUID
    dossier_id: UUID
    kind: Code
    body: Code
    ruling: Code
    decided_on: date
    recorded_on: date
    official_id: UUID | None


class OutcomePrinted(Event):
    """It is there as a file."""

    type = "outcome.printed.v1"

    means_id: UUID
    digest: Digest
    printed_on: date
