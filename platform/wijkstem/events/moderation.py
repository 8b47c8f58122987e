"""What happens on the officials' desk and is to be traced: who was given what. Claims are not: they end by themselves."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class CaseAssigned(Event):
    """Somebody was given a case, or it was taken from them. Ids of accounts: who was before, who is now, and by whom."""

    type = "case.assigned.v1"

    case_id: UUID
    kind: Code
    initiative_id: UUID | None
    was: UUID | None
    to: UUID | None
    by: UUID | None


class CaseForwarded(Event):
    """A case was passed on to a department, by its id in the rules; None is everybody at the desk."""

    type = "case.forwarded.v1"

    case_id: UUID
    kind: Code
    initiative_id: UUID | None
    was: Code | None
    to: Code | None
    forwarded_on: date
    by: UUID | None


class CaseEscalated(Event):
    """A step of the municipality was not taken in time, and the rules' next person has to know."""

    type = "case.escalated.v1"

    case_id: UUID
    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    step_seq: int
    step: Code
    due_on: date
    escalated_on: date
    #: The role that is told; None where the rules name nobody.
    to: Code | None
