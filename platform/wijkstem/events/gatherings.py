"""Where residents and the municipality meet. Who comes stands in no event: a sign-up has a random id."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class GatheringAnnounced(Event):
    """The municipality made known that there will be one."""

    type = "gathering.announced.v1"

    gathering_id: UUID
    kind: Code
    #: None: about the whole municipality.
    neighbourhood_code: CbsCode | None
    held_on: date
    places: int | None
    #: The plans that it is about.
    initiatives: tuple[UUID, ...]
    official_id: UUID | None


class GatheringChanged(Event):
    """What was announced is otherwise."""

    type = "gathering.changed.v1"

    gathering_id: UUID
    revision: int
    kind: Code
    neighbourhood_code: CbsCode | None
    held_on: date
    places: int | None
    initiatives: tuple[UUID, ...]
    #: Whether the day, the time or the place is another: that is told to who comes.
    moved: bool
    official_id: UUID | None


class GatheringCancelled(Event):
    """It does not go on."""

    type = "gathering.cancelled.v1"

    gathering_id: UUID
    kind: Code
    neighbourhood_code: CbsCode | None
    held_on: date
    signed_up: int
    official_id: UUID | None


class GatheringReported(Event):
    """It was held, and what came of it is public; or that report was put right."""

    type = "gathering.reported.v1"

    gathering_id: UUID
    kind: Code
    neighbourhood_code: CbsCode | None
    held_on: date
    came: int
    #: What an earlier report said; None: this is the first.
    came_before: int | None
    reported_on: date
    official_id: UUID | None


class GatheringNear(Event):
    """It is tomorrow."""

    type = "gathering.near.v1"

    gathering_id: UUID
    held_on: date


class SignedUp(Event):
    """Somebody will come, or waits for a place."""

    type = "gathering.signed_up.v1"

    gathering_id: UUID
    sign_up_id: UUID
    has_place: bool


class SignedOff(Event):
    """Somebody will not come after all, or was erased."""

    type = "gathering.signed_off.v1"

    gathering_id: UUID
    sign_up_id: UUID
    had_place: bool


class PlaceGiven(Event):
    """Somebody who waited has a place now."""

    type = "gathering.place_given.v1"

    gathering_id: UUID
    sign_up_id: UUID
