"""The list of initiatives: where each is and how many support it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Index, insert, update
from sqlmodel import Field

from wijkstem.eventlog.consumer import Consumer
from wijkstem.events.base import Event, Recorded
from wijkstem.events.initiatives import (
    InitiativeEdited,
    InitiativeSubmitted,
    StepTaken,
    ThresholdReached,
)
from wijkstem.events.reports import ContributionHidden, ContributionShown
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, table_of
from wijkstem.words import OTHER_SUBJECT, Milestone, Stance


class ListedInitiative(TenantRow, table=True):
    """An initiative as lists and pages show it."""

    __tablename__ = "listed_initiative"
    __table_args__ = (
        Index(None, "municipality_id", "public", "filed_on", "number"),
        Index(None, "municipality_id", "step", "due_on"),
        # All that visitors pick and order by: counting and sorting ten thousand leave the rows themselves alone.
        Index(
            "ix_listed_initiative_chosen",
            "municipality_id",
            "public",
            "neighbourhood_code",
            "instrument",
            "step",
            "final",
            "filed_on",
            "number",
            "due_on",
            "valid_for",
            "subject",
            "initiative_id",
        ),
    )

    initiative_id: UUID = Field(primary_key=True)
    number: str = Field(max_length=12)
    instrument: str = Field(max_length=40)
    neighbourhood_code: str = Field(max_length=12)
    subject: str = Field(
        default=OTHER_SUBJECT, max_length=40, sa_column_kwargs={"server_default": OTHER_SUBJECT}
    )
    filed_on: date
    step: str = Field(max_length=40)
    step_seq: int
    due_on: date | None
    public: bool
    final: bool
    result: Milestone | None = Field(default=None, sa_type=Coded(Milestone))
    threshold: int | None
    valid_for: int = 0
    valid_against: int = 0
    not_valid: int = 0
    threshold_reached_on: date | None = None
    revision: int = 1
    #: The position of the last event that changed this row: what a cached page compares.
    position: int = Field(sa_column_kwargs={"autoincrement": False})


_table = table_of(ListedInitiative)


def fold(connection: Connection, events: Sequence[Recorded]) -> None:
    """Bring the list up to date; signatures of one batch are added up first."""
    counts: dict[tuple[str, UUID], dict[str, int]] = {}
    for recorded in events:
        event = recorded.event
        if isinstance(event, SignatureGiven | SignatureWithdrawn):
            _count(counts, recorded, event)
        elif type(event) in _CHANGES:
            _flush(connection, counts)
            _CHANGES[type(event)](connection, recorded, event)
    _flush(connection, counts)


def _count(
    counts: dict[tuple[str, UUID], dict[str, int]],
    recorded: Recorded,
    event: SignatureGiven | SignatureWithdrawn,
) -> None:
    row = counts.setdefault((recorded.municipality_id, event.initiative_id), {})
    column = f"valid_{Stance(event.stance).value}" if event.valid else "not_valid"
    row[column] = row.get(column, 0) + (1 if isinstance(event, SignatureGiven) else -1)
    row["position"] = recorded.position


def _flush(connection: Connection, counts: dict[tuple[str, UUID], dict[str, int]]) -> None:
    for (municipality_id, initiative_id), row in counts.items():
        position = row.pop("position")
        values: dict[str, Any] = {name: _table.c[name] + number for name, number in row.items()}
        _update(connection, municipality_id, initiative_id, position, values)
    counts.clear()


def _update(
    connection: Connection,
    municipality_id: str,
    initiative_id: UUID,
    position: int,
    values: dict[str, Any],
) -> None:
    connection.execute(
        update(_table)
        .where(_table.c.municipality_id == municipality_id, _table.c.initiative_id == initiative_id)
        .values(values | {"position": position})
    )


def _submitted(connection: Connection, recorded: Recorded, event: InitiativeSubmitted) -> None:
    connection.execute(
        insert(_table).values(
            municipality_id=recorded.municipality_id,
            initiative_id=event.initiative_id,
            number=event.number,
            instrument=event.instrument,
            neighbourhood_code=event.neighbourhood_code,
            subject=event.subject,
            filed_on=event.filed_on,
            step=event.step,
            step_seq=1,
            due_on=event.due_on,
            public=event.public,
            final=False,
            threshold=event.threshold,
            position=recorded.position,
        )
    )


def _step_taken(connection: Connection, recorded: Recorded, event: StepTaken) -> None:
    values: dict[str, Any] = {
        "step": event.to_step,
        "step_seq": event.step_seq + 1,
        "due_on": event.due_on,
        "public": event.public,
        "final": event.final,
    }
    # Taken back on appeal, it has no result any more.
    values["result"] = event.means if event.final else None
    _update(connection, recorded.municipality_id, event.initiative_id, recorded.position, values)


def _threshold_reached(connection: Connection, recorded: Recorded, event: ThresholdReached) -> None:
    values = {"threshold_reached_on": event.reached_on}
    _update(connection, recorded.municipality_id, event.initiative_id, recorded.position, values)


def _edited(connection: Connection, recorded: Recorded, event: InitiativeEdited) -> None:
    values = {"revision": event.revision, "neighbourhood_code": event.neighbourhood_code}
    values |= {"subject": event.subject} if event.subject else {}
    _update(connection, recorded.municipality_id, event.initiative_id, recorded.position, values)


def _hidden(
    connection: Connection, recorded: Recorded, event: ContributionHidden | ContributionShown
) -> None:
    values = {"public": event.public, "due_on": event.due_on}
    _update(connection, recorded.municipality_id, event.initiative_id, recorded.position, values)


_CHANGES: dict[type[Event], Callable[[Connection, Recorded, Any], None]] = {
    InitiativeSubmitted: _submitted,
    StepTaken: _step_taken,
    ThresholdReached: _threshold_reached,
    InitiativeEdited: _edited,
    ContributionHidden: _hidden,
    ContributionShown: _hidden,
}

LISTING: Consumer[Connection] = Consumer("listing", fold, (_table,))
