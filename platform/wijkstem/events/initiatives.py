"""What happens to an initiative on its path."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event, InitiativeNumber
from wijkstem.words import Milestone


class InitiativeSubmitted(Event):
    """A resident filed an initiative. `due_on` is the day before which the first step must be taken."""

    type = "initiative.submitted.v2"

    initiative_id: UUID
    number: InitiativeNumber
    instrument: Code
    neighbourhood_code: CbsCode
    subject: Code
    submitter_id: UUID
    channel: Code
    rules_version: Code
    filed_on: date
    step: Code
    public: bool
    due_on: date | None
    #: Valid supporters needed, where the instrument asks for them.
    threshold: int | None


class StepTaken(Event):
    """An initiative went from one step of its path to the next (or to the same, when a meeting moved)."""

    type = "initiative.step_taken.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    #: Counts from 1, the step of filing; this event left step `step_seq` and entered `step_seq + 1`.
    step_seq: int
    step: Code
    outcome: Code
    means: Milestone
    to_step: Code
    taken_on: date
    #: Who took it: a role, or ``system``.
    taken_by: Code
    ground: Code | None
    #: The day before which the step just left had to be taken, and how long it took.
    was_due_on: date | None
    days: int
    #: Of the step just entered.
    due_on: date | None
    public: bool
    final: bool


class ThresholdReached(Event):
    """The signature that brought an initiative to its threshold of valid supporters."""

    type = "initiative.threshold_reached.v1"

    initiative_id: UUID
    threshold: int
    reached_on: date


class TermPassed(Event):
    """A step was not taken within its term."""

    type = "initiative.term_passed.v1"

    initiative_id: UUID
    instrument: Code
    step_seq: int
    step: Code
    due_on: date
    passed_on: date


class DelayExplained(Event):
    """Somebody of the municipality said why a step takes longer than its term; the words stand in the tables."""

    type = "initiative.delay_explained.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    step_seq: int
    step: Code
    explained_on: date


class InitiativeEdited(Event):
    """The texts of an initiative changed; what was cached of them is out of date."""

    type = "initiative.edited.v2"

    initiative_id: UUID
    revision: int
    neighbourhood_code: CbsCode
    #: None: what it was; there were no subjects yet.
    subject: Code | None
