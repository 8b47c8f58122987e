"""What happens on the officials' desk and is to be traced: who was given what. Claims are not: they end by themselves."""

from uuid import UUID

from wijkstem.events.base import Code, Event


class CaseAssigned(Event):
    """Somebody was given a case, or it was taken from them. Ids of accounts: who was before, who is now, and by whom."""

    type = "case.assigned.v1"

    case_id: UUID
    kind: Code
    initiative_id: UUID | None
    was: UUID | None
    to: UUID | None
    by: UUID | None
