"""What an operator did to the engine in a municipality: who and which, never why, which is free text.

The operator's account may be one of another municipality: id and municipality together say whose. Neither is
there when it was done at the terminal.
"""

from uuid import UUID

from wijkstem.events.base import Code, Event


class ConsumerRetried(Event):
    """A consumer that stood still was told to try its event again at once."""

    type = "engine.consumer_retried.v1"

    consumer: Code
    operator_id: UUID | None
    operator_of: Code | None


class EventPassedOver(Event):
    """A consumer skips an event for good; the reason stands in `passed_over`."""

    type = "engine.event_passed_over.v1"

    consumer: Code
    position: int
    operator_id: UUID | None
    operator_of: Code | None


class ParkedRetried(Event):
    """Deliveries that had failed for good are tried again."""

    type = "engine.parked_retried.v1"

    deliveries: int
    operator_id: UUID | None
    operator_of: Code | None


class DeliveriesReleased(Event):
    """Deliveries that were held after a restore go out."""

    type = "engine.deliveries_released.v1"

    deliveries: int
    operator_id: UUID | None
    operator_of: Code | None
