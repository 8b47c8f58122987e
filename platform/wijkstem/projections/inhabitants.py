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
    #: Where it was read; None: the file does not say it.
    source_id: UUID | None = None


def counted(recorded: Recorded, event: InhabitantsTaken) -> Iterator[dict[str, Any]]:
    """The rows of one part of a file."""
    columns = (event.lines, event.places, event.years, event.people, event.sources)
    for line, code, year, people, source in zip(*columns, strict=True):
        yield {
            "municipality_id": recorded.municipality_id,
            "file_id": event.file_id,
            "line": line,
            "code": code,
            "year": year,
            "people": people,
            "source_id": source,
        }
