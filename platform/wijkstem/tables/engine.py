"""What the engine itself keeps: the log, the consumers' positions, and what is to be delivered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    FromClause,
    Index,
    Text,
    UniqueConstraint,
    literal_column,
)
from sqlmodel import Field

from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, index_where, moment


class LogPartition(TenantRow, table=True):
    """One row a municipality: its head is the last position, and updating it is the lock on the log."""

    __tablename__ = "log_partition"

    head: int = 0


class LoggedEvent(TenantRow, table=True):
    """An event that happened. Rows are only ever added; the payload is JSON as it was written."""

    __tablename__ = "logged_event"
    __table_args__ = (
        UniqueConstraint("event_id"),
        ForeignKeyConstraint(["municipality_id"], ["log_partition.municipality_id"]),
    )

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    event_id: UUID
    #: Name with version, such as ``initiative.submitted.v1``.
    type: str = Field(max_length=80)
    payload: str = Field(sa_type=Text)
    occurred_at: datetime = moment()
    #: The request or message that led to it, to follow one action through the log.
    correlation_id: UUID
    #: The event that led to it, for what a reaction did.
    causation_id: UUID | None = None


class ConsumerPosition(TenantRow, table=True):
    """How far a consumer is in a municipality's log, and whether an event stops it."""

    __tablename__ = "consumer_position"

    consumer: str = Field(primary_key=True, max_length=40)
    position: int = 0
    #: Times in a row that the event after `position` failed.
    failures: int = 0
    #: When the first of those times was; only worth something while `failures` is above 0.
    failing_since: datetime | None = moment(default=None, nullable=True)
    retry_at: datetime | None = moment(default=None, nullable=True)
    error: str | None = Field(default=None, max_length=500)
    #: The release that failed last, as a number (`kit/release.py`): a newer one does not wait for `retry_at`.
    failed_by: int | None = None
    #: Of which `Consumer.version` the rows are.
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class ConsumerRebuild(TenantRow, table=True):
    """A projection that is being folded anew beside the live one: how far, and whether somebody is at it."""

    __tablename__ = "consumer_rebuild"

    consumer: str = Field(primary_key=True, max_length=40)
    version: int
    position: int
    started_at: datetime = moment()
    #: Until then another worker leaves it alone: whoever does it is alive.
    claimed_until: datetime = moment()


class PassedOver(TenantRow, table=True):
    """An event that a consumer was told to skip, by a person, with a reason."""

    __tablename__ = "passed_over"

    consumer: str = Field(primary_key=True, max_length=40)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    reason: str = Field(sa_type=Text)
    decided_by: str = Field(max_length=120)
    decided_at: datetime = moment()


class Refusal(TenantRow, table=True):
    """A follow-up command that a rule refused: recorded, shown to the operator, not retried."""

    __tablename__ = "refusal"

    consumer: str = Field(primary_key=True, max_length=40)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    code: str = Field(max_length=80)
    refused_at: datetime = moment()


class DeliveryState(StrEnum):
    """Where a delivery is."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    PARKED = "parked"
    #: Of release 0.1, which held row by row; now `DeliveryGate` holds a municipality.
    HELD = "held"


class DeliveryChannel(StrEnum):
    """By which way a delivery goes out."""

    MAIL = "mail"
    #: Another system is told, by HTTP.
    HOOK = "hook"
    #: Somebody took it along as a file.
    DOWNLOAD = "download"


class Delivery(TenantRow, table=True):
    """Something that must go out, once for each cause, channel and recipient; texts are made when it goes."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("municipality_id", "cause", "channel", "recipient_id"),
        Index(None, "municipality_id", "state", "due_at"),
        Index(None, "municipality_id", "recipient_id"),
        # Small however many went out before: the clock and the metrics look at it all the time.
        index_where(
            "ix_delivery_unsent", "municipality_id", "state", "due_at", where="state <> 'sent'"
        ),
    )

    id: UUID = Field(primary_key=True)
    #: What it answers to: ``event:<position>``.
    cause: str = Field(max_length=80)
    channel: DeliveryChannel = Field(sa_type=Coded(DeliveryChannel))
    recipient_id: UUID
    #: The folder of its texts below ``templates/mail``.
    template: str = Field(max_length=60)
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=Coded(DeliveryState))
    attempts: int = 0
    #: When it may be tried; for a claimed one, when the claim ends.
    due_at: datetime = moment()
    error: str | None = Field(default=None, max_length=500)
    sent_at: datetime | None = moment(default=None, nullable=True)


def unsent(deliveries: FromClause) -> ColumnElement[bool]:
    """What did not go out yet; in the very words of the index that holds only those."""
    return deliveries.c.state != literal_column("'sent'")


class DeliveryGate(TenantRow, table=True):
    """Whether messages of a municipality may go out: only from the database that a person opened it for.

    A database that was restored is another one (`kit/identity.py`), so after a restore every gate is closed.
    """

    __tablename__ = "delivery_gate"

    #: The identity of that database; None: on hold.
    database: str | None = Field(default=None, max_length=120)
    changed_at: datetime = moment()


class PostboxMessage(TenantRow, table=True):
    """A message of the demo, readable at /demo/post: what a mail server would have got."""

    __tablename__ = "postbox_message"
    __table_args__ = (Index(None, "municipality_id", "recipient_id"),)

    #: One row for each time it was sent; the same `message_id` twice shows a delivery that went twice.
    id: UUID = Field(primary_key=True)
    message_id: str = Field(max_length=120)
    recipient_id: UUID
    subject: str = Field(max_length=300)
    body: str = Field(sa_type=Text)
    sent_at: datetime = moment()
