"""What lines with inhabitants become in the log."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wijkstem.events.inhabitants import InhabitantsTaken


def taken(file_id: UUID, lines: Sequence[tuple[int, list[Any]]]) -> InhabitantsTaken:
    """Lines as `domain/inhabitants.py` says them, column by column; one without a source is shorter."""
    places, years, people = zip(*(said[:3] for _, said in lines), strict=True)
    return InhabitantsTaken(
        file_id=file_id,
        lines=tuple(number for number, _ in lines),
        places=places,
        years=years,
        people=people,
        sources=tuple(UUID(said[3]) if len(said) > 3 else None for _, said in lines),
    )
