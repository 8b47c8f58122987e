"""What lines of a survey's file become in the log."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wijkstem.events.observations import ObservationsTaken
from wijkstem.words.sources import FigureKind


def taken(file_id: UUID, lines: Sequence[tuple[int, list[Any]]]) -> ObservationsTaken:
    """Lines as `domain/observations.py` says them, column by column."""
    said = list(zip(*(line for _, line in lines), strict=True))
    codes, versions, kinds, starts, ends, places, values, samples, documents = said
    return ObservationsTaken(
        file_id=file_id,
        lines=tuple(number for number, _ in lines),
        indicators=codes,
        definitions=versions,
        kinds=tuple(FigureKind(kind) for kind in kinds),
        periods_from=tuple(map(_day, starts)),
        periods_to=tuple(map(_day, ends)),
        neighbourhoods=places,
        values=values,
        samples=samples,
        sources=tuple(map(UUID, documents)),
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
