"""Subjects of the year's agenda: planned, changed, looked into, and the role of residents in them."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class YearSubjectAdded(Event):
    """The year's agenda has one subject more."""

    type = "year_subject.added.v1"

    subject_id: UUID
    year: int
    body: Code
    first_month: int
    council_month: int
    meeting_id: UUID | None
    state: Code
    initiatives: tuple[UUID, ...]
    added_on: date
    official_id: UUID | None


class YearSubjectChanged(Event):
    """It comes at another time, went on, was dropped, or there is news of it."""

    type = "year_subject.changed.v1"

    subject_id: UUID
    revision: int
    year: int
    body: Code
    first_month: int
    council_month: int
    meeting_id: UUID | None
    before: Code
    state: Code
    #: Whether it comes before the body at another time, or before another body.
    moved: bool
    initiatives: tuple[UUID, ...]
    changed_on: date
    official_id: UUID | None


class SurroundingsAnalysed(Event):
    """It was looked at who is concerned, what they say, and which approach fits."""

    type = "year_subject.analysed.v1"

    subject_id: UUID
    seq: int
    analysed_on: date
    official_id: UUID | None


class ParticipationChosen(Event):
    """Residents got a role in it, or another one than before."""

    type = "year_subject.role_chosen.v1"

    subject_id: UUID
    seq: int
    year: int
    before: Code | None
    level: Code
    chosen_by: Code
    chosen_on: date
    told_on: date
    official_id: UUID | None
