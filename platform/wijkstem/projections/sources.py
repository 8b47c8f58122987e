"""Figures from outside, folded from the log: the lines of each file, and from when until when the file counts.

What stands in a file counts at once and as a whole: its lines come first, a part at a time, and then one row says that
it counts. So neither taking in nor taking back a large file holds anything up.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, update
from sqlmodel import Field

from wijkstem.eventlog.consumer import Consumer
from wijkstem.events.base import Event, Recorded
from wijkstem.events.feedback import FeedbackTaken
from wijkstem.events.grievances import GrievancesTaken
from wijkstem.events.inhabitants import InhabitantsTaken
from wijkstem.events.observations import ObservationsTaken
from wijkstem.events.sources import FileTaken, FileUndone
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import Coded, upsert
from wijkstem.kit.rows import TenantRow, table_of
from wijkstem.projections.feedback import FeedbackCount, given
from wijkstem.projections.grievances import GrievanceCount, settled
from wijkstem.projections.inhabitants import InhabitantsCount, counted
from wijkstem.projections.observations import Observation, observed
from wijkstem.words.sources import SourceKind


class TakenFile(TenantRow, table=True):
    """A file of which the lines count, from a day on and perhaps until another."""

    __tablename__ = "taken_file"

    file_id: UUID = Field(primary_key=True)
    kind: SourceKind = Field(sa_type=Coded(SourceKind))
    #: Of two files that say the same thing, the one with the higher place counts.
    place: int
    lines: int
    #: The day in Amsterdam on which this became known here, and on which it was taken back.
    taken_on: date
    undone_on: date | None = None


_file = table_of(TakenFile)
_observation = table_of(Observation)
_inhabitants = table_of(InhabitantsCount)
_feedback = table_of(FeedbackCount)
_grievance = table_of(GrievanceCount)


def fold(connection: Connection, events: Sequence[Recorded]) -> None:
    """Add lines part by part; say of whole files whether they count."""
    for recorded in events:
        match recorded.event:
            case FileTaken() as event:
                _count(connection, recorded, event)
            case FileUndone() as event:
                _no_longer(connection, recorded, event)
            case event if rows := _lines(recorded, event):
                table, lines = rows
                connection.execute(insert(table), list(lines))


def _lines(recorded: Recorded, event: Event) -> tuple[Table, Iterator[dict[str, Any]]] | None:
    """The rows of a part of a file, and the table that they belong in; None: the event is something else."""
    match event:
        case ObservationsTaken():
            return _observation, observed(recorded, event)
        case InhabitantsTaken():
            return _inhabitants, counted(recorded, event)
        case FeedbackTaken():
            return _feedback, given(recorded, event)
        case GrievancesTaken():
            return _grievance, settled(recorded, event)
    return None


def _count(connection: Connection, recorded: Recorded, event: FileTaken) -> None:
    row = {
        "municipality_id": recorded.municipality_id,
        "file_id": event.file_id,
        "kind": SourceKind(event.kind),
        "place": event.place,
        "lines": event.lines,
        "taken_on": local_date(recorded.occurred_at),
        "undone_on": None,
    }
    upsert(connection, _file, [row])


def _no_longer(connection: Connection, recorded: Recorded, event: FileUndone) -> None:
    connection.execute(
        update(_file)
        .where(
            _file.c.municipality_id == recorded.municipality_id, _file.c.file_id == event.file_id
        )
        .values(undone_on=local_date(recorded.occurred_at))
    )


#: Few events share a transaction, because each can hold a hundred lines.
SOURCES: Consumer[Connection] = Consumer(
    "sources", fold, (_file, _observation, _inhabitants, _feedback, _grievance), batch=100
)
