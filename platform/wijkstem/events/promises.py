"""Promises: made, changed or done, and late."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class PromiseMade(Event):
    """Something was promised."""

    type = "promise.made.v1"

    promise_id: UUID
    #: The plan that it is about; None: about something else.
    plan_id: UUID | None
    promised_on: date
    due_on: date
    official_id: UUID | None


class PromiseUpdated(Event):
    """It was kept, changed or dropped, or there is news of it."""

    type = "promise.updated.v1"

    promise_id: UUID
    plan_id: UUID | None
    revision: int
    before: Code
    state: Code
    due_before: date
    due_on: date
    updated_on: date
    official_id: UUID | None


class PromiseLate(Event):
    """Its day is over, and it was not kept; ``to`` is who the rules say is told."""

    type = "promise.late.v1"

    promise_id: UUID
    plan_id: UUID | None
    due_on: date
    passed_on: date
    to: Code | None
