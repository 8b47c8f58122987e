"""What comes after a decision: begun, planned, done part by part, late, and finished with what it cost."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class CarryingOutBegun(Event):
    """What was decided has to be carried out; ``plan_due_on`` is until when it must be said what happens when."""

    type = "carrying_out.begun.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    begun_on: date
    plan_due_on: date | None
    #: None: the rules say so.
    official_id: UUID | None


class CarryingOutPlanned(Event):
    """Everybody can read what happens when."""

    type = "carrying_out.planned.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    parts: int
    #: Of the last part.
    ends_on: date
    granted_euros: int | None
    planned_on: date
    was_due_on: date | None
    official_id: UUID | None


class PlanningLate(Event):
    """Nobody said in time what happens when; ``to`` is who the rules say is told."""

    type = "carrying_out.planning_late.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    due_on: date
    passed_on: date
    to: Code | None


class CarrierChanged(Event):
    """Another team does it, another official looks after it, or what was given for it was put right."""

    type = "carrying_out.carrier_changed.v1"

    initiative_id: UUID
    revision: int
    granted_before: int | None
    granted_euros: int | None
    changed_on: date
    official_id: UUID | None


class WorkPartAdded(Event):
    """One thing more has to happen."""

    type = "carrying_out.part_added.v1"

    initiative_id: UUID
    part_id: UUID
    due_on: date
    added_on: date
    official_id: UUID | None


class WorkPartUpdated(Event):
    """A part was done, moved or dropped, or there is news of it."""

    type = "carrying_out.part_updated.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    part_id: UUID
    revision: int
    before: Code
    state: Code
    due_before: date
    due_on: date
    done_before: date | None
    done_on: date | None
    updated_on: date
    official_id: UUID | None


class WorkPartNear(Event):
    """Its day comes near; who looks after it is told."""

    type = "carrying_out.part_near.v1"

    initiative_id: UUID
    part_id: UUID
    due_on: date


class WorkPartLate(Event):
    """Its day is over, and it was not done; ``to`` is who the rules say is told."""

    type = "carrying_out.part_late.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    part_id: UUID
    due_on: date
    passed_on: date
    to: Code | None


class WorkPhotoAdded(Event):
    """Everybody can see how it looks."""

    type = "carrying_out.photo_added.v1"

    initiative_id: UUID
    part_id: UUID
    photo_id: UUID
    added_on: date
    official_id: UUID | None


class WorkPhotoRemoved(Event):
    """A photo was taken off."""

    type = "carrying_out.photo_removed.v1"

    initiative_id: UUID
    part_id: UUID
    photo_id: UUID
    removed_on: date
    official_id: UUID | None


class CarryingOutFinished(Event):
    """Everything was done; amounts in whole euros, None where nobody said."""

    type = "carrying_out.finished.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    granted_euros: int | None
    spent_euros: int | None
    #: Since it had to be carried out.
    days: int
    finished_on: date
    official_id: UUID | None


class FinalCostsCorrected(Event):
    """What it cost in the end was put right, of what was finished on ``finished_on``."""

    type = "carrying_out.costs_corrected.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    granted_before: int | None
    granted_euros: int | None
    spent_before: int | None
    spent_euros: int | None
    finished_on: date
    corrected_on: date
    official_id: UUID | None


class CarryingOutStopped(Event):
    """It does not go on."""

    type = "carrying_out.stopped.v1"

    initiative_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    stopped_on: date
    #: None: the plan itself came to an end.
    official_id: UUID | None
