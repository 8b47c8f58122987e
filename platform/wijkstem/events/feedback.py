"""How people thought it went, at the counter, on the telephone, by e-mail and on the site: how many of each smiley."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Event
from wijkstem.words.sources import FeedbackChannel


class FeedbackTaken(Event):
    """Part of a file; it counts when the whole file does (`FileTaken`)."""

    type = "feedback.taken.v1"

    file_id: UUID
    lines: tuple[int, ...]
    channels: tuple[FeedbackChannel, ...]
    #: The first day of each month.
    months: tuple[date, ...]
    green: tuple[int, ...]
    orange: tuple[int, ...]
    red: tuple[int, ...]
