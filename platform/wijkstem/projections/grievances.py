"""Complaints, objections and appeals by outcome, as read rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Field

from wijkstem.events.base import Recorded
from wijkstem.events.grievances import GrievancesTaken
from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow
from wijkstem.words.sources import GrievanceKind, GrievanceOutcome


class GrievanceCount(TenantRow, table=True):
    """One outcome of a kind in a period of a file; whether it counts, `taken_file` says."""

    __tablename__ = "grievance_count"

    file_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: GrievanceKind = Field(sa_type=Coded(GrievanceKind))
    period_from: date
    period_to: date
    outcome: GrievanceOutcome = Field(sa_type=Coded(GrievanceOutcome))
    number: int
    #: None: the register does not tell.
    in_time: int | None = None


def settled(recorded: Recorded, event: GrievancesTaken) -> Iterator[dict[str, Any]]:
    """The rows of one part of a file."""
    columns = zip(
        event.lines,
        event.kinds,
        event.periods_from,
        event.periods_to,
        event.outcomes,
        event.numbers,
        event.in_time,
        strict=True,
    )
    for line, kind, start, end, outcome, number, in_time in columns:
        yield {
            "municipality_id": recorded.municipality_id,
            "file_id": event.file_id,
            "line": line,
            "kind": kind,
            "period_from": start,
            "period_to": end,
            "outcome": outcome,
            "number": number,
            "in_time": in_time,
        }
