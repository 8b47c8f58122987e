"""What an operator does about a consumer that an event has stopped."""

from dataclasses import dataclass

from wijkstem.domain.permissions import may_administer, require
from wijkstem.errors import NotFound
from wijkstem.eventlog import positions
from wijkstem.services import Work


@dataclass(frozen=True)
class RetryConsumer:
    """An operator has a consumer that stands still try its event again now."""

    consumer: str


@dataclass(frozen=True)
class PassOverEvent:
    """A person decides that a consumer skips the event it stands still on, and says why."""

    consumer: str
    reason: str
    decided_by: str


def retry_consumer(command: RetryConsumer, work: Work) -> None:
    require(may_administer(work.actor))
    positions.retry(work.connection, command.consumer, work.municipality_id)


def pass_over_event(command: PassOverEvent, work: Work) -> int:
    """The position that was passed over; raises NotFound when the consumer is not stopped."""
    require(may_administer(work.actor))
    try:
        return positions.pass_over(
            work.connection,
            command.consumer,
            work.municipality_id,
            by=command.decided_by,
            reason=command.reason,
            now=work.now,
        )
    except LookupError as error:
        raise NotFound("not_stopped", "Deze verwerker staat niet stil.") from error
