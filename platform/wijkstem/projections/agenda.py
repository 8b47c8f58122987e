"""What is on the way to the council: requests, the meeting each is on, and what came of it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Index, update
from sqlmodel import Field

from wijkstem.eventlog.consumer import Consumer
from wijkstem.events.agenda_requests import PlacedMeetingMoved
from wijkstem.events.base import Event, Recorded
from wijkstem.events.council import (
    AgendaItemPlaced,
    AgendaItemRequested,
    AgendaRequestReturned,
    MeetingImported,
)
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.meetings import MeetingMoved
from wijkstem.events.routing import RoutingCorrected, RoutingDecided
from wijkstem.kit.db import Coded, upsert
from wijkstem.kit.rows import TenantRow, table_of
from wijkstem.words import Milestone, Taker


class AgendaEntry(TenantRow, table=True):
    """An initiative that asked for a place on an agenda."""

    __tablename__ = "agenda_entry"
    __table_args__ = (Index(None, "municipality_id", "held_on"),)

    initiative_id: UUID = Field(primary_key=True)
    body: str = Field(max_length=40)
    requested_on: date
    due_on: date | None = None
    meeting_id: UUID | None = None
    held_on: date | None = None
    returned_on: date | None = None
    result: Milestone | None = Field(default=None, sa_type=Coded(Milestone))


_table = table_of(AgendaEntry)


def fold(connection: Connection, events: Sequence[Recorded]) -> None:
    """Follow each request to its meeting and its result."""
    for recorded in events:
        match recorded.event:
            case AgendaItemRequested() as event:
                _requested(connection, recorded.municipality_id, event)
            case MeetingImported() | MeetingMoved() as event:
                _move(connection, recorded.municipality_id, event)
            case StepTaken() as event if _decides(event):
                _decided(connection, recorded, event)
            case event if values := _changed(event):
                _change(connection, recorded, event.initiative_id, values)  # type: ignore[attr-defined]  # each has one


def _changed(event: Event) -> dict[str, object]:
    """What an event changes of an entry, as it says it."""
    match event:
        case AgendaItemPlaced():
            return {"meeting_id": event.meeting_id, "held_on": event.held_on}
        case PlacedMeetingMoved():
            return {"held_on": event.held_on}
        case AgendaRequestReturned():
            return {"returned_on": event.returned_on}
        case RoutingDecided() | RoutingCorrected():
            return {"body": event.body}
        case StepTaken(means=Milestone.ASKED):
            # Nothing is due from the clerk while the submitter has the question.
            return {"due_on": None}
    return {}


#: What the clerk does before the body decides.
_BEFORE = frozenset({Milestone.PLACED, Milestone.MOVED, Milestone.ASKED, Milestone.DEFERRED})


def _decides(event: StepTaken) -> bool:
    """Whether this is what became of it: the body's decision, or an end without one."""
    return event.final or (event.taken_by == Taker.CLERK and event.means not in _BEFORE)


def _decided(connection: Connection, recorded: Recorded, event: StepTaken) -> None:
    """What the body decided stays: what came of it later is no decision of theirs."""
    connection.execute(
        update(_table)
        .where(
            _table.c.municipality_id == recorded.municipality_id,
            _table.c.initiative_id == event.initiative_id,
            _table.c.result.is_(None),
        )
        .values(result=event.means)
    )


def _requested(connection: Connection, municipality_id: str, event: AgendaItemRequested) -> None:
    row = {
        "municipality_id": municipality_id,
        "initiative_id": event.initiative_id,
        "body": event.body,
        "requested_on": event.requested_on,
        "due_on": event.due_on,
        "returned_on": None,
        "meeting_id": None,
        "held_on": None,
    }
    replaced = ["body", "requested_on", "due_on", "returned_on", "meeting_id", "held_on"]
    upsert(connection, _table, [row], replace=replaced)


def _change(
    connection: Connection, recorded: Recorded, initiative_id: UUID, values: dict[str, object]
) -> None:
    connection.execute(
        update(_table)
        .where(
            _table.c.municipality_id == recorded.municipality_id,
            _table.c.initiative_id == initiative_id,
        )
        .values(values)
    )


def _move(
    connection: Connection, municipality_id: str, event: MeetingImported | MeetingMoved
) -> None:
    """The clerk, or the council's own system, may put off a meeting that initiatives stand on."""
    connection.execute(
        update(_table)
        .where(
            _table.c.municipality_id == municipality_id,
            _table.c.meeting_id == event.meeting_id,
        )
        .values(held_on=event.held_on)
    )


AGENDA: Consumer[Connection] = Consumer("agenda", fold, (_table,))
