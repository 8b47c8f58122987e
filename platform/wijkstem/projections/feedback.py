"""How people thought it went, month by month and channel by channel, as read rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Field

from wijkstem.events.base import Recorded
from wijkstem.events.feedback import FeedbackTaken
from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow
from wijkstem.words.sources import FeedbackChannel


class FeedbackCount(TenantRow, table=True):
    """One month of a channel in a file; whether it counts, `taken_file` says."""

    __tablename__ = "feedback_count"

    file_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    channel: FeedbackChannel = Field(sa_type=Coded(FeedbackChannel))
    month: date
    green: int
    orange: int
    red: int


def given(recorded: Recorded, event: FeedbackTaken) -> Iterator[dict[str, Any]]:
    """The rows of one part of a file."""
    columns = zip(
        event.lines,
        event.channels,
        event.months,
        event.green,
        event.orange,
        event.red,
        strict=True,
    )
    for line, channel, month, green, orange, red in columns:
        yield {
            "municipality_id": recorded.municipality_id,
            "file_id": event.file_id,
            "line": line,
            "channel": channel,
            "month": month,
            "green": green,
            "orange": orange,
            "red": red,
        }
