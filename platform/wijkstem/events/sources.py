"""Files with figures from outside: from when on what stands in one counts, and when it was taken back."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Digest, Event


class FileTaken(Event):
    """What its lines said, in the events before this one, counts from now on."""

    type = "sources.file_taken.v1"

    file_id: UUID
    kind: Code
    #: In which order files of a kind were taken in: of two that say the same thing, the later counts.
    place: int
    lines: int
    digest: Digest
    taken_on: date
    official_id: UUID | None


class FileUndone(Event):
    """It was a mistake: nothing in it counts any more."""

    type = "sources.file_undone.v1"

    file_id: UUID
    kind: Code
    undone_on: date
    official_id: UUID | None
