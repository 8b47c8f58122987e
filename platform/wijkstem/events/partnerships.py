"""Partnerships: registered, changed, reviewed, and not reviewed in time."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class PartnershipRegistered(Event):
    """A partnership stands in the register."""

    type = "partnership.registered.v1"

    partnership_id: UUID
    legal_form: Code
    own_role: Code
    #: What the municipality pays in the year of this day.
    euros: int
    review_on: date
    registered_on: date
    official_id: UUID | None


class PartnershipChanged(Event):
    """What stands in the register is otherwise now, or it has ended."""

    type = "partnership.changed.v1"

    partnership_id: UUID
    revision: int
    legal_form: Code
    own_role: Code
    euros: int
    review_before: date
    review_on: date
    ended_on: date | None
    changed_on: date
    official_id: UUID | None


class PartnershipReviewed(Event):
    """It was looked at again, and goes on until the next review."""

    type = "partnership.reviewed.v1"

    partnership_id: UUID
    revision: int
    due_on: date
    reviewed_on: date
    next_on: date
    official_id: UUID | None


class PartnershipReviewLate(Event):
    """The day of its review is over, and nobody looked; ``to`` is who the rules say is told."""

    type = "partnership.review_late.v1"

    partnership_id: UUID
    due_on: date
    passed_on: date
    to: Code | None


class PartnershipItemLinked(Event):
    """An item of the council is about it."""

    type = "partnership.item_linked.v1"

    partnership_id: UUID
    item_id: UUID
    meeting_id: UUID
    linked_on: date
    official_id: UUID | None


class PartnershipItemUnlinked(Event):
    """It was not about it."""

    type = "partnership.item_unlinked.v1"

    partnership_id: UUID
    item_id: UUID
    unlinked_on: date
    official_id: UUID | None
