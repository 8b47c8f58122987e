"""What the municipality promises in a neighbourhood, and how far it is."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class ProgrammeItemAdded(Event):
    """The programme of a neighbourhood has one thing more."""

    type = "programme.added.v1"

    item_id: UUID
    neighbourhood_code: CbsCode
    state: Code
    first_year: int
    last_year: int
    initiative_id: UUID | None
    added_on: date
    official_id: UUID | None


class ProgrammeItemUpdated(Event):
    """Its state, its years or its words changed, or there is news of it."""

    type = "programme.updated.v1"

    item_id: UUID
    revision: int
    neighbourhood_code: CbsCode
    before: Code
    state: Code
    first_year: int
    last_year: int
    updated_on: date
    official_id: UUID | None
