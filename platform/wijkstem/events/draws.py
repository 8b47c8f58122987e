"""Draws by lot: who wants to be drawn, groups that were prepared, announced, drawn, asked and cancelled."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Digest, Event


class DrawWillingSaid(Event):
    """Somebody wants to be drawn, or does not want it any more."""

    type = "draw.willing_said.v1"

    person_id: UUID
    willing: bool
    said_on: date


class GroupPrepared(Event):
    """Officials prepare a draw; nobody else sees it yet."""

    type = "draw.prepared.v1"

    group_id: UUID
    number: Code
    seats: int
    made_on: date
    official_id: UUID | None


class DrawAnnounced(Event):
    """The list is fixed, and so is where the figures will come from."""

    type = "draw.announced.v1"

    group_id: UUID
    seats: int
    candidates: int
    strata: int
    root: Digest
    first_day: date
    announced_on: date
    official_id: UUID | None


class DrawDrawn(Event):
    """The figures came, and the order followed."""

    type = "draw.drawn.v1"

    group_id: UUID
    drawn_on: date
    official_id: UUID | None


class DrawInvited(Event):
    """These are asked whether they come; by their random numbers, each with where they live and how old they are."""

    type = "draw.invited.v1"

    group_id: UUID
    entries: tuple[UUID, ...]
    places: tuple[CbsCode, ...]
    age_bands: tuple[Code, ...]
    answer_by: date
    invited_on: date


class DrawAnswered(Event):
    """Somebody who was asked said yes or no, or stopped later."""

    type = "draw.answered.v1"

    group_id: UUID
    entry_id: UUID
    answer: Code
    neighbourhood_code: CbsCode
    age_band: Code
    invited_on: date
    answered_on: date


class DrawPlacesFreed(Event):
    """People did not answer in time, or have no account any more."""

    type = "draw.places_freed.v1"

    group_id: UUID
    silent: int
    gone: int
    freed_on: date


class DrawCancelled(Event):
    """It does not go on."""

    type = "draw.cancelled.v1"

    group_id: UUID
    #: False: a draft, that nobody else saw.
    announced: bool
    cancelled_on: date
    official_id: UUID | None
