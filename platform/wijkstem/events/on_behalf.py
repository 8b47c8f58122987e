"""What officials entered for residents: who and how, so that it can be looked into; whose it is stands elsewhere."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class EnteredOnBehalf(Event):
    """An official entered a plan, or support for one, for somebody who could not do it online."""

    type = "on_behalf.entered.v1"

    initiative_id: UUID
    #: ``initiative`` or ``signature``.
    what: Code
    #: At the counter or by telephone.
    hand: Code
    official_id: UUID
    entered_on: date


class PaperApproved(Event):
    """A list on paper was entered by one official and approved by another. Figures of what became of its lines."""

    type = "on_behalf.paper_approved.v1"

    batch_id: UUID
    initiative_id: UUID
    entered_by: UUID
    approved_by: UUID
    lines: int
    counted: int
    #: Kept, but too young or of elsewhere by the rules.
    not_counted: int
    #: Of somebody who had given support already.
    double: int
    approved_on: date
