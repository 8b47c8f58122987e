"""What happens to the advice of a neighbourhood. Votes are no events: until it is settled nothing was advised."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event
from wijkstem.words import Advice, Adviser, Heeded


class AdviceBegun(Event):
    """A neighbourhood is asked for advice on a plan, or begins one by itself."""

    type = "advice.begun.v1"

    advice_id: UUID
    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    #: The step that waits for it; None: nobody asked.
    step_seq: int | None
    by: Adviser
    begun_on: date
    due_on: date | None


class AdviceNearlyDue(Event):
    """The term of an advice is nearly over, and it is not there yet."""

    type = "advice.nearly_due.v1"

    advice_id: UUID
    initiative_id: UUID
    due_on: date


class AdvicePassedOn(Event):
    """Too many members stepped aside: others advise instead of the council."""

    type = "advice.passed_on.v1"

    advice_id: UUID
    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    by: Adviser
    aside: int
    passed_on: date


class AdviceGiven(Event):
    """An advice is settled. Figures and codes; what it says stands in the tables."""

    type = "advice.given.v1"

    advice_id: UUID
    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    step_seq: int | None
    by: Adviser
    advice: Advice
    positive: int
    conditional: int
    negative: int
    none: int
    #: How many stepped aside, and how many members there were then.
    aside: int
    members: int
    given_on: date
    due_on: date | None
    answer_due_on: date | None
    #: Who wrote it down; None: it followed from the votes by itself.
    recorded_by: UUID | None


class AdviceAnswered(Event):
    """The municipality answered an advice."""

    type = "advice.answered.v1"

    advice_id: UUID
    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    heeded: Heeded
    answered_on: date
    was_due_on: date
    #: How long it took.
    days: int
    answered_by: UUID


class AdviceAnswerLate(Event):
    """The municipality did not answer an advice within its term."""

    type = "advice.answer_late.v1"

    advice_id: UUID
    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    due_on: date
    passed_on: date
