"""How many people live where, as Statistics Netherlands (CBS) counts them: lines of a file, column by column."""

from uuid import UUID

from wijkstem.events.base import CbsCode, Event


class InhabitantsTaken(Event):
    """Part of a file; it counts when the whole file does (`FileTaken`)."""

    type = "inhabitants.taken.v2"

    file_id: UUID
    lines: tuple[int, ...]
    #: A neighbourhood, or the municipality itself.
    places: tuple[CbsCode, ...]
    #: People on the first of January of a year.
    years: tuple[int, ...]
    people: tuple[int, ...]
    #: None: the file does not say who counted them.
    sources: tuple[UUID | None, ...]
