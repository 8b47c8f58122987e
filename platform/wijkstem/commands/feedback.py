"""What lines with feedback become in the log."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wijkstem.events.feedback import FeedbackTaken
from wijkstem.words.sources import FeedbackChannel


def taken(file_id: UUID, lines: Sequence[tuple[int, list[Any]]]) -> FeedbackTaken:
    """Lines as `domain/feedback.py` says them, column by column."""
    channels, months, green, orange, red = zip(*(said for _, said in lines), strict=True)
    return FeedbackTaken(
        file_id=file_id,
        lines=tuple(number for number, _ in lines),
        channels=tuple(map(FeedbackChannel, channels)),
        months=tuple(map(date.fromisoformat, months)),
        green=green,
        orange=orange,
        red=red,
    )
