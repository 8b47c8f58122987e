"""What lines with complaints, objections and appeals become in the log."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wijkstem.events.grievances import GrievancesTaken
from wijkstem.words.sources import GrievanceKind, GrievanceOutcome


def taken(file_id: UUID, lines: Sequence[tuple[int, list[Any]]]) -> GrievancesTaken:
    """Lines as `domain/grievances.py` says them, column by column."""
    columns = list(zip(*(said for _, said in lines), strict=True))
    kinds, starts, ends, outcomes, numbers, in_time = columns
    return GrievancesTaken(
        file_id=file_id,
        lines=tuple(number for number, _ in lines),
        kinds=tuple(map(GrievanceKind, kinds)),
        periods_from=tuple(map(date.fromisoformat, starts)),
        periods_to=tuple(map(date.fromisoformat, ends)),
        outcomes=tuple(map(GrievanceOutcome, outcomes)),
        numbers=numbers,
        in_time=in_time,
    )
