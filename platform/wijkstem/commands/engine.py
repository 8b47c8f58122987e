"""What an operator does about a consumer that an event has stopped."""

from dataclasses import dataclass

from wijkstem.domain.initiatives import not_allowed_characters
from wijkstem.domain.people import Actor
from wijkstem.domain.permissions import may_operate, require
from wijkstem.errors import Conflict, FieldError, Invalid, NotFound
from wijkstem.eventlog import positions
from wijkstem.events.engine import ConsumerRetried, EventPassedOver
from wijkstem.kit.text import clean, has_control_characters
from wijkstem.services import Work

#: Characters of a reason: enough that a colleague understands it next year.
REASON_AT_LEAST, REASON_AT_MOST = 10, 2000


@dataclass(frozen=True)
class RetryConsumer:
    """An operator has a consumer that stands still try its event again now."""

    consumer: str


@dataclass(frozen=True)
class PassOverEvent:
    """A person decides that a consumer skips the event it stands still on, and says why."""

    consumer: str
    reason: str
    #: Who says so at a terminal; otherwise it is the account that asks.
    decided_by: str = ""
    #: The event that the person saw; None for whichever it stands still on now.
    position: int | None = None


def retry_consumer(command: RetryConsumer, work: Work) -> None:
    require(may_operate(work.actor))
    if positions.retry(work.connection, command.consumer, work.municipality_id):
        by = work.actor
        work.record(
            ConsumerRetried(
                consumer=command.consumer, operator_id=by.person_id, operator_of=by.home
            )
        )


def pass_over_event(command: PassOverEvent, work: Work) -> int:
    """The position that was passed over.

    Raises:
        NotFound: when the consumer is not stopped.
        Conflict: when it stands still on another event by now.
        Invalid: without a reason.
    """
    require(may_operate(work.actor))
    reason = clean(command.reason)
    if has_control_characters(reason):
        raise Invalid({"reason": not_allowed_characters()})
    try:
        position = positions.pass_over(
            work.connection,
            command.consumer,
            work.municipality_id,
            by=command.decided_by or _account(work.actor),
            reason=reason,
            now=work.now,
        )
    except LookupError as error:
        raise NotFound("not_stopped", "Deze verwerker staat niet stil.") from error
    if command.position not in {None, position}:
        raise Conflict("other_event", "De verwerker staat nu stil op een andere gebeurtenis.")
    if wrong := _wrong_with(reason):
        raise Invalid({"reason": wrong})
    work.record(
        EventPassedOver(
            consumer=command.consumer,
            position=position,
            operator_id=work.actor.person_id,
            operator_of=work.actor.home,
        )
    )
    return position


def _account(actor: Actor) -> str:
    """No foreign key: the account may be one of another municipality, and may be erased."""
    return f"{actor.home}/{actor.person_id}"


def _wrong_with(reason: str) -> FieldError | None:
    if len(reason) < REASON_AT_LEAST:
        return FieldError(
            "too_short", "Leg in minstens %(least)s tekens uit waarom.", least=REASON_AT_LEAST
        )
    if len(reason) > REASON_AT_MOST:
        return FieldError("too_long", "Gebruik hoogstens %(most)s tekens.", most=REASON_AT_MOST)
    return None
