"""How many people live where in which year, as read rows."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlmodel import Field

from wijkstem.events.base import Recorded
from wijkstem.events.inhabitants import InhabitantsTaken
from wijkstem.kit.rows import TenantRow


class InhabitantsCount(TenantRow, table=True):
    """One figure of a file; whether it counts, `taken_file` says."""

    __tablename__ = "inhabitants_count"

    file_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: As the list of that year had it: it may mean another place today.
    code: str = Field(max_length=12)
    year: int
    people: int


def counted(recorded: Recorded, event: InhabitantsTaken) -> Iterator[dict[str, Any]]:
    """The rows of one part of a file."""
    for line, code, year, people in zip(
        event.lines, event.places, event.years, event.people, strict=True
    ):
        yield {
            "municipality_id": recorded.municipality_id,
            "file_id": event.file_id,
            "line": line,
            "code": code,
            "year": year,
            "people": people,
        }
