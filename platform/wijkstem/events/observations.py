"""What surveys found: lines of a file, a hundred at most in one event, column by column.

Columns and no lines, so that each is of a type of which it is known that it holds no name and no sentence.
"""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Digits, Event
from wijkstem.words.sources import FigureKind


class ObservationsTaken(Event):
    """Part of a file; it counts when the whole file does (`FileTaken`)."""

    type = "observations.taken.v1"

    file_id: UUID
    lines: tuple[int, ...]
    indicators: tuple[Code, ...]
    #: The version of the indicator's definition that it was measured by.
    definitions: tuple[Code, ...]
    kinds: tuple[FigureKind, ...]
    #: None: the source does not tell the period.
    periods_from: tuple[date | None, ...]
    periods_to: tuple[date | None, ...]
    #: None: of the whole municipality.
    neighbourhoods: tuple[CbsCode | None, ...]
    values: tuple[Digits, ...]
    #: None: the source does not tell how many answered.
    samples: tuple[int | None, ...]
    sources: tuple[UUID, ...]
