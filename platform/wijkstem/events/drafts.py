"""What the municipality does for somebody who is still making a plan; what they write is in no event."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Event


class PlanTypedOut(Event):
    """An official heard a plan that somebody spoke, and typed it out when that could be understood."""

    type = "draft.typed_out.v1"

    draft_id: UUID
    person_id: UUID
    by: UUID
    understood: bool
    #: Days that it waited; and whether that was longer than the rules say.
    waited: int
    late: bool
    typed_on: date
