"""What surveys found, as read rows: codes and digits only. Where a figure comes from in words stands on the write side."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from wijkstem.events.base import Recorded
from wijkstem.events.observations import ObservationsTaken
from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow
from wijkstem.words.sources import FigureKind


class Observation(TenantRow, table=True):
    """One figure of a file; whether it counts, `taken_file` says."""

    __tablename__ = "observation"
    __table_args__ = (Index(None, "municipality_id", "indicator_code"),)

    file_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    indicator_code: str = Field(max_length=64)
    definition_version: str = Field(max_length=64)
    kind: FigureKind = Field(sa_type=Coded(FigureKind))
    #: None: the source does not tell the period.
    period_from: date | None = None
    period_to: date | None = None
    #: "": of the whole municipality.
    neighbourhood_code: str = Field(max_length=12)
    #: Digit for digit as the source has it, with a decimal point.
    value: str = Field(max_length=24)
    #: How many answered; None: the source does not tell.
    sample_size: int | None = None
    source_id: UUID


def observed(recorded: Recorded, event: ObservationsTaken) -> Iterator[dict[str, Any]]:
    """The rows of one part of a file."""
    columns = zip(
        event.lines,
        event.indicators,
        event.definitions,
        event.kinds,
        event.periods_from,
        event.periods_to,
        event.neighbourhoods,
        event.values,
        event.samples,
        event.sources,
        strict=True,
    )
    for line, code, version, kind, start, end, place, value, sample, source in columns:
        yield {
            "municipality_id": recorded.municipality_id,
            "file_id": event.file_id,
            "line": line,
            "indicator_code": code,
            "definition_version": version,
            "kind": kind,
            "period_from": start,
            "period_to": end,
            "neighbourhood_code": place or "",
            "value": value,
            "sample_size": sample,
            "source_id": source,
        }
